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
import type { Sale } from './sale.ts';
import { insertTicket } from './tickets.ts';

export function sell(
  sale: Sale,
  order: OrderRow,
  how: { late: boolean; payment: { provider: string; paymentId: string } | null },
): void {
  const lines = orderLines(order);
  const moves = how.late ? takeAgainMoves(lines, order.widget_id) : sellMoves(lines, order.widget_id);
  move(sale.book, moves);
  if (how.late) {
    countPromoUse(sale.book, promoOf(sale, order), 1);
    takeForContact(sale, order.buyer_email, lines);
  }
  const splits = lines.flatMap((line) =>
    ticketsOf(line).map((ticket) => {
      const split = splitTicket(termsOf(sale, order), ticket, nextOrdinal(sale, order));
      insertTicket(sale, order.order_id, line, split);
      return split;
    }),
  );
  postSale(sale, order, splits, how.payment?.provider ?? null);
  sale.sql.exec(
    `update orders set status = 'paid', paid_late = ?, paid_at = ?, provider = ?, payment_id = ?, mailing = 1, mailed_at = ?
     where order_id = ?`,
    how.late ? 1 : 0,
    sale.nowMs,
    how.payment?.provider ?? null,
    how.payment?.paymentId ?? null,
    sale.nowMs,
    order.order_id,
  );
  if (order.hold_id !== null) sale.sql.exec("update holds set status = 'sold' where hold_id = ?", order.hold_id);
  tellOfSale(sale, order.order_id);
}

function termsOf(sale: Sale, order: OrderRow) {
  const channel = order.widget_id === null ? undefined : sale.book.channels.get(order.widget_id);
  return channel?.terms.get(order.terms_version ?? -1) ?? noCommission;
}

function nextOrdinal(sale: Sale, order: OrderRow): number {
  const channel = order.widget_id === null ? undefined : sale.book.channels.get(order.widget_id);
  if (channel === undefined) return 1;
  channel.soldEver += 1;
  return channel.soldEver;
}

function promoOf(sale: Sale, order: OrderRow): string | null {
  if (order.hold_id === null) return null;
  const hold = first<{ promo_code: string | null }>(
    sale.sql,
    'select promo_code from holds where hold_id = ?',
    order.hold_id,
  );
  return hold?.promo_code ?? null;
}

function postSale(sale: Sale, order: OrderRow, splits: TicketSplit[], provider: string | null): void {
  // A free order moves no money, so there is nothing to post.
  if (provider === null) return;
  postEntry(sale, order, {
    entryId: `${order.order_id}.sale`,
    kind: 'sale',
    postings: salePostings(splits, partiesOf(sale, order), provider, order.currency),
  });
}

export function partiesOf(sale: Sale, order: Pick<OrderRow, 'distributor_id'>) {
  return { organizerId: sale.book.event?.organizerId ?? '', distributorId: order.distributor_id };
}

export function tellOfSale(sale: Sale, orderId: string): void {
  enqueue(sale, { kind: 'project-order', orderId });
  enqueue(sale, { kind: 'deliver-order', orderId, mailing: 1 });
  enqueue(sale, { kind: 'tell-gate', orderId });
}
