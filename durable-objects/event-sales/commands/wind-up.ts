// Work on many orders after an event was cancelled, postponed or relocated, in slices, so that no transaction keeps
// buyers waiting. `engine/wind-up-progress.ts` tells the steps; the alarm loop runs slice after slice.

import { decideRefund } from '#core/refunds.ts';
import { all } from '../engine/database.ts';
import type { Transaction } from '../engine/transaction.ts';
import { enqueue } from '../outbox/outbox.ts';
import type { HoldRow } from '../rows/holds.ts';
import type { OrderRow } from '../rows/orders.ts';
import { refundableTickets } from '../rows/refunds.ts';
import { endHold } from './holds.ts';
import { requestTicketRefund } from './return-money.ts';

const holdsAtOnce = 200;
const ordersAtOnce = 100;

/**
 * Of a cancelled event. The first step is to tell the gate, which is a call and cannot wait inside this transaction
 * (`alarm.ts`). Nothing is refunded before the gate has answered, or somebody could enter with a refunded ticket.
 */
export function beginWindUp(tx: Transaction): void {
  tx.state.windUp = { step: 'gate' };
  tx.state.changed.head = true;
}

export function gateIsCancelled(tx: Transaction): void {
  if (tx.state.windUp?.step !== 'gate') return;
  tx.state.windUp = { step: 'holds' };
  tx.state.changed.head = true;
}

/**
 * Starts writing to all buyers that the time or the place changed. If the event changes again meanwhile, it starts over
 * from the first order: each letter shows time and place as they are when it is sent, and a letter about the time shows
 * the place too.
 */
export function beginNotifying(tx: Transaction, postponed: boolean): void {
  const { state } = tx;
  const wasPostponed = state.windUp?.step === 'notify' && state.windUp.of === 'postponed';
  state.windUp = { step: 'notify', of: postponed || wasPostponed ? 'postponed' : 'relocated', afterOrderId: '' };
  state.changed.head = true;
  windUpSlice(tx);
}

/** One slice of the current step. Does nothing while the gate has not answered. */
export function windUpSlice(tx: Transaction): void {
  const { state } = tx;
  const { windUp } = state;
  if (windUp === null || windUp.step === 'gate') return;
  state.changed.head = true;
  if (windUp.step === 'holds') {
    if (endLiveHolds(tx) < holdsAtOnce) state.windUp = { step: 'refunds', afterOrderId: '' };
    return;
  }
  const orders = paidOrdersAfter(tx, windUp.afterOrderId);
  for (const order of orders) {
    if (windUp.step === 'refunds') refundForCancelling(tx, order);
    else enqueue(tx, { kind: 'tell-buyer', orderId: order.order_id, what: `event-${windUp.of}` });
  }
  const last = orders.at(-1);
  const isDone = orders.length < ordersAtOnce || last === undefined;
  state.windUp = isDone ? null : { ...windUp, afterOrderId: last.order_id };
}

function endLiveHolds(tx: Transaction): number {
  const live = all<HoldRow>(
    tx.sql,
    "select * from holds where status in ('placed', 'ordered') order by ends_at limit ?",
    holdsAtOnce,
  );
  for (const hold of live) endHold(tx, hold, 'expired', 'cancelled');
  return live.length;
}

function paidOrdersAfter(tx: Transaction, orderId: string): OrderRow[] {
  return all<OrderRow>(
    tx.sql,
    "select * from orders where order_id > ? and status in ('paid', 'partly-refunded') order by order_id limit ?",
    orderId,
    ordersAtOnce,
  );
}

function refundForCancelling(tx: Transaction, order: OrderRow): void {
  const plan = decideRefund(order.status, refundableTickets(tx.sql, order.order_id), null);
  if (plan.ok) requestTicketRefund(tx, order, plan.value, 'event-cancelled');
  enqueue(tx, { kind: 'tell-buyer', orderId: order.order_id, what: 'event-cancelled' });
}
