// Money as the parties see it. Statements only: what moved is in the event's ledger.

import * as z from 'zod';
import { Currency, Cursor, Id, SignedMoney } from './basics.ts';

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

export const EventLedger = z.strictObject({
  entries: z.array(LedgerEntry),
  /** Per account over all entries the reader may see; sums to zero per currency. */
  balance: z.array(Posting),
  next: Cursor.nullable(),
});
export type EventLedger = z.infer<typeof EventLedger>;
