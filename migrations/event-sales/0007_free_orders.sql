CREATE TABLE `free_orders` (
	`subject` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
