// The messages that the outbox sends by the queue: new state for the copies in D1 and at the gate, and work to be done.
// A message carries the whole new state of its subject, so it may arrive twice, late or out of order.
//
// Kinds and fields are the format of stored rows and of messages under way (also `jobId`, `tell-log`, `deedId`), so
// they keep their names.

import type { Locale } from '#core/contracts/basics.ts';
import type { statusLetters } from '#core/contracts/letters.ts';
import type { Reply } from '#core/contracts/questions.ts';
import type { OrderStatus, TypeNames } from '#core/contracts/sales.ts';
import type { Surface } from '#core/order-source.ts';
import type { Actor, GateTicket, LedgerRecord } from '../records.ts';

/** A row of the outbox as the queue carries it. The row stays until `done` names its `jobId`. */
export type OutboxMessage = {
  version: 1;
  eventId: string;
  jobId: string;
} & MessageBody;

export type MessageBody =
  /** The whole new state of an order for D1, which applies it only if `seq` is above the one it has. */
  | { kind: 'project-order'; seq: number; order: OrderProjection }
  | { kind: 'project-channel'; seq: number; widgetId: string; dealId: string | null; status: 'open' | 'closed' }
  /** Make the ticket files and mail them. `mailing` counts the sendings of the order from 1. */
  | { kind: 'deliver-order'; orderId: string; mailing: number }
  | { kind: 'tell-buyer'; orderId: string; what: (typeof statusLetters)[number] }
  /** Which tickets of an order exist and which are void, for the gate. */
  | { kind: 'tell-gate'; seq: number; tickets: GateTicket[] }
  /** What the ticket types are called in each language, for the gate; by the type's id. */
  | { kind: 'name-types-at-gate'; seq: number; names: Record<string, TypeNames> }
  /** A refund that may have died before the gate answered: ask the gate again and finish it. */
  | { kind: 'finish-refund'; orderId: string; refundId: string }
  /** An audit entry. Its id comes from the action, so a redelivery inserts nothing. */
  | ({ kind: 'tell-log' } & LoggedAction)
  /** A letter to a buyer that no sender has taken for days is given up; its organizer is told. */
  | { kind: 'letter-failed'; orderId: string; letter: BuyerLetter }
  /** Ask the provider about an open payment before its hold ends, and settle the payment. */
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

/** Which letter of an order: its tickets, or how it stands. */
export type BuyerLetter = 'tickets' | Extract<MessageBody, { kind: 'tell-buyer' }>['what'];

/** What a person did in this object, for the audit log. Ids and figures only, no personal data. */
export type LoggedAction = {
  deedId: string;
  atMs: number;
  what: 'refund-asked' | 'ticket-issued' | 'holder-renamed';
  by: Actor;
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
  surface: Surface;
  subId: string;
  /** Replies to the organizer's questions, and `holderName` (null: the buyer), are absent in messages of older objects. */
  replies?: Reply[] | undefined;
  tickets: {
    ticketId: string;
    number: string;
    ticketTypeId: string;
    status: 'valid' | 'void';
    faceMinor: number;
    holderName?: string | null | undefined;
    replies?: Reply[] | undefined;
  }[];
  /** All ledger entries of the order so far. Entries never change, so D1 may insert them again. */
  entries: LedgerRecord[];
};
