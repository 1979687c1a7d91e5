CREATE TABLE `account_changes` (
	`user_id` text PRIMARY KEY NOT NULL,
	`asked` integer NOT NULL
);
