CREATE TABLE `reconciliations` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`event_id` text NOT NULL,
	`at` integer NOT NULL,
	`checked_at` integer NOT NULL,
	`seq` integer NOT NULL,
	`verdict` text NOT NULL,
	`report` text NOT NULL,
	`next_order_id` text
);
--> statement-breakpoint
CREATE INDEX `reconciliations_by_event` ON `reconciliations` (`event_id`,`id`);