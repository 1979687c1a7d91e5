DROP INDEX `outbox_by_due`;--> statement-breakpoint
CREATE INDEX `outbox_by_due` ON `outbox` (`lane`,`sends`,`due_at`);