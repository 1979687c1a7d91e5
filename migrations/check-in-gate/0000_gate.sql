CREATE TABLE `event` (
	`one` integer PRIMARY KEY NOT NULL,
	`organizer_id` text NOT NULL,
	`key_id` integer NOT NULL,
	`public_key` text NOT NULL,
	CONSTRAINT "event_one_row" CHECK("event"."one" = 1)
);
--> statement-breakpoint
CREATE TABLE `scans` (
	`nonce` text PRIMARY KEY NOT NULL,
	`code_hash` text NOT NULL,
	`ticket_id` text,
	`result` text NOT NULL,
	`answer` text NOT NULL,
	`gate` text,
	`scanned_by` text,
	`scanned_at` integer NOT NULL,
	`recorded_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `scans_by_ticket` ON `scans` (`ticket_id`);--> statement-breakpoint
CREATE TABLE `tickets` (
	`ticket_id` text PRIMARY KEY NOT NULL,
	`plain_number` text NOT NULL,
	`number` text NOT NULL,
	`ticket_type_id` text NOT NULL,
	`ticket_type_name` text NOT NULL,
	`status` text NOT NULL,
	`revision` integer NOT NULL,
	`admitted_at` integer,
	`admitted_gate` text,
	CONSTRAINT "tickets_status" CHECK("tickets"."status" in ('valid', 'void'))
);
--> statement-breakpoint
CREATE INDEX `tickets_by_number` ON `tickets` (`plain_number`);