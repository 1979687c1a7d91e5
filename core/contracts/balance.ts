// Money as the parties see it. These are statements; what moved is in the event's ledger.

import * as z from 'zod';
import { Currency, Cursor, CursorQuery, Id, page, SignedMoney } from './basics.ts';
import { TitleTranslations } from './events.ts';

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

/** Newest first, over all events. */
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
