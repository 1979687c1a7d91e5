CREATE TABLE `ledger_sums` (
	`organizer_id` text NOT NULL,
	`currency` text NOT NULL,
	`at` integer NOT NULL,
	`event_id` text NOT NULL,
	`distributor_id` text NOT NULL,
	`organizer_minor` integer NOT NULL,
	`distributor_minor` integer NOT NULL,
	`fees_minor` integer NOT NULL,
	PRIMARY KEY(`organizer_id`, `currency`, `at`, `event_id`, `distributor_id`)
);
--> statement-breakpoint
CREATE INDEX `ledger_sums_by_distributor` ON `ledger_sums` (`distributor_id`,`currency`,`at`);--> statement-breakpoint
INSERT INTO `ledger_sums` SELECT event.`organizer_id`, posting.`currency`, entry.`at` - entry.`at` % 900000, entry.`event_id`, coalesce(entry.`distributor_id`, ''), sum(CASE posting.`account` WHEN 'organizer' THEN posting.`amount_minor` ELSE 0 END), sum(CASE posting.`account` WHEN 'distributor' THEN posting.`amount_minor` ELSE 0 END), sum(CASE posting.`account` WHEN 'fees' THEN posting.`amount_minor` ELSE 0 END) FROM `ledger_postings` posting JOIN `ledger_entries` entry ON entry.`id` = posting.`entry_id` JOIN `events` event ON event.`id` = entry.`event_id` WHERE posting.`account` IN ('organizer', 'distributor', 'fees') GROUP BY 1, 2, 3, 4, 5;--> statement-breakpoint
CREATE TRIGGER `ledger_posting_is_summed` AFTER INSERT ON `ledger_postings` WHEN new.`account` IN ('organizer', 'distributor', 'fees') BEGIN INSERT INTO `ledger_sums` SELECT event.`organizer_id`, new.`currency`, entry.`at` - entry.`at` % 900000, entry.`event_id`, coalesce(entry.`distributor_id`, ''), CASE new.`account` WHEN 'organizer' THEN new.`amount_minor` ELSE 0 END, CASE new.`account` WHEN 'distributor' THEN new.`amount_minor` ELSE 0 END, CASE new.`account` WHEN 'fees' THEN new.`amount_minor` ELSE 0 END FROM `ledger_entries` entry JOIN `events` event ON event.`id` = entry.`event_id` WHERE entry.`id` = new.`entry_id` ON CONFLICT DO UPDATE SET `organizer_minor` = `organizer_minor` + excluded.`organizer_minor`, `distributor_minor` = `distributor_minor` + excluded.`distributor_minor`, `fees_minor` = `fees_minor` + excluded.`fees_minor`; END;--> statement-breakpoint
CREATE TRIGGER `ledger_posting_is_taken_back` AFTER DELETE ON `ledger_postings` WHEN old.`account` IN ('organizer', 'distributor', 'fees') BEGIN UPDATE `ledger_sums` SET `organizer_minor` = `organizer_minor` - CASE old.`account` WHEN 'organizer' THEN old.`amount_minor` ELSE 0 END, `distributor_minor` = `distributor_minor` - CASE old.`account` WHEN 'distributor' THEN old.`amount_minor` ELSE 0 END, `fees_minor` = `fees_minor` - CASE old.`account` WHEN 'fees' THEN old.`amount_minor` ELSE 0 END WHERE (`organizer_id`, `currency`, `at`, `event_id`, `distributor_id`) = (SELECT event.`organizer_id`, old.`currency`, entry.`at` - entry.`at` % 900000, entry.`event_id`, coalesce(entry.`distributor_id`, '') FROM `ledger_entries` entry JOIN `events` event ON event.`id` = entry.`event_id` WHERE entry.`id` = old.`entry_id`); END;
