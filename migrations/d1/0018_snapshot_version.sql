ALTER TABLE `events` ADD `snapshot_version` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `events_by_snapshot_version` ON `events` (`snapshot_version`) WHERE status = 'published';