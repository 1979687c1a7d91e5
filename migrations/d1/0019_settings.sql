CREATE TABLE `settings` (
	`id` integer PRIMARY KEY NOT NULL,
	`revision` integer NOT NULL,
	`brand_name` text NOT NULL,
	`logo` text,
	`support` text NOT NULL,
	`operator` text NOT NULL,
	`changed_at` integer NOT NULL,
	`terms_ru` text DEFAULT '' NOT NULL,
	`terms_en` text DEFAULT '' NOT NULL,
	`privacy_ru` text DEFAULT '' NOT NULL,
	`privacy_en` text DEFAULT '' NOT NULL,
	`refunds_ru` text DEFAULT '' NOT NULL,
	`refunds_en` text DEFAULT '' NOT NULL,
	`about_ru` text DEFAULT '' NOT NULL,
	`about_en` text DEFAULT '' NOT NULL
);
