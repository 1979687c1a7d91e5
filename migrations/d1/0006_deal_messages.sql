CREATE TABLE `deal_messages` (
	`id` text PRIMARY KEY NOT NULL,
	`deal_id` text NOT NULL,
	`author` text NOT NULL,
	`body` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`deal_id`) REFERENCES `deals`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `deal_messages_by_deal` ON `deal_messages` (`deal_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `distributor_profiles` (
	`party_id` text PRIMARY KEY NOT NULL,
	`about` text NOT NULL,
	`audience` text NOT NULL,
	`sites` text NOT NULL,
	FOREIGN KEY (`party_id`) REFERENCES `parties`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `notices` (
	`id` text PRIMARY KEY NOT NULL,
	`party_id` text NOT NULL,
	`deal_id` text NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	`read_at` integer,
	`mailed_at` integer,
	FOREIGN KEY (`party_id`) REFERENCES `parties`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`deal_id`) REFERENCES `deals`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `notices_by_party` ON `notices` (`party_id`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `notices_to_mail` ON `notices` (`at`) WHERE "notices"."mailed_at" is null;