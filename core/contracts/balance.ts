// Money as the parties see it. These are statements; what moved is in the event's ledger.

import * as z from 'zod';
import { Currency, Cursor, CursorQuery, Id, page, SignedMoney } from './basics.ts';
import { TitleTranslations } from './events.ts';
import { PartyCard } from './people.ts';

export const Balance = z.strictObject({
  items: z.array(
    z.strictObject({
      currency: Currency,
      earned: SignedMoney,
      refunded: SignedMoney,
      paidOut: SignedMoney,
      available: SignedMoney,
    }),
  ),
});
export type Balance = z.infer<typeof Balance>;

export const Posting = z.strictObject({
  /** `provider:<name>`, `organizer`, `distributor`, `platform` or `fees`. */
  account: z.string(),
  amount: SignedMoney,
});
export type Posting = z.infer<typeof Posting>;

export const LedgerEntry = z.strictObject({
  id: z.string(),
  at: z.string(),
  kind: z.enum(['sale', 'refund']),
  orderId: Id,
  dealId: Id.nullable(),
  postings: z.array(Posting),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

/** One entry as the asking party sees it on its own account. */
export const BalanceEntry = z.strictObject({
  /** The ledger entry's own id. */
  id: z.string(),
  at: z.string(),
  kind: z.enum(['sale', 'refund']),
  orderId: Id,
  dealId: Id.nullable(),
  event: z.strictObject({ id: Id, title: z.string(), translations: TitleTranslations, timeZone: z.string() }),
  /** The sum of the party's own postings: its share and its fees. */
  amount: SignedMoney,
});
export type BalanceEntry = z.infer<typeof BalanceEntry>;

const Month = z.string().regex(/^[2-9]\d{3}-(0[1-9]|1[0-2])$/);

/** Without a month: the present one, of the party's own time zone. */
export const BalanceMonthQuery = z.strictObject({ month: Month.optional() });

/** What one month brought, by event and partner. What was returned in it is taken off, whenever it was sold. */
export const BalanceMonth = z.strictObject({
  month: Month,
  timeZone: z.string(),
  /** The month of the party's first sale; null while there was none. */
  first: Month.nullable(),
  items: z.array(
    z.strictObject({
      currency: Currency,
      sold: z.int(),
      earned: z.int(),
      /** How many rows are in the sums and not named, because others earned more. */
      more: z.int(),
      /** What earned most first. */
      rows: z.array(
        z.strictObject({
          event: z.strictObject({ id: Id, title: z.string(), translations: TitleTranslations }),
          /** The other side of the deal; null for what an organizer sold through their own widget. */
          partner: PartyCard.nullable(),
          /** Face value in minor units. */
          sold: z.int(),
          /** The party's own share, in minor units. */
          earned: z.int(),
        }),
      ),
    }),
  ),
});
export type BalanceMonth = z.infer<typeof BalanceMonth>;

export const BalanceEntriesQuery = CursorQuery.extend({ month: Month.optional(), eventId: Id.optional() });

/** Newest first, over all events or those of one, of all times or of one month. */
export const BalanceEntries = page(BalanceEntry);
export type BalanceEntries = z.infer<typeof BalanceEntries>;

/** `dealId`: only the entries of what was sold under that deal, and their sums. */
export const EventLedgerQuery = CursorQuery.extend({ dealId: Id.optional() });

export const EventLedger = z.strictObject({
  /** Newest first. */
  entries: z.array(LedgerEntry),
  /** Per account over all entries the reader may see; sums to zero per currency. */
  balance: z.array(Posting),
  next: Cursor.nullable(),
});
export type EventLedger = z.infer<typeof EventLedger>;
