CREATE TABLE `answers` (
	`scope` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`answer` text NOT NULL,
	`keep_until` integer,
	PRIMARY KEY(`scope`, `key`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `channel_terms` (
	`widget_id` text NOT NULL,
	`version` integer NOT NULL,
	`terms` text NOT NULL,
	PRIMARY KEY(`widget_id`, `version`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `channels` (
	`widget_id` text PRIMARY KEY NOT NULL,
	`deal_id` text,
	`revision` integer NOT NULL,
	`status` text NOT NULL,
	`snapshot` text,
	`counts` text NOT NULL,
	`sold_ever` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `contacts` (
	`contact` text NOT NULL,
	`ticket_type_id` text NOT NULL,
	`taken` integer NOT NULL,
	PRIMARY KEY(`contact`, `ticket_type_id`),
	CONSTRAINT "taken_is_whole" CHECK("contacts"."taken" >= 0)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `entries` (
	`n` integer PRIMARY KEY NOT NULL,
	`entry_id` text NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`order_id` text NOT NULL,
	`deal_id` text,
	`distributor_id` text,
	`postings` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `entries_entry_id_unique` ON `entries` (`entry_id`);--> statement-breakpoint
CREATE INDEX `entries_by_order` ON `entries` (`order_id`);--> statement-breakpoint
CREATE TABLE `event` (
	`id` integer PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`revision` integer NOT NULL,
	`snapshot` text NOT NULL,
	`order_secret` text NOT NULL,
	`seq` integer NOT NULL,
	`tickets_issued` integer NOT NULL,
	`sweep` text,
	`trimmed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `holds` (
	`hold_id` text PRIMARY KEY NOT NULL,
	`widget_id` text NOT NULL,
	`terms_version` integer NOT NULL,
	`status` text NOT NULL,
	`lines` text NOT NULL,
	`currency` text NOT NULL,
	`total_minor` integer NOT NULL,
	`promo_code` text,
	`placed_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`asked` integer NOT NULL,
	`order_id` text
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `holds_by_end` ON `holds` (`ends_at`) WHERE status in ('placed', 'ordered');--> statement-breakpoint
CREATE TABLE `orders` (
	`order_id` text PRIMARY KEY NOT NULL,
	`hold_id` text,
	`widget_id` text,
	`deal_id` text,
	`distributor_id` text,
	`terms_version` integer,
	`status` text NOT NULL,
	`paid_late` integer NOT NULL,
	`lines` text NOT NULL,
	`currency` text NOT NULL,
	`total_minor` integer NOT NULL,
	`refunded_minor` integer NOT NULL,
	`buyer_name` text NOT NULL,
	`buyer_email` text NOT NULL,
	`locale` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`paid_at` integer,
	`attempt` integer NOT NULL,
	`provider` text,
	`payment_id` text,
	`mailing` integer NOT NULL,
	`mailed_at` integer
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `outbox` (
	`job_id` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`body` text NOT NULL,
	`sends` integer NOT NULL,
	`due_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `outbox_by_due` ON `outbox` (`sends`,`due_at`);--> statement-breakpoint
CREATE TABLE `payments` (
	`provider` text NOT NULL,
	`payment_id` text NOT NULL,
	`order_id` text NOT NULL,
	`attempt` integer NOT NULL,
	`url` text,
	`status` text NOT NULL,
	PRIMARY KEY(`provider`, `payment_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `payments_by_order` ON `payments` (`order_id`);--> statement-breakpoint
CREATE TABLE `promos` (
	`code` text PRIMARY KEY NOT NULL,
	`terms` text NOT NULL,
	`used` integer NOT NULL,
	`retired` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `refunds` (
	`refund_id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`ticket_ids` text NOT NULL,
	`provider` text,
	`payment_id` text,
	`reason` text NOT NULL,
	`requested_at` integer NOT NULL,
	`confirmed_at` integer
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `refunds_by_order` ON `refunds` (`order_id`);--> statement-breakpoint
CREATE TABLE `ticket_keys` (
	`key_id` integer PRIMARY KEY NOT NULL,
	`public_key` text NOT NULL,
	`private_jwk` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `ticket_types` (
	`ticket_type_id` text PRIMARY KEY NOT NULL,
	`position` integer NOT NULL,
	`snapshot` text NOT NULL,
	`retired` integer NOT NULL,
	`capacity` integer NOT NULL,
	`held` integer NOT NULL,
	`sold` integer NOT NULL,
	CONSTRAINT "stock_is_whole" CHECK("ticket_types"."held" >= 0 and "ticket_types"."sold" >= 0 and "ticket_types"."held" + "ticket_types"."sold" <= "ticket_types"."capacity")
);
--> statement-breakpoint
CREATE TABLE `tickets` (
	`ticket_id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`order_id` text NOT NULL,
	`ticket_type_id` text NOT NULL,
	`ticket_type_name` text NOT NULL,
	`status` text NOT NULL,
	`revision` integer NOT NULL,
	`face_minor` integer NOT NULL,
	`fee_minor` integer NOT NULL,
	`commission_bps` integer NOT NULL,
	`commission_minor` integer NOT NULL,
	`refund_id` text
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `tickets_number_unique` ON `tickets` (`number`);--> statement-breakpoint
CREATE INDEX `tickets_by_order` ON `tickets` (`order_id`);