-- Written by hand: drizzle-kit cuts an expression at its commas, and knows no triggers.
CREATE INDEX `orders_by_number` ON `orders` (substr("order_id", -7));--> statement-breakpoint
-- A trigger and no unique index: of many orders made before it two may have one number, and an index that cannot be
-- made would keep the object from starting. The refused order is made again under another id (`engine/group-commit.ts`).
CREATE TRIGGER `order_number_is_unique` BEFORE INSERT ON `orders`
WHEN EXISTS (SELECT 1 FROM `orders` WHERE substr("order_id", -7) = substr(new."order_id", -7))
BEGIN
  SELECT RAISE(ABORT, 'another order of the event has this number');
END;
