ALTER TABLE `events` ADD `questions` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `replies` text;--> statement-breakpoint
ALTER TABLE `tickets` ADD `holder_name` text;--> statement-breakpoint
ALTER TABLE `tickets` ADD `replies` text;