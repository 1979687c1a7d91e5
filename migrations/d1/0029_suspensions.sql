ALTER TABLE `users` ADD `disabled_reason` text;--> statement-breakpoint
ALTER TABLE `users` ADD `disabled_note` text DEFAULT '' NOT NULL;