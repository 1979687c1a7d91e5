ALTER TABLE `events` ADD `programme` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `events` ADD `legal_details` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `events` ADD `postponements` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `events` ADD `offers` text DEFAULT 'anyone' NOT NULL;--> statement-breakpoint
ALTER TABLE `ticket_types` ADD `hidden` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `ticket_types` ADD `position` integer DEFAULT 0 NOT NULL;