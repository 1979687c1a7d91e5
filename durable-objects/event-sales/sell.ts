// The sale itself: held stock becomes sold, tickets are made, the money is split by the terms of the hold, posted, and
// told to everybody who must know. All of it in the caller's transaction: there is no half of a sale.

import { noCommission, splitTicket, type TicketSplit } from '#core/commission.ts';
import { sellMoves, takeAgainMoves, ticketsOf } from '#core/holds.ts';
import { salePostings } from '#core/ledger.ts';
import { countPromoUse, move } from './book.ts';
import { takeForContact } from './contacts.ts';
import { first } from './database.ts';
import { postEntry } from './ledger.ts';
import { type OrderRow, orderLines } from './order-rows.ts';
import { enqueue } from './outbox.ts';
import type { Transaction } from './sale.ts';
import { insertTicket } from './tickets.ts';

/** Makes the order paid and answers the ids of its tickets; the caller writes the order and its hold. */
export function sell(
  tx: Transaction,
  order: OrderRow,
  how: { late: boolean; payment: { provider: string; paymentId: string } | null },
): string[] {
  const lines = orderLines(order);
  const moves = how.late ? takeAgainMoves(lines, order.widget_id) : sellMoves(lines, order.widget_id);
  move(tx.state, moves);
  if (how.late) {
    countPromoUse(tx.state, promoOf(tx, order), 1);
    takeForContact(tx, order.buyer_email, lines);
  }
  const ticketIds: string[] = [];
  const splits = lines.flatMap((line) =>
    ticketsOf(line).map((ticket) => {
      const split = splitTicket(termsOf(tx, order), ticket, nextOrdinal(tx, order));
      ticketIds.push(insertTicket(tx, order.order_id, line, split));
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
  tellOfSale(tx, order.order_id);
  return ticketIds.sort();
}

/** Puts down an order that was there before it was sold. */
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

function promoOf(tx: Transaction, order: OrderRow): string | null {
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

export function partiesOf(tx: Transaction, order: Pick<OrderRow, 'distributor_id'>) {
  return { organizerId: tx.state.event?.organizerId ?? '', distributorId: order.distributor_id };
}

export function tellOfSale(tx: Transaction, orderId: string): void {
  enqueue(tx, { kind: 'project-order', orderId });
  enqueue(tx, { kind: 'deliver-order', orderId, mailing: 1 });
  enqueue(tx, { kind: 'tell-gate', orderId });
}
