-- Written by hand: drizzle-kit cuts an expression at its commas.
CREATE INDEX `orders_by_number` ON `orders` (`event_id`, substr("id", -7));--> statement-breakpoint
CREATE INDEX `tickets_by_number` ON `tickets` (`event_id`, replace("number", '-', ''));
