ALTER TABLE `promo_codes` ADD `max_tickets` integer;--> statement-breakpoint
ALTER TABLE `promo_codes` ADD `refund_restores_use` integer DEFAULT true NOT NULL;