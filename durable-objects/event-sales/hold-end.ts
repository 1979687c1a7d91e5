// How a hold ends without a sale: its stock and promo code go back, and an order on it ends with it. A hold with an open
// payment does not end before the provider was asked.

import { endMoves } from '#core/holds.ts';
import { decideHoldEnd, paymentGraceMs } from '#core/orders.ts';
import { forgetAnswer, holdScope } from './answers.ts';
import { countPromoUse, earlier, minimum, move } from './book.ts';
import { giveBackOfContact } from './contacts.ts';
import { all } from './database.ts';
import type { HoldRow } from './holds.ts';
import { countEnded } from './networks.ts';
import { openPayments, orderLines, setOrderStatus } from './order-rows.ts';
import { enqueue } from './outbox.ts';
import type { Transaction } from './sale.ts';

/** At most this many a transaction; the rest follow with the next command or the alarm. */
const endedAtOnce = 1_000;

/** Ends what is due. Runs before every group, so that a late alarm never makes a decision wrong. */
export function endDueHolds(tx: Transaction): void {
  const { state, sql, nowMs } = tx;
  if (state.nextHoldEndMs === null || nowMs < state.nextHoldEndMs) return;
  const due = all<HoldRow>(
    sql,
    "select * from holds where status in ('placed', 'ordered') and ends_at <= ? order by ends_at limit ?",
    nowMs,
    endedAtOnce,
  );
  for (const hold of due) endDueHold(tx, hold);
  state.nextHoldEndMs = minimum(sql, "select min(ends_at) as at from holds where status in ('placed', 'ordered')");
}

function endDueHold(tx: Transaction, hold: HoldRow): void {
  const payments = hold.order_id === null ? [] : openPayments(tx.sql, hold.order_id);
  const end = decideHoldEnd({ hasOpenPayment: payments.length > 0, asked: hold.asked === 1 });
  if (end === 'expire') {
    endHold(tx, hold, 'expired');
    return;
  }
  const endsAt = tx.nowMs + paymentGraceMs;
  tx.sql.exec('update holds set asked = 1, ends_at = ? where hold_id = ?', endsAt, hold.hold_id);
  tx.state.nextHoldEndMs = earlier(tx.state.nextHoldEndMs, endsAt);
  for (const { order_id: orderId, provider, payment_id: paymentId } of payments) {
    enqueue(tx, { kind: 'ask-provider', orderId, provider, paymentId });
  }
}

export function endHold(
  tx: Transaction,
  hold: HoldRow,
  why: 'released' | 'expired',
  orderStatus: 'expired' | 'cancelled' = 'expired',
): void {
  move(tx.state, endMoves(orderLines(hold), hold.widget_id));
  countPromoUse(tx.state, hold.promo_code, -1);
  if (hold.order_id !== null) giveBackOfContact(tx, hold.order_id, orderLines(hold));
  countEnded(tx, hold, why === 'expired');
  if (why === 'released' && hold.order_id === null) {
    forgetHold(tx, hold);
    return;
  }
  tx.sql.exec('update holds set status = ? where hold_id = ?', why, hold.hold_id);
  if (hold.order_id === null) return;
  setOrderStatus(tx.sql, hold.order_id, orderStatus);
  cancelOpenPayments(tx, hold.order_id);
}

/**
 * Given back and never ordered: nothing is left to tell of it, and whoever holds and gives back in a circle fills no storage.
 * Of its answer a mark stays for a while, so that a late copy of the request does not hold anew behind the buyer's back.
 */
function forgetHold(tx: Transaction, hold: HoldRow): void {
  tx.sql.exec('delete from holds where hold_id = ?', hold.hold_id);
  if (hold.idempotency_key === null) return;
  forgetAnswer(tx, { scope: holdScope(hold.widget_id), key: hold.idempotency_key });
}

/** So that none of them can succeed later; one that does all the same is a late payment. */
export function cancelOpenPayments(tx: Transaction, orderId: string): void {
  for (const { provider, payment_id: paymentId } of openPayments(tx.sql, orderId)) {
    enqueue(tx, { kind: 'cancel-payment', orderId, provider, paymentId });
  }
}
