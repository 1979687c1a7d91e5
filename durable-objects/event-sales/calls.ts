// What the Worker may ask of an event's sales object, and the shapes that travel. Every call is idempotent:
// its reply may be lost, so it may come again. Times are epoch milliseconds, amounts integer minor units.
//
// The clock is the object's own; a caller never says what time it is.

import type { LedgerEntry } from '#core/contracts/balance.ts';
import type { Locale } from '#core/contracts/basics.ts';
import type { Role } from '#core/contracts/people.ts';
import type { OrderStatus, OrderTicket, OrderView, Refund, TicketStatus, WidgetView } from '#core/contracts/sales.ts';
import type { Result } from '#core/result.ts';
import type { GateTicket, JobBody, OrderProjection } from './jobs.ts';
import type { ChannelSnapshot, EventSnapshot } from './snapshots.ts';

// --- the sale -------------------------------------------------------------------------------------------------

export type PlaceHold = {
  widgetId: string;
  /** Scope of the key is the widget and the operation. */
  key: string;
  /** The canonical request (docs/hot-path.md): the same key with another one is refused. */
  fingerprint: string;
  lines: { ticketTypeId: string; quantity: number }[];
  promoCode?: string | undefined;
  /** Keyed hashes of the networks the request came from, narrowest first. */
  networks: string[];
  /** The work the caller has done, as the Worker has verified it. */
  proof: SolvedProof | null;
};

export type SolvedProof = { proofId: string; level: number; expiresAtMs: number };

export type HoldRefusal =
  | 'not-found'
  | 'sold-out'
  | 'not-on-sale'
  | 'limit-exceeded'
  | 'total-too-large'
  | 'channel-closed'
  | 'event-cancelled'
  | 'promo-code-unknown'
  | 'promo-code-used-up'
  | 'promo-code-expired'
  | 'promo-code-not-applicable'
  | 'idempotency-key-reused'
  | 'hold-expired'
  | 'proof-required'
  | 'too-many-requests'
  | 'busy';

export type OpenOrder = {
  holdId: string;
  key: string;
  fingerprint: string;
  buyer: { name: string; email: string };
  locale: Locale;
};
export type OrderRefusal =
  | 'not-found'
  | 'hold-expired'
  | 'limit-exceeded'
  | 'total-too-large'
  | 'idempotency-key-reused'
  | 'busy';

/** An order as the Worker needs it to go on: pay, show, mail. */
export type OpenedOrder = {
  orderId: string;
  orderToken: string;
  status: OrderStatus;
  totalMinor: number;
  currency: string;
  ticketIds: string[];
  /** Null when nothing is to be paid or the order is decided. */
  payment: PaymentToMake | null;
  /** Until when a free order waits for the press in its letter; null when it has its tickets, or is to be paid. */
  confirmUntilMs: number | null;
};

/** `confirmToken` is what the letter carries; the order's own token confirms nothing. */
export type ConfirmOrder = { orderId: string; confirmToken: string };

/** What a provider must be asked for; `attempt` makes its idempotency key. `paymentId` and `url` once recorded. */
export type PaymentToMake = {
  attempt: number;
  amountMinor: number;
  currency: string;
  expiresAtMs: number;
  provider: string | null;
  paymentId: string | null;
  url: string | null;
};

export type RecordPayment = { orderId: string; attempt: number; provider: string; paymentId: string; url: string };

/** What a verified webhook, or our own authenticated question, said about a payment. */
export type SettlePayment = {
  orderId: string;
  provider: string;
  paymentId: string;
  outcome: 'succeeded' | 'failed' | 'pending';
  amountMinor: number;
  currency: string;
};
export type SettleRefusal = 'not-found' | 'payment-mismatch';
export type Settled = { orderId: string; status: OrderStatus; paidLate: boolean };

/** Who asks for what the audit log tells. */
export type AuditActor = { userId: string; role: Role };

export type IssueTicket = {
  by: AuditActor;
  key: string;
  fingerprint: string;
  ticketTypeId: string;
  holder: { name: string; email: string };
  locale: Locale;
};

export type RefundOrder = {
  by: AuditActor;
  orderId: string;
  key: string;
  fingerprint: string;
  ticketIds: string[] | null;
  reason: string;
  /** Refund also what is in already; its place stays taken. */
  evenIfAdmitted: boolean;
};
export type RefundRefusal =
  | 'not-found'
  | 'order-not-paid'
  | 'ticket-not-refundable'
  /** `details.numbers`: the tickets that are in. Nothing was refunded and nothing is void. */
  | 'already-admitted'
  | 'idempotency-key-reused'
  /** The gate did not answer. The refund goes on by itself; asking again with the same key tells how it ended. */
  | 'busy';

/** `replayed`: this very answer was given before under the same key. */
export type Answered<Value> = { value: Value; replayed: boolean };

/** One answer of a batch: a command that meets a bug fails alone. */
export type Each<Answer> = { answer: Answer } | { broken: true };

// --- reading --------------------------------------------------------------------------------------------------

export type StockView = {
  ticketTypeId: string;
  capacity: number;
  sold: number;
  held: number;
  available: number;
  /** What would be available if every hold ended without a sale. */
  returning: number;
  /** Free tickets that nobody can buy, because one order takes more at least. */
  unsellable: number;
};

export type TicketRecord = {
  ticketId: string;
  number: string;
  orderId: string;
  ticketTypeId: string;
  ticketTypeName: string;
  /** What this one ticket cost, and the fee on top of it. */
  faceMinor: number;
  feeMinor: number;
  holder: { name: string; email: string };
  /** `activated` is the gate's truth; the sales object knows `valid` and `void`. */
  status: Exclude<TicketStatus, 'activated'>;
  revision: number;
  /** Signed with the event's Ed25519 key (see `core/ticket-code.ts`). */
  code: string;
};

/** Everything a ticket file or a mail says. */
export type OrderForDelivery = {
  view: OrderView;
  /** Rises with every change of the event; a calendar file with a higher one replaces one with a lower. */
  eventRevision: number;
  orderToken: string;
  /** For the letter that asks to confirm a free order; null once there is nothing to confirm. */
  confirmToken: string | null;
  tickets: TicketRecord[];
  organizerId: string;
  distributorName: string | null;
};

// --- the books ----------------------------------------------------------------------------------------------

/** A refund the provider would not make, and nobody has asked for again. */
export type FailedRefund = {
  refundId: string;
  orderId: string;
  kind: 'tickets' | 'late' | 'duplicate';
  amountMinor: number;
  currency: string;
  requestedAtMs: number;
};

/** Counters against a recount, the ledger against zero, paid orders against their tickets. */
export type Reconciliation = {
  atMs: number;
  agrees: boolean;
  stock: {
    ticketTypeId: string;
    capacity: number;
    held: number;
    sold: number;
    heldRecounted: number;
    soldRecounted: number;
  }[];
  ledger: { currency: string; sumMinor: number }[];
  ordersWithoutTickets: string[];
  failedRefunds: number;
  jobsWaiting: number;
  /** The number of the last fact: unchanged means that nothing has happened. */
  seq: number;
  paidOrders: number;
};

/** A page of all orders ever paid, as D1 should know them, in the order of their ids. */
export type OrderFacts = {
  /** A number for these facts: given only where asked for, newer than any fact before it. */
  seq: number | null;
  orders: OrderProjection[];
  /** Those of the page whose newest fact is still on its way to D1. */
  onTheirWay: string[];
  next: string | null;
};

export type ChannelFacts = {
  seq: number;
  channels: Omit<Extract<JobBody, { kind: 'project-channel' }>, 'kind' | 'seq'>[];
};

/** What the object knows of one payment, to be held against the provider's own list. */
export type PaymentFact = {
  provider: string;
  paymentId: string;
  orderId: string;
  status: 'pending' | 'succeeded' | 'failed';
  amountMinor: number;
  currency: string;
  /** What the provider has confirmed, and what it may have done already. */
  refundedMinor: number;
  refundsAskedMinor: number;
};

/** Facts of orders D1 has not confirmed, and since when the oldest of them waits. */
export type FactLag = { waiting: number; sinceMs: number | null; nowMs: number; seq: number };

// --- the calls ------------------------------------------------------------------------------------------------

export interface EventSalesCalls {
  publish(snapshot: EventSnapshot, revision: number): Promise<Result<{ revision: number }, 'capacity-below-sold'>>;
  openChannel(
    channel: ChannelSnapshot,
    revision: number,
  ): Promise<Result<{ widgetId: string }, 'channel-closed' | 'allotment-exceeds-stock' | 'not-found'>>;
  /** For good: nothing opens it again. Holds in progress are honoured. Closing an unknown channel is remembered. */
  closeChannel(widgetId: string, dealId: string | null): Promise<void>;

  widgetView(widgetId: string): Promise<WidgetView | null>;
  stock(): Promise<StockView[]>;
  /** How often each code is used, retired ones too; `code` as `promoKey` makes it. */
  promoUses(): Promise<{ code: string; used: number }[]>;

  /** Commands of many buyers in one call, answered in their order. The answer is the text of a `PlacedHold`. */
  placeHolds(commands: PlaceHold[]): Promise<Each<Result<Answered<string>, HoldRefusal>>[]>;
  openOrders(commands: OpenOrder[]): Promise<Each<Result<Answered<OpenedOrder>, OrderRefusal>>[]>;
  releaseHold(holdId: string): Promise<Result<null, 'not-found'>>;
  recordPayment(command: RecordPayment): Promise<Result<PaymentToMake | null, 'not-found'>>;
  settle(command: SettlePayment): Promise<Result<Settled, SettleRefusal>>;
  /** The buyer's own cancelling of an order he has not paid. */
  cancelOrder(orderId: string): Promise<Result<{ status: OrderStatus }, 'not-found' | 'order-not-open'>>;
  /** A free order's tickets are made when its letter's button is pressed. Answers how the order stands then. */
  confirmOrder(command: ConfirmOrder): Promise<Result<{ status: OrderStatus }, 'not-found'>>;
  issueTicket(
    command: IssueTicket,
  ): Promise<Result<Answered<TicketRecord>, 'not-found' | 'sold-out' | 'event-cancelled' | 'idempotency-key-reused'>>;
  refundOrder(command: RefundOrder): Promise<Result<Answered<Refund>, RefundRefusal>>;
  /**
   * Goes on with a refund that still waits for the gate; the outbox asks for it. Any other refund stays as it is. False
   * while the gate does not answer.
   */
  finishRefund(refundId: string): Promise<boolean>;
  /** What the provider said of a refund it was asked for; `confirmed` posts it to the ledger. */
  settleRefund(refundId: string, outcome: 'sent' | 'confirmed' | 'failed'): Promise<Result<Refund, 'not-found'>>;
  failedRefunds(refundIds: readonly string[]): Promise<FailedRefund[]>;
  /** Asks for a failed refund once more, under a new id; asked twice it answers the same. */
  retryRefund(command: {
    orderId: string;
    refundId: string;
    by: AuditActor;
  }): Promise<Result<Refund, 'not-found' | 'refund-not-failed' | 'ticket-not-refundable' | 'order-not-paid'>>;
  /** Asks for the tickets to be mailed again. */
  sendTickets(
    orderId: string,
  ): Promise<Result<{ mailing: number }, 'not-found' | 'order-not-paid' | 'too-many-requests'>>;

  /** Null for a missing order and for a wrong token alike. */
  orderByToken(orderId: string, orderToken: string): Promise<OpenedOrderView | null>;
  order(orderId: string): Promise<OpenedOrderView | null>;
  /** What of an order can be refunded. Who is in, the gate knows alone: `status` says `valid` of them too. */
  orderTickets(orderId: string): Promise<OrderTicket[]>;
  orderForDelivery(orderId: string): Promise<OrderForDelivery | null>;
  ticket(ticketId: string): Promise<TicketRecord | null>;
  /** Null unless the token opens the order this ticket belongs to. */
  ticketByToken(ticketId: string, orderToken: string): Promise<TicketRecord | null>;
  /** SubjectPublicKeyInfo of the event's ticket key, raw 32 bytes in base64url; made at the first publish. */
  ticketKey(): Promise<{ keyId: number; publicKey: string } | null>;
  gateTickets(afterTicketId: string | null): Promise<GateTicket[]>;
  /** Whose event it is and whether it takes place, for the door while D1 is down; null before the first publish. */
  ownerAndStatus(): Promise<{ organizerId: string; status: 'published' | 'cancelled' } | null>;

  ledger(
    forDistributorId: string | null,
    afterEntryId: string | null,
  ): Promise<{ entries: LedgerEntry[]; next: string | null }>;

  /** The object against itself, on demand and for the cron; null for an event never published. */
  reconcile(): Promise<Reconciliation | null>;
  /** For comparing (`numberAbove` null) or for making D1's copy anew: the facts then count from above that number. */
  orderFacts(afterOrderId: string | null, numberAbove: number | null): Promise<OrderFacts>;
  channelFacts(numberAbove: number): Promise<ChannelFacts>;
  /** All channels, closed ones too, for comparing. */
  channels(): Promise<ChannelFacts['channels']>;
  paymentFacts(afterPaymentId: string | null): Promise<{ payments: PaymentFact[]; next: string | null }>;
  factLag(): Promise<FactLag>;

  /** Ends this instance when its clock is ahead of the caller's: see `worker/event-object/clock-step.ts`. */
  tellTime(nowMs: number): Promise<void>;

  /** The consumer's word that these jobs have had their effect; only this removes them. */
  done(jobIds: string[]): Promise<void>;
}

export type OpenedOrderView = { view: OrderView; payment: PaymentToMake | null };
