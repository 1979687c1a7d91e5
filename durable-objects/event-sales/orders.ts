// Orders before the money: a hold becomes an order, a payment is recorded for it, the buyer gives it up.

import { isTooLarge } from '#core/holds.ts';
import { invariant, ok, type Refused, type Result, refuse } from '#core/result.ts';
import { type IdempotencyKey, IdempotencyRecords } from './answers.ts';
import type { Answered, OpenedOrder, OpenOrder, OrderRefusal, PaymentToMake, RecordPayment } from './calls.ts';
import { overContactLimit, takeForContact } from './contacts.ts';
import { awaitConfirmation, FreeOrders } from './free-orders.ts';
import { endHold } from './hold-end.ts';
import { type HoldRow, holdRow, holdRows } from './holds.ts';
import { countEnded } from './networks.ts';
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
import { newId, orderToken, type Transaction } from './sale.ts';
import { sell } from './sell.ts';
import { ticketIdsOfOrder } from './tickets.ts';

/** What is kept of the answer; the rest is computed again, and is the same. */
type KeptAnswer = { orderId: string; awaits?: 'confirmation' } | Refused<OrderRefusal>;

type Opened = Result<Answered<OpenedOrder>, OrderRefusal>;

/** What a batch has read, kept up to date by what it does. */
type Known = { holds: Map<string, HoldRow>; records: IdempotencyRecords; freeOrders: FreeOrders };

/** Of many buyers at once, each answered for himself. */
export function openOrders(tx: Transaction, commands: readonly OpenOrder[]): Opened[] {
  const keyed = commands.map((command) => ({ command, idempotencyKey: idempotencyKeyOf(command) }));
  const holds = holdRows(
    tx.sql,
    commands.map((command) => command.holdId),
  );
  const records = new IdempotencyRecords(
    tx,
    keyed.map(({ idempotencyKey }) => idempotencyKey),
  );
  const free = commands.flatMap(({ holdId, buyer }) => {
    const hold = holds.get(holdId);
    return hold?.total_minor === 0 ? [{ hold, email: buyer.email }] : [];
  });
  const known = { holds, records, freeOrders: new FreeOrders(tx, free) };
  return keyed.map(({ command, idempotencyKey }) => openOrder(tx, known, idempotencyKey, command));
}

function idempotencyKeyOf({ holdId, key, fingerprint }: OpenOrder): IdempotencyKey {
  return { scope: `order:${holdId}`, key, fingerprint };
}

function openOrder(tx: Transaction, known: Known, idempotencyKey: IdempotencyKey, command: OpenOrder): Opened {
  const { holds, records } = known;
  const hold = holds.get(command.holdId);
  // Nothing is kept for a hold nobody made, or strangers could fill the table.
  if (hold === undefined) return refuse('not-found');
  const earlier = records.earlier(idempotencyKey);
  if (earlier.kind === 'other') return earlier.refusal;
  invariant(earlier.kind !== 'forgotten', 'the answer to an order is kept');
  if (earlier.kind === 'same') return replay(tx, JSON.parse(earlier.answer));

  const refusal = refuseOrder(tx, hold, command);
  if (refusal !== null) {
    // Kept, so that a late copy of this request can't succeed behind the buyer's back.
    records.remember(idempotencyKey, JSON.stringify(refusal), null);
    return refusal;
  }
  const order = newOrder(tx, hold, command);
  const free = order.total_minor === 0;
  const awaits = free && known.freeOrders.mustConfirm({ hold, email: order.buyer_email });
  const kept: KeptAnswer = { orderId: order.order_id, ...(awaits && { awaits: 'confirmation' }) };
  records.remember(idempotencyKey, JSON.stringify(kept), null);
  if (awaits) awaitConfirmation(tx, order, hold);
  const ticketIds = free && !awaits ? sell(tx, order, { late: false, payment: null }) : [];
  insertOrder(tx, order);
  hold.status = free && !awaits ? 'sold' : 'ordered';
  if (hold.status === 'sold') countEnded(tx, hold, false);
  hold.order_id = order.order_id;
  tx.write(orderHolds, [hold.hold_id, hold.status, hold.order_id, hold.ends_at]);
  const payment = free ? null : describePayment(order, null, order.attempt);
  return ok({ value: describeOpened(tx, order, { awaits, ticketIds, payment }), replayed: false });
}

const orderHolds = `update holds set status = q.value ->> 1, order_id = q.value ->> 2, ends_at = q.value ->> 3
  from json_each(?) q where hold_id = q.value ->> 0`;

function refuseOrder(tx: Transaction, hold: HoldRow, command: OpenOrder) {
  // More holds may be due than one transaction ends.
  if (hold.status !== 'placed' || hold.ends_at <= tx.nowMs || tx.state.rules.cancelled) return refuse('hold-expired');
  if (isTooLarge(hold.total_minor)) return refuse('total-too-large');
  const over = overContactLimit(tx, command.buyer.email, orderLines(hold));
  return over === null ? null : refuse('limit-exceeded', over);
}

function newOrder(tx: Transaction, hold: HoldRow, command: OpenOrder): OrderRow {
  const channel = tx.state.channels.get(hold.widget_id);
  const order: OrderRow = {
    order_id: newId(tx, 'ord'),
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
    created_at: tx.nowMs,
    expires_at: hold.expires_at,
    paid_at: null,
    attempt: 1,
    provider: null,
    payment_id: null,
    mailing: 0,
    mailed_at: null,
  };
  takeForContact(tx, order.buyer_email, orderLines(order));
  return order;
}

/** The answer as it was given: with the first attempt's payment, whatever became of the order since. */
function replay(tx: Transaction, kept: KeptAnswer): Opened {
  if ('code' in kept) return kept;
  const order = orderRow(tx.sql, kept.orderId);
  invariant(order !== null, 'an answered order exists');
  const free = order.total_minor === 0;
  const awaits = kept.awaits === 'confirmation';
  const ticketIds = free && !awaits ? ticketIdsOfOrder(tx.sql, kept.orderId) : [];
  const first = free ? null : paymentOfAttempt(tx.sql, kept.orderId, 1);
  const payment = first === null ? paymentToMake(tx.sql, order) : describePayment(order, first, 1);
  return ok({ value: describeOpened(tx, order, { awaits, ticketIds, payment }), replayed: true });
}

type AtFirst = { awaits: boolean; ticketIds: string[]; payment: PaymentToMake | null };

function describeOpened(tx: Transaction, order: OrderRow, { awaits, ticketIds, payment }: AtFirst): OpenedOrder {
  return {
    orderId: order.order_id,
    orderToken: orderToken(tx.state, order.order_id),
    status: order.total_minor === 0 && !awaits ? 'paid' : 'open',
    totalMinor: order.total_minor,
    currency: order.currency,
    ticketIds,
    payment,
    confirmUntilMs: awaits ? order.expires_at : null,
  };
}

/** Compare and set: the first payment recorded for an attempt is the one the buyer is sent to. */
export function recordPayment(tx: Transaction, command: RecordPayment): Result<PaymentToMake | null, 'not-found'> {
  const { orderId, provider, paymentId } = command;
  const order = orderRow(tx.sql, orderId);
  if (order === null) return refuse('not-found');
  const known = paymentRow(tx.sql, provider, paymentId);
  if (known !== null && known.order_id !== orderId) return refuse('not-found');
  const standing = paymentOfAttempt(tx.sql, orderId, order.attempt);
  const wanted = isUndecided(order) && command.attempt === order.attempt && standing === null;
  if (wanted && (known === null || known.status === 'pending')) {
    keepPayment(tx, command);
    tx.sql.exec("update orders set status = 'awaiting-payment' where order_id = ? and status = 'open'", orderId);
  } else if (known === null) {
    // Asked for in vain: the order was decided meanwhile, or another payment stands for this attempt. It is kept without
    // its address, so that nobody is sent to it, and an open one can still be asked about.
    keepPayment(tx, { ...command, url: null });
    enqueue(tx, { kind: 'cancel-payment', orderId, provider, paymentId });
  }
  return ok(paymentToMake(tx.sql, order));
}

type KeptPayment = Omit<RecordPayment, 'url'> & { url: string | null };

function keepPayment(tx: Transaction, { orderId, attempt, provider, paymentId, url }: KeptPayment): void {
  tx.sql.exec(
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
  tx: Transaction,
  orderId: string,
): Result<{ status: OrderRow['status'] }, 'not-found' | 'order-not-open'> {
  const order = orderRow(tx.sql, orderId);
  if (order === null) return refuse('not-found');
  if (order.status === 'cancelled') return ok({ status: 'cancelled' });
  const hold = order.hold_id === null ? null : holdRow(tx.sql, order.hold_id);
  if (!isUndecided(order) || hold === null) return refuse('order-not-open');
  endHold(tx, hold, 'released', 'cancelled');
  return ok({ status: 'cancelled' });
}
