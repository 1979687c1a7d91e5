CREATE TABLE `mailing_recipients` (
	`mailing_id` text NOT NULL,
	`order_id` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`attempts` integer NOT NULL,
	`next_at` integer NOT NULL,
	PRIMARY KEY(`mailing_id`, `order_id`)
);
--> statement-breakpoint
CREATE INDEX `mailing_recipients_waiting` ON `mailing_recipients` (`mailing_id`,`next_at`) WHERE "mailing_recipients"."state" = 'waiting';--> statement-breakpoint
CREATE TABLE `mailings` (
	`id` text PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`organizer_id` text NOT NULL,
	`user_id` text NOT NULL,
	`idempotency_key` text NOT NULL,
	`audience` text NOT NULL,
	`subject` text NOT NULL,
	`body` text NOT NULL,
	`status` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `mailings_by_event` ON `mailings` (`event_id`,`created_at`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `mailings_by_key` ON `mailings` (`event_id`,`idempotency_key`);--> statement-breakpoint
CREATE INDEX `mailings_running` ON `mailings` (`created_at`) WHERE "mailings"."status" = 'running';