ALTER TABLE `orders` ADD `surface` text DEFAULT 'other' NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `sub_id` text DEFAULT '' NOT NULL;