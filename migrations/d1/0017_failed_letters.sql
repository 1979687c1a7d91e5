CREATE TABLE `failed_letters` (
	`order_id` text NOT NULL,
	`letter` text NOT NULL,
	`event_id` text NOT NULL,
	`reason` text NOT NULL,
	`failed_at` integer NOT NULL,
	`mailed_at` integer,
	`settled_at` integer,
	PRIMARY KEY(`order_id`, `letter`)
);
--> statement-breakpoint
CREATE INDEX `failed_letters_unsettled` ON `failed_letters` (`event_id`,`failed_at`) WHERE "failed_letters"."settled_at" is null;--> statement-breakpoint
CREATE INDEX `failed_letters_to_mail` ON `failed_letters` (`failed_at`) WHERE "failed_letters"."mailed_at" is null;--> statement-breakpoint
ALTER TABLE `account_letters` ADD `tries` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `account_letters` ADD `failed_at` integer;