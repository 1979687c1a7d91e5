// Orders before the money: a hold becomes an order, a payment is recorded for it, the buyer gives it up.

import { invariant, ok, type Refused, type Result, refuse } from '#core/result.ts';
import { earlierAnswer, rememberAnswer } from './answers.ts';
import type { Answered, OpenedOrder, OpenOrder, OrderRefusal, PaymentToMake, RecordPayment } from './calls.ts';
import { overContactLimit, takeForContact } from './contacts.ts';
import { endHold } from './hold-end.ts';
import { type HoldRow, holdRow } from './holds.ts';
import {
  describePayment,
  insertOrder,
  isUndecided,
  type OrderRow,
  orderLines,
  orderRow,
  paymentOfAttempt,
  paymentRow,
  paymentToMake,
} from './order-rows.ts';
import { enqueue } from './outbox.ts';
import { newId, orderToken, type Sale } from './sale.ts';
import { sell } from './sell.ts';
import { ticketIdsOfOrder } from './tickets.ts';

/** What is kept of the answer; the rest is computed again, and is the same. */
type KeptAnswer = { orderId: string } | Refused<OrderRefusal>;

export function openOrder(sale: Sale, command: OpenOrder): Result<Answered<OpenedOrder>, OrderRefusal> {
  const hold = holdRow(sale.sql, command.holdId);
  // Nothing is kept for a hold nobody made, or strangers could fill the table.
  if (hold === null) return refuse('not-found');
  const question = { scope: `order:${command.holdId}`, key: command.key, fingerprint: command.fingerprint };
  const before = earlierAnswer<KeptAnswer>(sale, question);
  if (before.kind === 'other') return before.refusal;
  if (before.kind === 'same') return replay(sale, before.answer);

  const refusal = refuseOrder(sale, hold, command);
  if (refusal !== null) {
    // Kept, so that a late copy of this request can't succeed behind the buyer's back.
    rememberAnswer(sale, question, refusal, null);
    return refusal;
  }
  const order = newOrder(sale, hold, command);
  rememberAnswer(sale, question, { orderId: order.order_id }, null);
  if (order.total_minor === 0) sell(sale, order, { late: false, payment: null });
  return ok({ value: describeOpened(sale, order.order_id, false), replayed: false });
}

function refuseOrder(sale: Sale, hold: HoldRow, command: OpenOrder) {
  // More holds may be due than one transaction ends.
  if (hold.status !== 'placed' || hold.ends_at <= sale.nowMs || sale.book.rules.cancelled)
    return refuse('hold-expired');
  const over = overContactLimit(sale, command.buyer.email, orderLines(hold));
  return over === null ? null : refuse('limit-exceeded', over);
}

function newOrder(sale: Sale, hold: HoldRow, command: OpenOrder): OrderRow {
  const channel = sale.book.channels.get(hold.widget_id);
  const order: OrderRow = {
    order_id: newId(sale.book, 'ord'),
    hold_id: hold.hold_id,
    widget_id: hold.widget_id,
    deal_id: channel?.dealId ?? null,
    distributor_id: channel?.snapshot?.distributorId ?? null,
    terms_version: hold.terms_version,
    status: 'open',
    paid_late: 0,
    lines: hold.lines,
    currency: hold.currency,
    total_minor: hold.total_minor,
    refunded_minor: 0,
    buyer_name: command.buyer.name,
    buyer_email: command.buyer.email,
    locale: command.locale,
    created_at: sale.nowMs,
    expires_at: hold.expires_at,
    paid_at: null,
    attempt: 1,
    provider: null,
    payment_id: null,
    mailing: 0,
    mailed_at: null,
  };
  insertOrder(sale.sql, order);
  takeForContact(sale, order.buyer_email, orderLines(order));
  sale.sql.exec("update holds set status = 'ordered', order_id = ? where hold_id = ?", order.order_id, hold.hold_id);
  return order;
}

function replay(sale: Sale, kept: KeptAnswer): Result<Answered<OpenedOrder>, OrderRefusal> {
  if ('code' in kept) return kept;
  return ok({ value: describeOpened(sale, kept.orderId, true), replayed: true });
}

/** The answer as it was given: with the first attempt's payment, whatever became of the order since. */
function describeOpened(sale: Sale, orderId: string, again: boolean): OpenedOrder {
  const order = orderRow(sale.sql, orderId);
  invariant(order !== null, 'an answered order exists');
  const free = order.total_minor === 0;
  const firstPayment = again && !free ? paymentOfAttempt(sale.sql, orderId, 1) : null;
  return {
    orderId,
    orderToken: orderToken(sale.book, orderId),
    status: free ? 'paid' : 'open',
    totalMinor: order.total_minor,
    currency: order.currency,
    ticketIds: free ? ticketIdsOfOrder(sale.sql, orderId) : [],
    payment: firstPayment === null ? paymentToMake(sale.sql, order) : describePayment(order, firstPayment, 1),
  };
}

/** Compare and set: the first payment recorded for an attempt is the one the buyer is sent to. */
export function recordPayment(sale: Sale, command: RecordPayment): Result<PaymentToMake | null, 'not-found'> {
  const { orderId, provider, paymentId } = command;
  const order = orderRow(sale.sql, orderId);
  if (order === null) return refuse('not-found');
  const known = paymentRow(sale.sql, provider, paymentId);
  if (known !== null && known.order_id !== orderId) return refuse('not-found');
  const standing = paymentOfAttempt(sale.sql, orderId, order.attempt);
  const wanted = isUndecided(order) && command.attempt === order.attempt && standing === null;
  if (wanted && (known === null || known.status === 'pending')) {
    keepPayment(sale, command);
    sale.sql.exec("update orders set status = 'awaiting-payment' where order_id = ? and status = 'open'", orderId);
  } else if (known === null) {
    // Asked for in vain: the order was decided meanwhile, or another payment stands for this attempt. It is kept without
    // its address, so that nobody is sent to it, and an open one can still be asked about.
    keepPayment(sale, { ...command, url: null });
    enqueue(sale, { kind: 'cancel-payment', orderId, provider, paymentId });
  }
  return ok(paymentToMake(sale.sql, order));
}

type KeptPayment = Omit<RecordPayment, 'url'> & { url: string | null };

function keepPayment(sale: Sale, { orderId, attempt, provider, paymentId, url }: KeptPayment): void {
  sale.sql.exec(
    `insert into payments (provider, payment_id, order_id, attempt, url, status) values (?, ?, ?, ?, ?, 'pending')
     on conflict (provider, payment_id) do update set url = excluded.url, attempt = excluded.attempt`,
    provider,
    paymentId,
    orderId,
    attempt,
    url,
  );
}

/** The buyer's own giving up. A payment that comes all the same is returned to him. */
export function cancelOrder(
  sale: Sale,
  orderId: string,
): Result<{ status: OrderRow['status'] }, 'not-found' | 'order-not-open'> {
  const order = orderRow(sale.sql, orderId);
  if (order === null) return refuse('not-found');
  if (order.status === 'cancelled') return ok({ status: 'cancelled' });
  const hold = order.hold_id === null ? null : holdRow(sale.sql, order.hold_id);
  if (!isUndecided(order) || hold === null) return refuse('order-not-open');
  endHold(sale, hold, 'released', 'cancelled');
  return ok({ status: 'cancelled' });
}
