ALTER TABLE `ledger_postings` ADD `at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE `ledger_postings` SET `at` = (SELECT `at` FROM `ledger_entries` WHERE `id` = `entry_id`);--> statement-breakpoint
CREATE INDEX `ledger_postings_by_time` ON `ledger_postings` (`party_id`,`at`,`entry_id`);
