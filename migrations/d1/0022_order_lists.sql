CREATE TABLE `background_jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`request` text NOT NULL,
	`status` text NOT NULL,
	`done` integer NOT NULL,
	`total` integer NOT NULL,
	`attempts` integer NOT NULL,
	`created_at` integer NOT NULL,
	`touched_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `background_jobs_running` ON `background_jobs` (`touched_at`) WHERE "background_jobs"."status" = 'running';--> statement-breakpoint
CREATE INDEX `background_jobs_by_user` ON `background_jobs` (`user_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `background_jobs_by_age` ON `background_jobs` (`created_at`);--> statement-breakpoint
CREATE INDEX `orders_by_organizer` ON `orders` (`organizer_id`,`created_at`,`id`);