ALTER TABLE `account_letters` ADD `credentials_version` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `account_letters_undo` ON `account_letters` (lower("address")) WHERE "account_letters"."kind" = 'email-changed';--> statement-breakpoint
ALTER TABLE `users` ADD `ever_verified` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD `credentials_version` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- Until now anybody's press on the link verified an account. What a verified address opens to a buyer (the orders made
-- with it) is therefore closed until he confirms it once more as this account; that an account was ever verified is kept.
UPDATE `users` SET `ever_verified` = 1 WHERE `email_verified` = 1;--> statement-breakpoint
UPDATE `users` SET `email_verified` = 0 WHERE `role` = 'buyer';
