// Money going back: tickets refunded by the organizer, payments that came too late or twice. Tickets are void and their
// stock is free from the request on (but for those whose holders are in); the ledger is told when the provider confirms.
// How the gate is asked before is told in `refund-at-gate.ts`.

import { Currency } from '#core/contracts/basics.ts';
import type { OrderTicket, Refund } from '#core/contracts/sales.ts';
import { refundAmount, refundPostings } from '#core/ledger.ts';
import { statusAfterRefund } from '#core/orders.ts';
import { refundGivesUseBack } from '#core/promo.ts';
import { nextRefundStatus, type RefundPlan } from '#core/refunds.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { countPromoUse, move, promoOf } from './book.ts';
import { giveBackOfContact } from './contacts.ts';
import { all, first } from './database.ts';
import { holdRow } from './holds.ts';
import { postEntry } from './ledger.ts';
import { type OrderRow, orderRow } from './order-rows.ts';
import { enqueue } from './outbox.ts';
import { newId, type Transaction } from './sale.ts';
import type { refunds } from './schema.ts';
import { partiesOf } from './sell.ts';
import { splitOf, type TicketRow, ticketsOfOrder } from './tickets.ts';

type RefundRow = typeof refunds.$inferSelect;

export function refundableTickets(sql: SqlStorage, orderId: string) {
  const known = refundsOfOrder(sql, orderId);
  const statuses = new Map(known.map((refund) => [refund.refund_id, refund.status]));
  const waiting = known.filter((refund) => refund.status === 'voiding');
  const reserved = new Set<string>(waiting.flatMap((refund) => JSON.parse(refund.ticket_ids)));
  return ticketsOfOrder(sql, orderId).map((row) => ({
    ...splitOf(row),
    row,
    ticketId: row.ticket_id,
    valid: row.status === 'valid',
    refundStatus: reserved.has(row.ticket_id) ? ('voiding' as const) : statusOf(row, statuses),
  }));
}

/** As the organizer sees them before he chooses. */
export function orderTickets(sql: SqlStorage, order: OrderRow): OrderTicket[] {
  const currency = Currency.parse(order.currency);
  return refundableTickets(sql, order.order_id).map(({ row, refundStatus, ...split }) => ({
    id: row.ticket_id,
    number: row.number,
    ticketTypeId: row.ticket_type_id,
    ticketTypeName: row.ticket_type_name,
    status: row.status,
    paid: { amount: refundAmount([split]), currency },
    refundStatus: refundStatus === 'voiding' ? 'requested' : refundStatus,
  }));
}

function statusOf(row: TicketRow, statuses: ReadonlyMap<string, RefundRow['status']>): RefundRow['status'] | null {
  return row.refund_id === null ? null : (statuses.get(row.refund_id) ?? null);
}

type Refundable = ReturnType<typeof refundableTickets>[number];

/** Of a cancelled event, or once more after a failure: the gate knows already that nobody enters with these tickets. */
export function requestTicketRefund(
  tx: Transaction,
  order: OrderRow,
  plan: RefundPlan<Refundable>,
  reason: string,
): Refund {
  const refund = insertRefund(tx, order, {
    kind: 'tickets',
    status: 'requested',
    amount_minor: plan.amountMinor,
    ticket_ids: JSON.stringify(plan.tickets.map((ticket) => ticket.ticketId)),
    provider: order.provider,
    payment_id: order.payment_id,
    reason,
    asked: null,
  });
  const voided = plan.tickets.map((ticket) => ({ ticket, keepsPlace: false }));
  return voidAndAskMoney(tx, order, refund, voided);
}

/** The tickets are void from here on, and the provider is asked for the money. */
export function voidAndAskMoney(
  tx: Transaction,
  order: OrderRow,
  refund: RefundRow,
  voided: readonly { ticket: Refundable; keepsPlace: boolean }[],
): Refund {
  tx.sql.exec("update refunds set status = 'requested' where refund_id = ?", refund.refund_id);
  for (const { ticket, keepsPlace } of voided) voidTicket(tx, order, ticket.row, refund.refund_id, keepsPlace);
  giveUseBack(tx, order);
  enqueue(tx, { kind: 'tell-gate', orderId: order.order_id });
  enqueue(tx, { kind: 'project-order', orderId: order.order_id });
  askMoney(tx, refund);
  // Nothing was paid, so there is nobody to ask.
  if (refund.amount_minor === 0) confirmRefund(tx, { ...refund, status: 'requested' });
  return wireRefund(refundById(tx.sql, refund.refund_id) ?? refund);
}

/** Once for each order: the status of its hold remembers it, however often a refund that failed is asked for again. */
function giveUseBack(tx: Transaction, order: OrderRow): void {
  const hold = order.hold_id === null ? null : holdRow(tx.sql, order.hold_id);
  if (hold === null || hold.promo_code === null || hold.status !== 'sold') return;
  const promo = promoOf(tx.state, hold.promo_code);
  const tickets = ticketsOfOrder(tx.sql, order.order_id).map((ticket) => ({
    valid: ticket.status === 'valid',
    keepsPlace: ticket.keeps_place === 1,
  }));
  if (!refundGivesUseBack(promo, tickets)) return;
  countPromoUse(tx.state, hold.promo_code, -1);
  tx.sql.exec("update holds set status = 'refunded' where hold_id = ?", hold.hold_id);
}

/** A whole payment sent back that never was a sale. */
export function requestReturn(
  tx: Transaction,
  order: OrderRow,
  payment: { provider: string; paymentId: string },
  kind: 'late' | 'duplicate',
): RefundRow {
  const refund = insertRefund(tx, order, {
    kind,
    status: 'requested',
    amount_minor: order.total_minor,
    ticket_ids: '[]',
    provider: payment.provider,
    payment_id: payment.paymentId,
    reason: kind,
    asked: null,
  });
  askMoney(tx, refund);
  return refund;
}

type NewRefund = Omit<RefundRow, 'refund_id' | 'order_id' | 'currency' | 'requested_at' | 'confirmed_at'>;

export function insertRefund(tx: Transaction, order: OrderRow, what: NewRefund): RefundRow {
  const refund: RefundRow = {
    ...what,
    refund_id: newId(tx, 'rfd'),
    order_id: order.order_id,
    currency: order.currency,
    requested_at: tx.nowMs,
    confirmed_at: null,
  };
  tx.sql.exec(
    `insert into refunds (refund_id, order_id, kind, status, amount_minor, currency, ticket_ids, provider, payment_id,
       reason, requested_at, confirmed_at, asked)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null, ?)`,
    refund.refund_id,
    refund.order_id,
    refund.kind,
    refund.status,
    refund.amount_minor,
    refund.currency,
    refund.ticket_ids,
    refund.provider,
    refund.payment_id,
    refund.reason,
    refund.requested_at,
    refund.asked,
  );
  return refund;
}

function askMoney(tx: Transaction, refund: RefundRow): void {
  if (refund.amount_minor > 0 && refund.provider !== null && refund.payment_id !== null) {
    enqueue(tx, {
      kind: 'refund-payment',
      orderId: refund.order_id,
      refundId: refund.refund_id,
      provider: refund.provider,
      paymentId: refund.payment_id,
      amountMinor: refund.amount_minor,
      currency: refund.currency,
    });
  }
}

/** `keepsPlace`: its holder is in, so the place and what its contact may have stay taken. */
function voidTicket(tx: Transaction, order: OrderRow, ticket: TicketRow, refundId: string, keepsPlace: boolean): void {
  if (ticket.status === 'valid' && !keepsPlace) {
    move(tx.state, [{ widgetId: order.widget_id, ticketTypeId: ticket.ticket_type_id, held: 0, sold: -1 }]);
    // A ticket given by hand was never counted.
    if (order.widget_id !== null)
      giveBackOfContact(tx, order.order_id, [{ ticketTypeId: ticket.ticket_type_id, quantity: 1 }]);
  }
  tx.sql.exec(
    `update tickets set status = 'void', refund_id = ?, revision = revision + ?, keeps_place = max(keeps_place, ?)
     where ticket_id = ?`,
    refundId,
    ticket.status === 'valid' ? 1 : 0,
    keepsPlace ? 1 : 0,
    ticket.ticket_id,
  );
}

/** What the provider said of a refund. */
export function settleRefund(
  tx: Transaction,
  refundId: string,
  outcome: 'sent' | 'confirmed' | 'failed',
): Result<Refund, 'not-found'> {
  const refund = refundById(tx.sql, refundId);
  if (refund === null) return refuse('not-found');
  const next = nextRefundStatus(refund.status, outcome);
  if (next === 'confirmed' && refund.status !== 'confirmed') confirmRefund(tx, refund);
  else if (next !== refund.status) {
    tx.sql.exec('update refunds set status = ? where refund_id = ?', next, refundId);
  }
  return ok(wireRefund(refundById(tx.sql, refundId) ?? refund));
}

function confirmRefund(tx: Transaction, refund: RefundRow): void {
  tx.sql.exec(
    "update refunds set status = 'confirmed', confirmed_at = ? where refund_id = ?",
    tx.nowMs,
    refund.refund_id,
  );
  const order = orderRow(tx.sql, refund.order_id);
  // A duplicate payment changes nothing of the order: its buyer has his tickets.
  if (order === null || refund.kind === 'duplicate') return;
  const status = refund.kind === 'late' ? 'refunded' : confirmTickets(tx, order, refund);
  tx.sql.exec(
    'update orders set status = ?, refunded_minor = refunded_minor + ? where order_id = ?',
    status,
    refund.amount_minor,
    order.order_id,
  );
  enqueue(tx, { kind: 'project-order', orderId: order.order_id });
  if (refund.amount_minor > 0) enqueue(tx, { kind: 'tell-buyer', orderId: order.order_id, what: 'refunded' });
}

function confirmTickets(tx: Transaction, order: OrderRow, refund: RefundRow): OrderRow['status'] {
  const tickets = refundableTickets(tx.sql, order.order_id);
  const refunded = tickets.filter((ticket) => ticket.row.refund_id === refund.refund_id);
  if (refund.provider !== null) {
    postEntry(tx, order, {
      entryId: refund.refund_id,
      kind: 'refund',
      postings: refundPostings(refunded, partiesOf(tx, order), refund.provider, refund.currency),
    });
  }
  return statusAfterRefund(tickets.map((ticket) => ({ refunded: ticket.refundStatus === 'confirmed' })));
}

export function refundById(sql: SqlStorage, refundId: string): RefundRow | null {
  return first<RefundRow>(sql, 'select * from refunds where refund_id = ?', refundId);
}

export function refundsOfOrder(sql: SqlStorage, orderId: string): RefundRow[] {
  return all<RefundRow>(sql, 'select * from refunds where order_id = ? order by refund_id', orderId);
}

export function wireRefund(refund: RefundRow): Refund {
  return {
    refundId: refund.refund_id,
    orderId: refund.order_id,
    // Asked is asked: what the gate was about is told by the answer, not by a state.
    status: refund.status === 'voiding' ? 'requested' : refund.status,
    amount: { amount: refund.amount_minor, currency: Currency.parse(refund.currency) },
    ticketIds: JSON.parse(refund.ticket_ids),
  };
}
