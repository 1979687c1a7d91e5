CREATE TABLE `suppressed_mailboxes` (
	`mailbox` text NOT NULL,
	`kind` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`mailbox`, `kind`)
);
--> statement-breakpoint
ALTER TABLE `notices` ADD `letter_id` text;--> statement-breakpoint
ALTER TABLE `notices` ADD `letter_at` integer;--> statement-breakpoint
CREATE INDEX `notices_by_letter_time` ON `notices` (`party_id`,`letter_at`);--> statement-breakpoint
ALTER TABLE `account_letters` ADD `try_at` integer DEFAULT 0 NOT NULL;