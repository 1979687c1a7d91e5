// Single things of an event as they leave the object, in RPC results and in messages. Types alone and without platform
// types, so that trials in Node can import them. Times are epoch milliseconds, amounts integer minor units.

import type { Role } from '#core/contracts/people.ts';

/** Who does something, as the audit log records it. */
export type Actor = { userId: string; role: Role };

/** A proof of work that the Worker has verified. */
export type SolvedProof = { proofId: string; level: number; expiresAtMs: number };

/**
 * What the payment provider is to be asked for. `attempt` makes the provider's idempotency key; `paymentId` and `url`
 * are null until the payment is recorded.
 */
export type PaymentToMake = {
  attempt: number;
  amountMinor: number;
  currency: string;
  expiresAtMs: number;
  provider: string | null;
  paymentId: string | null;
  url: string | null;
};

/** A refund that the provider rejected and nobody has retried. */
export type FailedRefund = {
  refundId: string;
  orderId: string;
  kind: 'tickets' | 'late' | 'duplicate';
  amountMinor: number;
  currency: string;
  requestedAtMs: number;
};

/** A ticket with its signed code, as files, letters and the door need it. */
export type TicketRecord = {
  ticketId: string;
  number: string;
  orderId: string;
  ticketTypeId: string;
  ticketTypeName: string;
  /** What this ticket cost, and the service fee on top of it. */
  faceMinor: number;
  feeMinor: number;
  holder: { name: string; email: string };
  /** `activated` is not among them: only the gate knows who was admitted. */
  status: 'valid' | 'void';
  revision: number;
  /** Signed with the event's key (`core/ticket-code.ts`). */
  code: string;
};

/** A ticket as the gate knows it. */
export type GateTicket = {
  ticketId: string;
  number: string;
  ticketTypeId: string;
  ticketTypeName: string;
  status: 'valid' | 'void';
  revision: number;
};

/** A ledger entry. The postings sum to zero per currency; `partyId` is set for `organizer` and `distributor`. */
export type LedgerRecord = {
  entryId: string;
  atMs: number;
  kind: 'sale' | 'refund';
  orderId: string;
  dealId: string | null;
  postings: { account: string; partyId: string | null; amountMinor: number; currency: string }[];
};
