CREATE TABLE `widget_traffic` (
	`widget_id` text NOT NULL,
	`at` integer NOT NULL,
	`surface` text NOT NULL,
	`sub_id` text NOT NULL,
	`views` integer NOT NULL,
	`holds` integer NOT NULL,
	PRIMARY KEY(`widget_id`, `at`, `surface`, `sub_id`)
);
--> statement-breakpoint
ALTER TABLE `orders` ADD `surface` text DEFAULT 'other' NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `sub_id` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `ledger_entries_by_order` ON `ledger_entries` (`order_id`);