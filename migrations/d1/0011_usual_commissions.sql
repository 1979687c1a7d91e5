ALTER TABLE `listed_distributors` ADD `usual_commission_from` integer;--> statement-breakpoint
ALTER TABLE `listed_distributors` ADD `usual_commission_made_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `listed_distributors_by_figures` ON `listed_distributors` (`usual_commission_made_at`);