CREATE TABLE `listed_events` (
	`key` integer PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`organizer_id` text NOT NULL,
	`city_key` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`currency` text NOT NULL,
	`price_from` integer,
	FOREIGN KEY (`event_id`) REFERENCES `events`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `listed_events_event_id_unique` ON `listed_events` (`event_id`);--> statement-breakpoint
CREATE INDEX `listed_events_by_city` ON `listed_events` (`city_key`,`key`);--> statement-breakpoint
CREATE INDEX `listed_events_by_organizer` ON `listed_events` (`organizer_id`,`key`);--> statement-breakpoint
CREATE INDEX `listed_events_by_end` ON `listed_events` (`ends_at`);--> statement-breakpoint
ALTER TABLE `events` ADD `tags` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `events` ADD `search_version` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `events_by_search_version` ON `events` (`search_version`,`status`);--> statement-breakpoint
-- Written here by hand: drizzle knows no virtual tables. It keeps no text of its own (`content=''`), only what is asked
-- for: which rows have a word. Rows are named by `listed_events.key`.
CREATE VIRTUAL TABLE `event_words` USING fts5(`words`, content='', contentless_delete=1, detail=none, prefix='3', tokenize='unicode61');
