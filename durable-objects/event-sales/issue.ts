// A free ticket by the organizer's hand: an order of its own, paid at once, that nobody pays and nobody earns on.

import { noCommission, splitTicket } from '#core/commission.ts';
import { invariant, ok, type Result, refuse } from '#core/result.ts';
import { availableTo } from '#core/stock.ts';
import { IdempotencyRecords } from './answers.ts';
import { move } from './book.ts';
import type { IssueTicket } from './calls.ts';
import { tellLog } from './logged.ts';
import { insertOrder } from './order-rows.ts';
import { newId, type Transaction } from './sale.ts';
import { tellOfSale } from './sell.ts';
import { insertTicket } from './tickets.ts';

type IssueRefusal = 'not-found' | 'sold-out' | 'event-cancelled' | 'idempotency-key-reused';

/** Answers the ticket's id; its signed code is made outside the transaction. */
export function issueTicket(
  tx: Transaction,
  command: IssueTicket,
): Result<{ ticketId: string; replayed: boolean }, IssueRefusal> {
  const idempotencyKey = { scope: 'issue', key: command.key, fingerprint: command.fingerprint };
  const records = new IdempotencyRecords(tx, [idempotencyKey]);
  const earlier = records.earlier(idempotencyKey);
  if (earlier.kind === 'other') return earlier.refusal;
  invariant(earlier.kind !== 'forgotten', 'the answer to an issue is kept');
  if (earlier.kind === 'same') return ok({ ticketId: earlier.answer, replayed: true });

  const { state } = tx;
  // A type hidden from buyers is still the organizer's to give.
  const entry = state.types.get(command.ticketTypeId);
  const type = entry?.snapshot;
  if (entry === undefined || type === undefined || entry.retired) return refuse('not-found');
  if (state.rules.cancelled) return refuse('event-cancelled');
  if (availableTo(state.stock, type.id, null, tx.nowMs) < 1) return refuse('sold-out', { ticketTypeId: type.id });

  move(state, [{ widgetId: null, ticketTypeId: type.id, held: 0, sold: 1 }]);
  const orderId = insertGivenOrder(tx, command, type.name);
  const free = splitTicket(noCommission, { ticketTypeId: type.id, faceMinor: 0, feeMinor: 0 }, 1);
  const ticketId = insertTicket(tx, orderId, { ticketTypeId: type.id, name: type.name }, free);
  tellOfSale(tx, orderId);
  tellLog(tx, {
    what: 'ticket-issued',
    madeId: ticketId,
    subjectId: ticketId,
    by: command.by,
    amountMinor: null,
  });
  records.remember(idempotencyKey, ticketId, null);
  return ok({ ticketId, replayed: false });
}

function insertGivenOrder(tx: Transaction, command: IssueTicket, name: string): string {
  const line = {
    ticketTypeId: command.ticketTypeId,
    name,
    quantity: 1,
    priceMinor: 0,
    discountMinor: 0,
    feeEachMinor: 0,
  };
  const orderId = newId(tx, 'ord');
  insertOrder(tx, {
    order_id: orderId,
    hold_id: null,
    widget_id: null,
    deal_id: null,
    distributor_id: null,
    terms_version: null,
    status: 'paid',
    paid_late: 0,
    lines: JSON.stringify([line]),
    currency: tx.state.rules.currency,
    total_minor: 0,
    refunded_minor: 0,
    buyer_name: command.holder.name,
    buyer_email: command.holder.email,
    locale: command.locale,
    created_at: tx.nowMs,
    expires_at: null,
    paid_at: tx.nowMs,
    attempt: 1,
    provider: null,
    payment_id: null,
    mailing: 1,
    mailed_at: tx.nowMs,
  });
  return orderId;
}
