// A free ticket that the organizer gives by hand: an order of its own, paid at once, which moves no money and earns no
// commission.

import { noCommission, splitTicket } from '#core/commission.ts';
import { invariant, ok, type Result, refuse } from '#core/result.ts';
import { availableTo } from '#core/stock.ts';
import { IdempotencyRecords } from '../engine/idempotency.ts';
import { newId } from '../engine/ids.ts';
import { move } from '../engine/state.ts';
import type { Transaction } from '../engine/transaction.ts';
import { enqueueAuditEntry } from '../outbox/audit.ts';
import { insertOrder } from '../rows/orders.ts';
import { insertTicket } from '../rows/tickets.ts';
import type { IssueRefusal, IssueTicket } from '../rpc.ts';
import { enqueueSaleMessages } from './sell.ts';

/** Returns the ticket's id and not its code: signing has to wait, which a transaction cannot. */
export function issueTicket(
  tx: Transaction,
  command: IssueTicket,
): Result<{ ticketId: string; replayed: boolean }, IssueRefusal> {
  const key = { scope: 'issue', key: command.key, fingerprint: command.fingerprint };
  const records = new IdempotencyRecords(tx, [key]);
  const found = records.find(key);
  if (found.kind === 'other') return found.refusal;
  invariant(found.kind !== 'withdrawn', 'an issued ticket is never withdrawn');
  if (found.kind === 'same') return ok({ ticketId: found.result, replayed: true });

  const { state } = tx;
  // Not from the rules, which leave out types hidden from buyers: the organizer may give those too.
  const entry = state.types.get(command.ticketTypeId);
  const type = entry?.snapshot;
  if (entry === undefined || type === undefined || entry.retired) return refuse('not-found');
  if (state.rules.cancelled) return refuse('event-cancelled');
  if (availableTo(state.stock, type.id, null, tx.nowMs) < 1) return refuse('sold-out', { ticketTypeId: type.id });

  move(state, [{ widgetId: null, ticketTypeId: type.id, held: 0, sold: 1 }]);
  const orderId = insertIssuedOrder(tx, command, type.name);
  const free = splitTicket(noCommission, { ticketTypeId: type.id, faceMinor: 0, feeMinor: 0 }, 1);
  const ticketId = insertTicket(tx, orderId, { ticketTypeId: type.id, name: type.name }, free);
  enqueueSaleMessages(tx, orderId);
  enqueueAuditEntry(tx, {
    what: 'ticket-issued',
    madeId: ticketId,
    subjectId: ticketId,
    by: command.by,
    amountMinor: null,
  });
  records.save(key, ticketId, null);
  return ok({ ticketId, replayed: false });
}

function insertIssuedOrder(tx: Transaction, command: IssueTicket, name: string): string {
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
    replies: null,
    surface: 'other',
    sub_id: '',
  });
  return orderId;
}
