// The RPC interface of an event's sales object: what the Worker may call, and the shapes that travel. Every call is
// idempotent, because its response may be lost and the call repeated. Times are epoch milliseconds, amounts integer
// minor units. The object reads its own clock; no caller says what time it is.

import type { LedgerEntry } from '#core/contracts/balance.ts';
import type { Locale } from '#core/contracts/basics.ts';
import type { TypedReply } from '#core/contracts/questions.ts';
import type { OrderSource } from '#core/contracts/results.ts';
import type { OrderStatus, OrderTickets, OrderView, Refund, WidgetView } from '#core/contracts/sales.ts';
import type { Result } from '#core/result.ts';
import type { MessageBody, OrderProjection } from './outbox/messages.ts';
import type { Actor, FailedRefund, GateTicket, PaymentToMake, SolvedProof, TicketRecord } from './records.ts';
import type { ChannelSnapshot, EventSnapshot } from './snapshots.ts';

export type { Actor, FailedRefund, GateTicket, PaymentToMake, SolvedProof, TicketRecord };

// --- buying ---------------------------------------------------------------------------------------------------

export type PlaceHold = {
  widgetId: string;
  /** The idempotency key. Another widget may have the same one. */
  key: string;
  /** Stands for the whole request (docs/hot-path.md): the same key with another fingerprint is refused. */
  fingerprint: string;
  lines: { ticketTypeId: string; quantity: number }[];
  promoCode?: string | undefined;
  /** Keyed hashes of the networks the request came from, narrowest first. */
  networks: string[];
  /** The proof of work that came with the request; the Worker has verified it. */
  proof: SolvedProof | null;
};

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
  replies?: TypedReply[] | undefined;
  /** Not in the fingerprint: a repeat is the same order wherever it says it comes from. */
  source?: OrderSource | undefined;
};
export type OrderRefusal =
  | 'not-found'
  /** `details.fields`: which replies are missing or wrong (`core/questions.ts`). */
  | 'invalid-request'
  | 'hold-expired'
  | 'limit-exceeded'
  | 'total-too-large'
  | 'idempotency-key-reused'
  | 'busy';

/** What the Worker needs to go on with an order. */
export type OpenedOrder = {
  orderId: string;
  orderToken: string;
  status: OrderStatus;
  totalMinor: number;
  currency: string;
  ticketIds: string[];
  /** Null when there is nothing to pay or the order is decided. */
  payment: PaymentToMake | null;
  /** Until when a free order can be confirmed; null when it has its tickets already, and for any other order. */
  confirmUntilMs: number | null;
};

/** `confirmToken` comes from the confirmation letter; the order token does not confirm. */
export type ConfirmOrder = { orderId: string; confirmToken: string };

export type RecordPayment = { orderId: string; attempt: number; provider: string; paymentId: string; url: string };

/** What the provider reports of a payment, by a verified webhook or when we asked. */
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

export type IssueTicket = {
  by: Actor;
  key: string;
  fingerprint: string;
  ticketTypeId: string;
  holder: { name: string; email: string };
  locale: Locale;
};

export type RefundOrder = {
  by: Actor;
  orderId: string;
  key: string;
  fingerprint: string;
  ticketIds: string[] | null;
  reason: string;
  /** Also refund tickets whose holders were admitted. Their places stay sold. */
  evenIfAdmitted: boolean;
};
export type RenameHolder = {
  by: Actor;
  orderId: string;
  ticketId: string;
  key: string;
  fingerprint: string;
  name: string;
  /** Empty when none was given. */
  reason: string;
};
export type RenameRefusal = 'not-found' | 'ticket-not-valid' | 'limit-exceeded' | 'idempotency-key-reused';

export type RetryRefund = { orderId: string; refundId: string; by: Actor };

export type IssueRefusal = 'not-found' | 'sold-out' | 'event-cancelled' | 'idempotency-key-reused';

export type RefundRefusal =
  | 'not-found'
  | 'order-not-paid'
  | 'ticket-not-refundable'
  /** `details.numbers`: the tickets that were admitted. Nothing was refunded and nothing is void. */
  | 'already-admitted'
  | 'idempotency-key-reused'
  /** The gate did not answer. The outbox finishes the refund; a repeat with the same key returns its result. */
  | 'busy';

/** `replayed`: the value is the recorded result of an earlier call with the same idempotency key. */
export type Replayable<Value> = { value: Value; replayed: boolean };

/** The result of one command of a batch. `broken`: the command threw; the others are not affected. */
export type BatchResult<Value> = { result: Value } | { broken: true };

// --- reading --------------------------------------------------------------------------------------------------

export type StockView = {
  ticketTypeId: string;
  capacity: number;
  sold: number;
  held: number;
  available: number;
  /** How many would be available if every live hold ended without a sale. */
  returning: number;
  /** Free tickets that nobody can buy, because the minimum of an order is higher than their number. */
  unsellable: number;
};

/** What happened to an order, as far as the event's object knows it. */
export type OrderPast = {
  currency: string;
  totalMinor: number;
  createdAtMs: number;
  paidAtMs: number | null;
  /** The organizer gave the ticket. */
  byHand: boolean;
  tickets: { ticketId: string; number: string }[];
  renames: {
    changeId: string;
    ticketNumber: string;
    atMs: number;
    from: string;
    to: string;
    reason: string;
  }[];
  refunds: {
    refundId: string;
    why: 'tickets' | 'late' | 'duplicate';
    amountMinor: number;
    requestedAtMs: number;
    confirmedAtMs: number | null;
  }[];
};

/** Everything that the ticket files and letters of an order show. */
export type OrderForDelivery = {
  view: StoredOrder;
  /** Rises with every change of the event: a calendar replaces an entry by one with a higher number. */
  eventRevision: number;
  orderToken: string;
  /** For the letter that asks to confirm a free order; null when there is nothing to confirm. */
  confirmToken: string | null;
  tickets: TicketRecord[];
  organizerId: string;
  distributorName: string | null;
};

// --- reconciliation ----------------------------------------------------------------------------------------------

/** The object compared with itself: counters with a recount, the ledger with zero, paid orders with their tickets. */
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
  messagesWaiting: number;
  /** Unchanged since the last reconciliation means that nothing has changed in the object. */
  seq: number;
  paidOrders: number;
};

/** A page of all orders ever paid, by their ids, as D1 should have them. */
export type OrderExport = {
  /** For rebuilding D1: above the `seq` of every message so far. Null when `seqAbove` was null. */
  seq: number | null;
  orders: OrderProjection[];
  /** Orders of the page whose newest message D1 has not confirmed yet. */
  underWay: string[];
  next: string | null;
};

export type ChannelExport = {
  seq: number;
  channels: Omit<Extract<MessageBody, { kind: 'project-channel' }>, 'kind' | 'seq'>[];
};

/** A payment as the object has it, for comparing with the provider's list. */
export type PaymentExport = {
  provider: string;
  paymentId: string;
  orderId: string;
  status: 'pending' | 'succeeded' | 'failed';
  amountMinor: number;
  currency: string;
  /** Refunds that the provider has confirmed, and all that it was asked for and may have made already. */
  refundedMinor: number;
  refundsRequestedMinor: number;
};

/** How many order messages D1 has not confirmed, and since when the oldest of them waits. */
export type OutboxLag = { waiting: number; sinceMs: number | null; nowMs: number; seq: number };

// --- the calls ------------------------------------------------------------------------------------------------

export interface EventSalesCalls {
  publish(snapshot: EventSnapshot, revision: number): Promise<Result<{ revision: number }, 'capacity-below-sold'>>;
  openChannel(
    channel: ChannelSnapshot,
    revision: number,
  ): Promise<Result<{ widgetId: string }, 'channel-closed' | 'allotment-exceeds-stock' | 'not-found'>>;
  /**
   * A closed channel never opens again. Its live holds may still become orders. An unknown channel is stored as closed.
   */
  closeChannel(widgetId: string, dealId: string | null): Promise<void>;

  widgetView(widgetId: string): Promise<WidgetView | null>;
  stock(): Promise<StockView[]>;
  /** Uses of every promo code, retired ones too. `code` is in the form of `promoKey`. */
  promoUses(): Promise<{ code: string; used: number }[]>;

  /** Commands of many buyers in one call; the results have the same order. The text is the JSON of a `PlacedHold`. */
  placeHolds(commands: PlaceHold[]): Promise<BatchResult<Result<Replayable<string>, HoldRefusal>>[]>;
  openOrders(commands: OpenOrder[]): Promise<BatchResult<Result<Replayable<OpenedOrder>, OrderRefusal>>[]>;
  releaseHold(holdId: string): Promise<Result<null, 'not-found'>>;
  recordPayment(command: RecordPayment): Promise<Result<PaymentToMake | null, 'not-found'>>;
  settlePayment(command: SettlePayment): Promise<Result<Settled, SettleRefusal>>;
  /** The buyer gives up an order that is not paid. */
  cancelOrder(orderId: string): Promise<Result<{ status: OrderStatus }, 'not-found' | 'order-not-open'>>;
  /** The button in the letter of a free order: makes its tickets. Returns the order's status after it. */
  confirmOrder(command: ConfirmOrder): Promise<Result<{ status: OrderStatus }, 'not-found'>>;
  issueTicket(command: IssueTicket): Promise<Result<Replayable<TicketRecord>, IssueRefusal>>;
  refundOrder(command: RefundOrder): Promise<Result<Replayable<Refund>, RefundRefusal>>;
  /**
   * Finishes a refund that still waits for the gate; called for its outbox message. Any other refund stays as it is.
   * False while the gate does not answer.
   */
  finishRefund(refundId: string): Promise<boolean>;
  /** Applies what the provider reports of a refund; `confirmed` posts it to the ledger. */
  settleRefund(refundId: string, outcome: 'sent' | 'confirmed' | 'failed'): Promise<Result<Refund, 'not-found'>>;
  /** Those of the given refunds that failed and were not retried. */
  failedRefunds(refundIds: readonly string[]): Promise<FailedRefund[]>;
  /** Requests a failed refund again under a new id. Repeated, it returns the same new refund. */
  retryRefund(
    command: RetryRefund,
  ): Promise<Result<Refund, 'not-found' | 'refund-not-failed' | 'ticket-not-refundable' | 'order-not-paid'>>;
  /** Mails the tickets of an order again. */
  resendTickets(
    orderId: string,
  ): Promise<Result<{ mailing: number }, 'not-found' | 'order-not-paid' | 'too-many-requests'>>;

  /** Returns whose name the ticket has now. */
  renameHolder(command: RenameHolder): Promise<Result<Replayable<string>, RenameRefusal>>;

  /** Null for a missing order and for a wrong token alike. */
  orderByToken(orderId: string, orderToken: string): Promise<OpenedOrderView | null>;
  order(orderId: string): Promise<OpenedOrderView | null>;
  /** The tickets of an order for refunding. Only the gate knows who was admitted: those are `valid` here too. */
  orderTickets(orderId: string): Promise<OrderTickets>;
  orderPast(orderId: string): Promise<OrderPast | null>;
  orderForDelivery(orderId: string): Promise<OrderForDelivery | null>;
  ticket(ticketId: string): Promise<TicketRecord | null>;
  /** Null unless the token opens the order this ticket belongs to. */
  ticketByToken(ticketId: string, orderToken: string): Promise<TicketRecord | null>;
  /** The public half of the event's ticket key, made at the first publish: raw 32 bytes in base64url. */
  ticketKey(): Promise<{ keyId: number; publicKey: string } | null>;
  gateTickets(afterTicketId: string | null): Promise<GateTicket[]>;
  /** Whose event it is and whether it takes place, for the door, which reads no D1; null before the first publish. */
  ownerAndStatus(): Promise<{ organizerId: string; status: 'published' | 'cancelled' } | null>;

  ledger(
    forDistributorId: string | null,
    afterEntryId: string | null,
  ): Promise<{ entries: LedgerEntry[]; next: string | null }>;

  /** Compares the object with itself; null for an event that was never published. */
  reconcile(): Promise<Reconciliation | null>;
  /** For comparing, with `seqAbove` null; or for rebuilding D1, where `seqAbove` is the highest `seq` that D1 has. */
  exportOrders(afterOrderId: string | null, seqAbove: number | null): Promise<OrderExport>;
  exportChannels(seqAbove: number): Promise<ChannelExport>;
  /** All channels, closed ones too, for comparing. */
  channels(): Promise<ChannelExport['channels']>;
  exportPayments(afterPaymentId: string | null): Promise<{ payments: PaymentExport[]; next: string | null }>;
  outboxLag(): Promise<OutboxLag>;

  /** Ends this instance when its clock is ahead of the caller's: see `worker/event-object/clock-step.ts`. */
  tellTime(nowMs: number): Promise<void>;

  /** The consumer reports that these messages have had their effect. Only this deletes them from the outbox. */
  done(messageIds: string[]): Promise<void>;
}

/** The object does not know the number of an order: it is a part of the id, and the Worker writes it into answers. */
export type StoredOrder = Omit<OrderView, 'number'>;

export type OpenedOrderView = { view: StoredOrder; payment: PaymentToMake | null };
