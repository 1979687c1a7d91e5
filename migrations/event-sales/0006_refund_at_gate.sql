ALTER TABLE `refunds` ADD `asked` text;--> statement-breakpoint
ALTER TABLE `tickets` ADD `keeps_place` integer DEFAULT 0 NOT NULL;