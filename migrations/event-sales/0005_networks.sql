CREATE TABLE `spent_proofs` (
	`proof_id` text PRIMARY KEY NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `wrong_codes` (
	`network` text PRIMARY KEY NOT NULL,
	`wrong` integer NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `holds` ADD `network` text;--> statement-breakpoint
ALTER TABLE `holds` ADD `idempotency_key` text;--> statement-breakpoint
CREATE INDEX `holds_lapsed` ON `holds` (`ends_at`) WHERE status = 'expired';