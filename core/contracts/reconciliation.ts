// Whether the records of an event agree: the object with itself, with the provider, and with D1's projection.

import * as z from 'zod';
import { CursorQuery, Id, Money, page } from './basics.ts';
import { TitleTranslations } from './events.ts';

/** `unknown`: a system that had to be asked did not respond, so the event must not be called right. */
export const Verdict = z.enum(['agrees', 'differs', 'unknown']);
export type Verdict = z.infer<typeof Verdict>;

export const CheckName = z.enum(['stock', 'ledger', 'tickets', 'payments', 'channels', 'projection']);
export type CheckName = z.infer<typeof CheckName>;

const DifferenceKind = z.enum([
  'held-miscounted',
  'sold-miscounted',
  'oversold',
  'ledger-not-zero',
  'paid-without-tickets',
  'paid-at-provider-only',
  'paid-in-our-books-only',
  'other-amount',
  'refunded-otherwise',
  'open-in-sale-only',
  'closed-in-sale',
  'missing-in-copy',
  'differs-in-copy',
  'only-in-copy',
]);

export const Difference = z.strictObject({
  kind: DifferenceKind,
  /** What it is about: an id of a ticket type, an order, a payment or a widget, or a currency. */
  subject: z.string(),
  expected: z.string(),
  found: z.string(),
});
export type Difference = z.infer<typeof Difference>;

export const Check = z.strictObject({
  name: CheckName,
  verdict: Verdict,
  compared: z.int(),
  /** The first of them; `differing` counts all. */
  differences: z.array(Difference),
  differing: z.int(),
});
export type Check = z.infer<typeof Check>;

export const ReconciliationReport = z.strictObject({
  eventId: Id,
  at: z.string(),
  verdict: Verdict,
  checks: z.array(Check),
  /** Messages on their way to D1, mail, gate and provider. Until they arrive this is no difference. */
  jobsWaiting: z.int(),
  failedRefunds: z.int(),
});
export type ReconciliationReport = z.infer<typeof ReconciliationReport>;

export const LatestReconciliation = z.strictObject({ report: ReconciliationReport.nullable() });

/** How far D1's copy is behind the event's object. `behindSeconds` null: the object could not be asked. */
export const CopyLag = z.strictObject({ asOf: z.string(), waiting: z.int(), behindSeconds: z.int().nullable() });
export type CopyLag = z.infer<typeof CopyLag>;

export const Rebuilt = z.strictObject({ orders: z.int(), channels: z.int(), removed: z.int() });
export type Rebuilt = z.infer<typeof Rebuilt>;

/** A refund the provider did not make. `late` and `duplicate`: a payment that never was a sale. */
export const FailedRefund = z.strictObject({
  refundId: z.string(),
  orderId: Id,
  eventId: Id,
  eventTitle: z.string(),
  eventTranslations: TitleTranslations,
  kind: z.enum(['tickets', 'late', 'duplicate']),
  amount: Money,
  requestedAt: z.string(),
});
export type FailedRefund = z.infer<typeof FailedRefund>;
export const FailedRefundList = page(FailedRefund);
export const FailedRefundQuery = CursorQuery.extend({ eventId: Id.optional() });

/** An event with differences, or one that could not be compared, when reconciliation last ran. */
export const EventWithDifferences = z.strictObject({
  eventId: Id,
  title: z.string(),
  translations: TitleTranslations,
  organizerName: z.string(),
  at: z.string(),
  verdict: Verdict,
  red: z.array(z.strictObject({ name: CheckName, verdict: Verdict, differing: z.int() })),
  jobsWaiting: z.int(),
  failedRefunds: z.int(),
  lag: z.strictObject({ waiting: z.int(), behindSeconds: z.int().nullable() }),
});
export type EventWithDifferences = z.infer<typeof EventWithDifferences>;
/** Those that differ first, then failed refunds, then what could not be compared; of a kind the newest report first. */
export const EventsWithDifferences = page(EventWithDifferences);
export type EventsWithDifferences = z.infer<typeof EventsWithDifferences>;
