// What the object's outbox sends by the queue: facts for the copies in D1 and at the gate, and work to be done. A message
// carries the whole new state, so it may come twice, late or out of order.

import type { Locale } from '#core/contracts/basics.ts';
import type { OrderStatus } from '#core/contracts/sales.ts';
import type { AuditActor } from './calls.ts';

/** One row of the outbox as the queue carries it. The row stays until `done` names its `jobId`. */
export type Job = {
  version: 1;
  eventId: string;
  jobId: string;
} & JobBody;

export type JobBody =
  /** The whole new state of an order for D1; apply only if `seq` is above the one stored for it. */
  | { kind: 'project-order'; seq: number; order: OrderProjection }
  | { kind: 'project-channel'; seq: number; widgetId: string; dealId: string | null; status: 'open' | 'closed' }
  /** Make the ticket files and mail them; `mailing` counts the sendings asked for (1 is the first). */
  | { kind: 'deliver-order'; orderId: string; mailing: number }
  | {
      kind: 'tell-buyer';
      orderId: string;
      what:
        | 'confirm-order'
        | 'refund-on-its-way'
        | 'refunded'
        | 'event-cancelled'
        | 'event-postponed'
        | 'event-relocated';
    }
  /** Tell the gate which tickets exist and which are void. */
  | { kind: 'tell-gate'; seq: number; tickets: GateTicket[] }
  /** The gate has not answered yet whether the tickets are in: ask it, and go on. */
  | { kind: 'finish-refund'; orderId: string; refundId: string }
  /** A row of the audit log; its id is the deed's own, so told twice it stands there once. */
  | ({ kind: 'tell-log' } & LoggedDeed)
  /** Ask the provider how a payment stands before its hold ends, and settle accordingly. */
  | { kind: 'ask-provider'; orderId: string; provider: string; paymentId: string }
  | { kind: 'cancel-payment'; orderId: string; provider: string; paymentId: string }
  | {
      kind: 'refund-payment';
      orderId: string;
      refundId: string;
      provider: string;
      paymentId: string;
      amountMinor: number;
      currency: string;
    };

export type GateTicket = {
  ticketId: string;
  number: string;
  ticketTypeId: string;
  ticketTypeName: string;
  status: 'valid' | 'void';
  revision: number;
};

/** What was done in the object by a person's hand. Ids and figures only. */
export type LoggedDeed = {
  deedId: string;
  atMs: number;
  what: 'refund-asked' | 'ticket-issued';
  by: AuditActor;
  subjectId: string;
  organizerId: string;
  amountMinor: number | null;
  currency: string;
};

export type OrderProjection = {
  orderId: string;
  widgetId: string | null;
  dealId: string | null;
  organizerId: string;
  distributorId: string | null;
  termsVersion: number | null;
  status: OrderStatus;
  paidLate: boolean;
  currency: string;
  faceMinor: number;
  serviceFeeMinor: number;
  totalMinor: number;
  refundedMinor: number;
  commissionMinor: number;
  buyerName: string;
  buyerEmail: string;
  locale: Locale;
  createdAtMs: number;
  paidAtMs: number | null;
  tickets: { ticketId: string; number: string; ticketTypeId: string; status: 'valid' | 'void'; faceMinor: number }[];
  /** All entries of this order so far: append-only, so writing them again changes nothing. */
  entries: LedgerRecord[];
};

export type LedgerRecord = {
  entryId: string;
  atMs: number;
  kind: 'sale' | 'refund';
  orderId: string;
  dealId: string | null;
  /** `partyId` is set for `organizer` and `distributor`. Sums to zero per currency. */
  postings: { account: string; partyId: string | null; amountMinor: number; currency: string }[];
};
