// Turns holds into orders. A free order gets its tickets at once or waits for its confirmation; any other one waits for
// its payment.

import { isTooLarge } from '#core/holds.ts';
import { type OrderReplies, readReplies } from '#core/questions.ts';
import { invariant, ok, type Refused, type Result, refuse } from '#core/result.ts';
import { type IdempotencyKey, IdempotencyRecords } from '../engine/idempotency.ts';
import { newId, orderToken } from '../engine/ids.ts';
import { removeHeld } from '../engine/networks.ts';
import type { Transaction } from '../engine/transaction.ts';
import type { PaymentToMake } from '../records.ts';
import { type HoldRow, holdRows } from '../rows/holds.ts';
import { addPurchased, FreeOrders, overPurchaseLimit } from '../rows/limits.ts';
import {
  describePayment,
  insertOrder,
  type OrderRow,
  orderLines,
  orderRow,
  paymentOfAttempt,
  paymentToMake,
} from '../rows/orders.ts';
import { ticketIdsOfOrder } from '../rows/tickets.ts';
import type { OpenedOrder, OpenOrder, OrderRefusal, Replayable } from '../rpc.ts';
import { awaitConfirmation } from './confirm-order.ts';
import { sell } from './sell.ts';

/**
 * What the idempotency record stores of the result. The rest is made again from the order's rows, and comes out the
 * same.
 */
type StoredResult = { orderId: string; awaits?: 'confirmation' } | Refused<OrderRefusal>;

type Opened = Result<Replayable<OpenedOrder>, OrderRefusal>;

/** What a batch has read, kept up to date by what its commands do. */
type Known = { holds: Map<string, HoldRow>; records: IdempotencyRecords; freeOrders: FreeOrders };

/** Commands of many buyers at once, each with a result of its own. */
export function openOrders(tx: Transaction, commands: readonly OpenOrder[]): Opened[] {
  const keyed = commands.map((command) => ({ command, key: idempotencyKeyOf(command) }));
  const holds = holdRows(
    tx.sql,
    commands.map((command) => command.holdId),
  );
  const records = new IdempotencyRecords(
    tx,
    keyed.map(({ key }) => key),
  );
  const free = commands.flatMap(({ holdId, buyer }) => {
    const hold = holds.get(holdId);
    return hold?.total_minor === 0 ? [{ hold, email: buyer.email }] : [];
  });
  const known = { holds, records, freeOrders: new FreeOrders(tx, free) };
  return keyed.map(({ command, key }) => openOrder(tx, known, key, command));
}

function idempotencyKeyOf({ holdId, key, fingerprint }: OpenOrder): IdempotencyKey {
  return { scope: `order:${holdId}`, key, fingerprint };
}

function openOrder(tx: Transaction, known: Known, key: IdempotencyKey, command: OpenOrder): Opened {
  const { holds, records } = known;
  const hold = holds.get(command.holdId);
  // Nothing is recorded for an unknown hold: anybody could make up hold ids and fill the table.
  if (hold === undefined) return refuse('not-found');
  const found = records.find(key);
  if (found.kind === 'other') return found.refusal;
  invariant(found.kind !== 'withdrawn', 'the result of an order is never withdrawn');
  if (found.kind === 'same') return replay(tx, JSON.parse(found.result));

  const checked = checkOrder(tx, hold, command);
  if (!checked.ok) {
    // Recorded, so that a late copy of this request cannot succeed after its buyer was told "no".
    records.save(key, JSON.stringify(checked), null);
    return checked;
  }
  const order = newOrder(tx, hold, command, checked.value);
  const free = order.total_minor === 0;
  const awaits = free && known.freeOrders.mustConfirm({ hold, email: order.buyer_email });
  const stored: StoredResult = { orderId: order.order_id, ...(awaits && { awaits: 'confirmation' }) };
  records.save(key, JSON.stringify(stored), null);
  if (awaits) awaitConfirmation(tx, order, hold);
  const ticketIds = free && !awaits ? sell(tx, order, { late: false, payment: null }) : [];
  insertOrder(tx, order);
  hold.status = free && !awaits ? 'sold' : 'ordered';
  if (hold.status === 'sold') removeHeld(tx, hold, false);
  hold.order_id = order.order_id;
  tx.write(orderHolds, [hold.hold_id, hold.status, hold.order_id, hold.ends_at]);
  const payment = free ? null : describePayment(order, null, order.attempt);
  return ok({ value: describeOpened(tx, order, { awaits, ticketIds, payment }), replayed: false });
}

const orderHolds = `update holds set status = q.value ->> 1, order_id = q.value ->> 2, ends_at = q.value ->> 3
  from json_each(?) q where hold_id = q.value ->> 0`;

function checkOrder(tx: Transaction, hold: HoldRow, command: OpenOrder): Result<OrderReplies | null, OrderRefusal> {
  // `ends_at` is checked as well as the status: more holds may be due than one transaction ends (`endDueHolds`).
  if (hold.status !== 'placed' || hold.ends_at <= tx.nowMs || tx.state.rules.cancelled) return refuse('hold-expired');
  if (isTooLarge(hold.total_minor)) return refuse('total-too-large');
  const lines = orderLines(hold);
  const over = overPurchaseLimit(tx, command.buyer.email, lines);
  if (over !== null) return refuse('limit-exceeded', over);
  return readReplies(tx.state.event?.questions ?? [], lines, command.replies ?? [], hold.placed_at);
}

function newOrder(tx: Transaction, hold: HoldRow, command: OpenOrder, replies: OrderReplies | null): OrderRow {
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
    replies: replies === null ? null : JSON.stringify(replies),
    surface: command.source?.surface ?? 'other',
    sub_id: command.source?.subId ?? '',
  };
  addPurchased(tx, order.buyer_email, orderLines(order));
  return order;
}

/**
 * The result as it was given the first time, with the payment of the first attempt, also when the order has changed
 * since.
 */
function replay(tx: Transaction, stored: StoredResult): Opened {
  if ('code' in stored) return stored;
  const order = orderRow(tx.sql, stored.orderId);
  invariant(order !== null, 'a recorded order exists');
  const free = order.total_minor === 0;
  const awaits = stored.awaits === 'confirmation';
  const ticketIds = free && !awaits ? ticketIdsOfOrder(tx.sql, stored.orderId) : [];
  const first = free ? null : paymentOfAttempt(tx.sql, stored.orderId, 1);
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
