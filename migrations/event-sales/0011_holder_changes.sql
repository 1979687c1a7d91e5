CREATE TABLE `holder_changes` (
	`change_id` text PRIMARY KEY NOT NULL,
	`ticket_id` text NOT NULL,
	`at` integer NOT NULL,
	`name_before` text NOT NULL,
	`name_after` text NOT NULL,
	`reason` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `holder_changes_by_ticket` ON `holder_changes` (`ticket_id`);