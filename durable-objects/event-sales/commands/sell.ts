// An order becomes paid: held stock becomes sold, tickets are made, the money is split by the terms of the hold and
// posted to the ledger, and messages for D1, the buyer and the gate are enqueued. All in the caller's transaction, so
// no part of it can be missing.

import { noCommission, splitTicket, type TicketSplit } from '#core/commission.ts';
import { sellMoves, takeAgainMoves, ticketsOf } from '#core/holds.ts';
import { salePostings } from '#core/ledger.ts';
import { first } from '../engine/database.ts';
import { countPromoUse, move } from '../engine/state.ts';
import type { Transaction } from '../engine/transaction.ts';
import { enqueue } from '../outbox/outbox.ts';
import { partiesOf, postEntry } from '../rows/ledger.ts';
import { addPurchased } from '../rows/limits.ts';
import { type OrderRow, orderLines, orderReplies } from '../rows/orders.ts';
import { insertTicket } from '../rows/tickets.ts';

/** Returns the ids of the new tickets. Changes `order` in memory; the caller writes the order and its hold. */
export function sell(
  tx: Transaction,
  order: OrderRow,
  how: { late: boolean; payment: { provider: string; paymentId: string } | null },
): string[] {
  const lines = orderLines(order);
  const moves = how.late ? takeAgainMoves(lines, order.widget_id) : sellMoves(lines, order.widget_id);
  move(tx.state, moves);
  if (how.late) {
    countPromoUse(tx.state, promoCodeOf(tx, order), 1);
    addPurchased(tx, order.buyer_email, lines);
  }
  const ticketIds: string[] = [];
  const said = orderReplies(order).tickets;
  const splits = lines.flatMap((line) =>
    ticketsOf(line).map((ticket) => {
      const split = splitTicket(termsOf(tx, order), ticket, nextOrdinal(tx, order));
      ticketIds.push(insertTicket(tx, order.order_id, line, split, said[ticketIds.length]));
      return split;
    }),
  );
  postSale(tx, order, splits, how.payment?.provider ?? null);
  order.status = 'paid';
  order.paid_late = how.late ? 1 : 0;
  order.paid_at = tx.nowMs;
  order.provider = how.payment?.provider ?? null;
  order.payment_id = how.payment?.paymentId ?? null;
  order.mailing = 1;
  order.mailed_at = tx.nowMs;
  enqueueSaleMessages(tx, order.order_id);
  return ticketIds.sort();
}

/**
 * Updates the existing row of the order. (A free order may be sold before its row is first inserted; see `openOrder`.)
 */
export function writeSold(tx: Transaction, order: OrderRow): void {
  tx.sql.exec(
    `update orders set status = ?, paid_late = ?, paid_at = ?, provider = ?, payment_id = ?, mailing = ?, mailed_at = ?
     where order_id = ?`,
    order.status,
    order.paid_late,
    order.paid_at,
    order.provider,
    order.payment_id,
    order.mailing,
    order.mailed_at,
    order.order_id,
  );
  if (order.hold_id !== null) tx.sql.exec("update holds set status = 'sold' where hold_id = ?", order.hold_id);
}

function termsOf(tx: Transaction, order: OrderRow) {
  const channel = order.widget_id === null ? undefined : tx.state.channels.get(order.widget_id);
  return channel?.terms.get(order.terms_version ?? -1) ?? noCommission;
}

function nextOrdinal(tx: Transaction, order: OrderRow): number {
  const channel = order.widget_id === null ? undefined : tx.state.channels.get(order.widget_id);
  if (channel === undefined) return 1;
  channel.soldEver += 1;
  return channel.soldEver;
}

function promoCodeOf(tx: Transaction, order: OrderRow): string | null {
  if (order.hold_id === null) return null;
  const hold = first<{ promo_code: string | null }>(
    tx.sql,
    'select promo_code from holds where hold_id = ?',
    order.hold_id,
  );
  return hold?.promo_code ?? null;
}

function postSale(tx: Transaction, order: OrderRow, splits: TicketSplit[], provider: string | null): void {
  // A free order moves no money, so there is nothing to post.
  if (provider === null) return;
  postEntry(tx, order, {
    entryId: `${order.order_id}.sale`,
    kind: 'sale',
    postings: salePostings(splits, partiesOf(tx, order), provider, order.currency),
  });
}

export function enqueueSaleMessages(tx: Transaction, orderId: string): void {
  enqueue(tx, { kind: 'project-order', orderId });
  enqueue(tx, { kind: 'deliver-order', orderId, mailing: 1 });
  enqueue(tx, { kind: 'tell-gate', orderId });
}
