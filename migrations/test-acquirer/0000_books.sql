CREATE TABLE `notices` (
	`n` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`event_id` text NOT NULL,
	`body` text NOT NULL,
	`due_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX `notices_by_due` ON `notices` (`due_at`);--> statement-breakpoint
CREATE TABLE `payments` (
	`payment_id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`reference` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`status` text NOT NULL,
	`refunded_minor` integer DEFAULT 0 NOT NULL,
	`card` text,
	`seller` text NOT NULL,
	`title` text NOT NULL,
	`locale` text NOT NULL,
	`return_url` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`decide_at` integer,
	CONSTRAINT "payment_amount" CHECK("payments"."amount_minor" > 0),
	CONSTRAINT "payment_refunded" CHECK("payments"."refunded_minor" between 0 and "payments"."amount_minor")
);
--> statement-breakpoint
CREATE UNIQUE INDEX `payments_key_unique` ON `payments` (`key`);--> statement-breakpoint
CREATE INDEX `payments_by_decision` ON `payments` (`decide_at`);--> statement-breakpoint
CREATE TABLE `refunds` (
	`key` text PRIMARY KEY NOT NULL,
	`payment_id` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`status` text NOT NULL,
	`created_at` integer NOT NULL,
	`decide_at` integer
);
