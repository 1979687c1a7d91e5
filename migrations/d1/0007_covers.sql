ALTER TABLE `events` ADD `cover_alt` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `events` ADD `cover` text;--> statement-breakpoint
-- By hand: the index learns marks of organizer, currency and price (worker/catalog/search-words.ts), so every listed
-- event's row is made again.
DROP TABLE `event_words`;--> statement-breakpoint
CREATE VIRTUAL TABLE `event_words` USING fts5(`words`, content='', contentless_delete=1, detail=none, prefix='3 4 5 6 7', tokenize='unicode61');--> statement-breakpoint
INSERT INTO `event_words` (rowid, `words`)
SELECT l.key, e.search_text || ' zqo' || lower(hex(l.organizer_id)) || ' zqm' || lower(l.currency) || coalesce(
  ' zqp' || lower(l.currency) || substr('0' || length(l.price_from), -2) ||
  ' zqp' || lower(l.currency) || substr('0' || length(l.price_from), -2) || substr(l.price_from, 1, 1) ||
  ' zqp' || lower(l.currency) || substr('0' || length(l.price_from), -2) || substr(l.price_from, 1, 2), '')
FROM `listed_events` l JOIN `events` e ON e.id = l.event_id;
