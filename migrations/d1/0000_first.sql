CREATE TABLE `events` (
	`id` text PRIMARY KEY NOT NULL,
	`organizer_id` text NOT NULL,
	`status` text NOT NULL,
	`revision` integer NOT NULL,
	`push_revision` integer NOT NULL,
	`title` text NOT NULL,
	`description` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`time_zone` text NOT NULL,
	`venue_name` text NOT NULL,
	`venue_address` text NOT NULL,
	`city` text NOT NULL,
	`city_key` text NOT NULL,
	`currency` text NOT NULL,
	`language` text NOT NULL,
	`translations` text NOT NULL,
	`hold_minutes` integer NOT NULL,
	`age_rating` text,
	`search_text` text NOT NULL,
	`widget_id` text,
	`created_at` integer NOT NULL,
	`published_at` integer,
	`cancelled_at` integer,
	FOREIGN KEY (`organizer_id`) REFERENCES `parties`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "events_dates" CHECK("events"."ends_at" > "events"."starts_at")
);
--> statement-breakpoint
CREATE INDEX `events_to_come` ON `events` (`status`,`starts_at`,`id`);--> statement-breakpoint
CREATE INDEX `events_by_city` ON `events` (`status`,`city_key`,`starts_at`,`id`);--> statement-breakpoint
CREATE INDEX `events_by_organizer` ON `events` (`organizer_id`,`starts_at`,`id`);--> statement-breakpoint
CREATE TABLE `ticket_types` (
	`id` text PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`name` text NOT NULL,
	`translations` text NOT NULL,
	`price_minor` integer NOT NULL,
	`capacity` integer NOT NULL,
	`sales_from` integer,
	`sales_to` integer,
	`min_per_order` integer NOT NULL,
	`max_per_order` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "ticket_types_price" CHECK("ticket_types"."price_minor" >= 0 and "ticket_types"."capacity" >= 0)
);
--> statement-breakpoint
CREATE INDEX `ticket_types_by_event` ON `ticket_types` (`event_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `deal_versions` (
	`deal_id` text NOT NULL,
	`version` integer NOT NULL,
	`author` text NOT NULL,
	`terms` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`deal_id`, `version`),
	FOREIGN KEY (`deal_id`) REFERENCES `deals`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `deals` (
	`id` text PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`organizer_id` text NOT NULL,
	`distributor_id` text NOT NULL,
	`status` text NOT NULL,
	`version` integer NOT NULL,
	`author` text NOT NULL,
	`valid_until` integer,
	`widget_id` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`decided_at` integer,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`organizer_id`) REFERENCES `parties`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`distributor_id`) REFERENCES `parties`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `deals_one_standing` ON `deals` (`event_id`,`distributor_id`) WHERE "deals"."status" in ('PENDING', 'ACCEPTED');--> statement-breakpoint
CREATE INDEX `deals_by_organizer` ON `deals` (`organizer_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `deals_by_distributor` ON `deals` (`distributor_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `deals_by_widget` ON `deals` (`widget_id`);--> statement-breakpoint
CREATE INDEX `deals_to_expire` ON `deals` (`valid_until`) WHERE "deals"."status" = 'PENDING';--> statement-breakpoint
CREATE TABLE `members` (
	`party_id` text NOT NULL,
	`user_id` text NOT NULL,
	PRIMARY KEY(`party_id`, `user_id`),
	FOREIGN KEY (`party_id`) REFERENCES `parties`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `members_by_user` ON `members` (`user_id`);--> statement-breakpoint
CREATE TABLE `meters` (
	`key` text PRIMARY KEY NOT NULL,
	`next_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `meters_by_time` ON `meters` (`next_at`);--> statement-breakpoint
CREATE TABLE `parties` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`payout_details` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `parties_by_name` ON `parties` (`kind`,`name_key`,`id`);--> statement-breakpoint
CREATE TABLE `refresh_tokens` (
	`hash` text PRIMARY KEY NOT NULL,
	`session_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`spent_at` integer,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `refresh_tokens_by_session` ON `refresh_tokens` (`session_id`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`ended_at` integer,
	`ended_by` text,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `sessions_by_user` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE INDEX `sessions_by_expiry` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`login` text NOT NULL,
	`login_key` text NOT NULL,
	`email` text NOT NULL,
	`email_key` text NOT NULL,
	`email_verified` integer DEFAULT false NOT NULL,
	`password_hash` text NOT NULL,
	`role` text NOT NULL,
	`display_name` text NOT NULL,
	`locale` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_login_key_unique` ON `users` (`login_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `users_email_key_unique` ON `users` (`email_key`);--> statement-breakpoint
CREATE TABLE `publications` (
	`subject_id` text PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`kind` text NOT NULL,
	`pending_since` integer,
	`asked` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX `publications_pending` ON `publications` (`pending_since`) WHERE "publications"."pending_since" is not null;--> statement-breakpoint
CREATE TABLE `channels` (
	`widget_id` text PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`deal_id` text,
	`status` text NOT NULL,
	`seq` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `ledger_entries` (
	`id` text PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`order_id` text NOT NULL,
	`deal_id` text,
	`distributor_id` text,
	`kind` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `ledger_entries_by_event` ON `ledger_entries` (`event_id`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `ledger_entries_by_distributor` ON `ledger_entries` (`event_id`,`distributor_id`,`at`,`id`);--> statement-breakpoint
CREATE TABLE `ledger_postings` (
	`entry_id` text NOT NULL,
	`position` integer NOT NULL,
	`account` text NOT NULL,
	`party_id` text,
	`kind` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	PRIMARY KEY(`entry_id`, `position`)
);
--> statement-breakpoint
CREATE INDEX `ledger_postings_by_party` ON `ledger_postings` (`party_id`,`currency`,`kind`);--> statement-breakpoint
CREATE TABLE `orders` (
	`id` text PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`seq` integer NOT NULL,
	`widget_id` text,
	`deal_id` text,
	`organizer_id` text NOT NULL,
	`distributor_id` text,
	`terms_version` integer,
	`status` text NOT NULL,
	`paid_late` integer NOT NULL,
	`currency` text NOT NULL,
	`face_minor` integer NOT NULL,
	`service_fee_minor` integer NOT NULL,
	`total_minor` integer NOT NULL,
	`refunded_minor` integer NOT NULL,
	`commission_minor` integer NOT NULL,
	`buyer_name` text NOT NULL,
	`buyer_email` text NOT NULL,
	`locale` text NOT NULL,
	`created_at` integer NOT NULL,
	`paid_at` integer
);
--> statement-breakpoint
CREATE INDEX `orders_by_event` ON `orders` (`event_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `orders_by_distributor` ON `orders` (`distributor_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `tickets` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`event_id` text NOT NULL,
	`seq` integer NOT NULL,
	`number` text NOT NULL,
	`ticket_type_id` text NOT NULL,
	`status` text NOT NULL,
	`face_minor` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `tickets_by_order` ON `tickets` (`order_id`,`id`);--> statement-breakpoint
CREATE INDEX `tickets_by_type` ON `tickets` (`ticket_type_id`,`status`);