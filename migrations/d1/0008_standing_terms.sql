CREATE TABLE `invitations` (
	`event_id` text NOT NULL,
	`distributor_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`told_at` integer,
	PRIMARY KEY(`event_id`, `distributor_id`),
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`distributor_id`) REFERENCES `parties`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `invitations_to_tell` ON `invitations` (`event_id`) WHERE "invitations"."told_at" is null;--> statement-breakpoint
CREATE TABLE `listed_distributors` (
	`key` integer PRIMARY KEY NOT NULL,
	`party_id` text NOT NULL,
	`name_key` text NOT NULL,
	`version` integer NOT NULL,
	FOREIGN KEY (`party_id`) REFERENCES `parties`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `listed_distributors_party_id_unique` ON `listed_distributors` (`party_id`);--> statement-breakpoint
CREATE TABLE `standing_terms` (
	`event_id` text PRIMARY KEY NOT NULL,
	`revision` integer NOT NULL,
	`audience` text NOT NULL,
	`terms` text NOT NULL,
	`valid_until` integer,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `__new_notices` (
	`id` text PRIMARY KEY NOT NULL,
	`party_id` text NOT NULL,
	`deal_id` text,
	`event_id` text NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	`read_at` integer,
	`mailed_at` integer,
	FOREIGN KEY (`party_id`) REFERENCES `parties`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`deal_id`) REFERENCES `deals`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
-- Mended by hand: drizzle would copy a column the old table does not have. A notice's event is its deal's.
INSERT INTO `__new_notices`("id", "party_id", "deal_id", "event_id", "kind", "at", "read_at", "mailed_at") SELECT n."id", n."party_id", n."deal_id", d."event_id", n."kind", n."at", n."read_at", n."mailed_at" FROM `notices` n JOIN `deals` d ON d."id" = n."deal_id";--> statement-breakpoint
DROP TABLE `notices`;--> statement-breakpoint
ALTER TABLE `__new_notices` RENAME TO `notices`;--> statement-breakpoint
CREATE INDEX `notices_by_party` ON `notices` (`party_id`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `notices_to_mail` ON `notices` (`at`) WHERE "notices"."mailed_at" is null;--> statement-breakpoint
ALTER TABLE `deals` ADD `standing_revision` integer;--> statement-breakpoint
-- Written here by hand: drizzle knows no virtual tables. Rows are named by `listed_distributors.key`.
CREATE VIRTUAL TABLE `distributor_words` USING fts5(`words`, content='', contentless_delete=1, detail=none, prefix='3', tokenize='unicode61');
