CREATE TABLE `promo_codes` (
	`id` text PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`code` text NOT NULL,
	`code_key` text NOT NULL,
	`discount` text NOT NULL,
	`max_uses` integer,
	`valid_from` integer,
	`valid_to` integer,
	`ticket_type_ids` text,
	`created_at` integer NOT NULL,
	`retired_at` integer,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `promo_codes_by_event` ON `promo_codes` (`event_id`,`code_key`);--> statement-breakpoint
CREATE TABLE `failed_refunds` (
	`refund_id` text PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`failed_at` integer NOT NULL,
	`mailed_at` integer,
	`settled_at` integer
);
--> statement-breakpoint
CREATE INDEX `failed_refunds_standing` ON `failed_refunds` (`event_id`) WHERE "failed_refunds"."settled_at" is null;--> statement-breakpoint
CREATE INDEX `failed_refunds_to_mail` ON `failed_refunds` (`failed_at`) WHERE "failed_refunds"."mailed_at" is null;--> statement-breakpoint
ALTER TABLE `ticket_types` ADD `max_per_contact` integer;