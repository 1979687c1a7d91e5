CREATE TABLE `audit_log` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`what` text NOT NULL,
	`user_id` text,
	`role` text,
	`subject_id` text,
	`event_id` text,
	`party_id` text,
	`other_party_id` text,
	`account_id` text,
	`before` text,
	`after` text
);
--> statement-breakpoint
CREATE INDEX `audit_by_time` ON `audit_log` (`at`,`id`);--> statement-breakpoint
CREATE INDEX `audit_by_party` ON `audit_log` (`party_id`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `audit_by_other_party` ON `audit_log` (`other_party_id`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `audit_by_account` ON `audit_log` (`account_id`,`at`,`id`);--> statement-breakpoint
CREATE TABLE `door_links` (
	`id` text PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`gate` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE INDEX `door_links_by_event` ON `door_links` (`event_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `account_letters` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`kind` text NOT NULL,
	`address` text NOT NULL,
	`token_hash` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`spent_at` integer,
	`mailed_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `account_letters_token_hash_unique` ON `account_letters` (`token_hash`);--> statement-breakpoint
CREATE INDEX `account_letters_due` ON `account_letters` (`mailed_at`,`created_at`);--> statement-breakpoint
CREATE INDEX `account_letters_by_user` ON `account_letters` (`user_id`,`kind`);--> statement-breakpoint
CREATE INDEX `account_letters_by_expiry` ON `account_letters` (`expires_at`);--> statement-breakpoint
CREATE TABLE `recovery_codes` (
	`user_id` text NOT NULL,
	`hash` text NOT NULL,
	`used_at` integer,
	PRIMARY KEY(`user_id`, `hash`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `second_factors` (
	`user_id` text PRIMARY KEY NOT NULL,
	`sealed_secret` text NOT NULL,
	`created_at` integer NOT NULL,
	`confirmed_at` integer,
	`last_step` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `sessions` ADD `device` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `last_seen_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `confirmed_at` integer;--> statement-breakpoint
ALTER TABLE `users` ADD `disabled_at` integer;--> statement-breakpoint
CREATE TRIGGER `audit_log_is_not_changed` BEFORE UPDATE ON `audit_log` BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;--> statement-breakpoint
CREATE TRIGGER `audit_log_is_not_deleted` BEFORE DELETE ON `audit_log` BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
