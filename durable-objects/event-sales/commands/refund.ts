// A refund asked for by the organizer, in two steps, because gate and sales are two objects. `beginRefund` stores the
// refund as `voiding`, which reserves its tickets. Then the gate voids them and tells who was admitted before: only the
// gate knows that. `finishRefund` then changes stock, ledger and payment in one transaction.
//
// If the object or the call dies in between, the stored refund and its `finish-refund` message remain, and voiding at
// the gate is idempotent: the outbox finishes the refund. After the gate has voided the tickets nothing can refuse the
// refund any more, so the gate never has to take it back.

import type { Refund } from '#core/contracts/sales.ts';
import { decideRefund, decideVoided } from '#core/refunds.ts';
import { invariant, ok, type Result, refuse } from '#core/result.ts';
import { type IdempotencyKey, IdempotencyRecords } from '../engine/idempotency.ts';
import type { Transaction } from '../engine/transaction.ts';
import { enqueueAuditEntry } from '../outbox/audit.ts';
import { enqueue, removeMessage } from '../outbox/outbox.ts';
import type { GateTicket } from '../records.ts';
import { orderRow } from '../rows/orders.ts';
import { insertRefund, type RefundRow, refundableTickets, refundById, refundsOfOrder } from '../rows/refunds.ts';
import { gateTicket, ticketRow, ticketsOfOrder } from '../rows/tickets.ts';
import type { RefundOrder, RefundRefusal, Replayable } from '../rpc.ts';
import { voidAndReturnMoney } from './return-money.ts';

/** What a `voiding` refund stores of its request. */
type RefundRequest = Pick<RefundOrder, 'by' | 'key' | 'fingerprint' | 'evenIfAdmitted'>;

/** What the gate is asked: to void these tickets, or none of them if one is admitted and `evenIfAdmitted` is false. */
export type VoidRequest = { refundId: string; tickets: GateTicket[]; evenIfAdmitted: boolean };

type Begun = { kind: 'finished'; result: Replayable<Refund> } | { kind: 'ask-gate'; request: VoidRequest };

/** The command itself asks the gate at once. The outbox asks only when the command died, so it waits this long. */
const finishedByCommandMs = 5_000;

export function beginRefund(tx: Transaction, command: RefundOrder): Result<Begun, RefundRefusal> {
  const order = orderRow(tx.sql, command.orderId);
  if (order === null) return refuse('not-found');
  const key = idempotencyKeyOf(command.orderId, command);
  const found = new IdempotencyRecords(tx, [key]).find(key);
  if (found.kind === 'other') return found.refusal;
  if (found.kind === 'same') {
    return ok({ kind: 'finished', result: { value: JSON.parse(found.result), replayed: true } });
  }
  const waiting = refundsOfOrder(tx.sql, command.orderId).find((one) => isWaitingUnder(one, command.key));
  if (waiting !== undefined) {
    if (requestOf(waiting).fingerprint !== command.fingerprint) return refuse('idempotency-key-reused');
    return ok({ kind: 'ask-gate', request: voidRequestOf(tx.sql, waiting) });
  }
  const plan = decideRefund(order.status, refundableTickets(tx.sql, order.order_id), command.ticketIds);
  if (!plan.ok) return plan;
  const { by, fingerprint, evenIfAdmitted } = command;
  const request: RefundRequest = { by, key: command.key, fingerprint, evenIfAdmitted };
  const refund = insertRefund(tx, order, {
    kind: 'tickets',
    status: 'voiding',
    amount_minor: plan.value.amountMinor,
    ticket_ids: JSON.stringify(plan.value.tickets.map((ticket) => ticket.ticketId)),
    provider: order.provider,
    payment_id: order.payment_id,
    reason: command.reason,
    asked: JSON.stringify(request),
  });
  enqueue(tx, finishMessage(refund), finishedByCommandMs);
  return ok({ kind: 'ask-gate', request: voidRequestOf(tx.sql, refund) });
}

/** Null when the refund does not wait for the gate. */
export function waitingVoidRequest(sql: SqlStorage, refundId: string): VoidRequest | null {
  const refund = refundById(sql, refundId);
  return refund?.status === 'voiding' ? voidRequestOf(sql, refund) : null;
}

/** The gate has answered. `admitted` are the tickets whose holders were let in before they could be voided. */
export function finishRefund(
  tx: Transaction,
  refundId: string,
  admitted: readonly string[],
): Result<Replayable<Refund>, 'already-admitted'> {
  const refund = refundById(tx.sql, refundId);
  // A repeat was refused and deleted the row. The gate's answer is the same, because an admission is never taken back.
  if (refund === null) return refuseAdmitted(tx, admitted);
  const order = orderRow(tx.sql, refund.order_id);
  invariant(order !== null, 'a refund has its order');
  const request = requestOf(refund);
  const key = idempotencyKeyOf(refund.order_id, request);
  const records = new IdempotencyRecords(tx, [key]);
  const found = records.find(key);
  if (found.kind === 'same') return ok({ value: JSON.parse(found.result), replayed: true });
  const ids: string[] = JSON.parse(refund.ticket_ids);
  const tickets = refundableTickets(tx.sql, refund.order_id).filter((ticket) => ids.includes(ticket.ticketId));
  // When the event is cancelled everybody gets their money back, also those who are in.
  const voided = decideVoided(tickets, admitted, request.evenIfAdmitted || tx.state.rules.cancelled);
  removeMessage(tx, finishMessage(refund));
  if (!voided.ok) {
    tx.sql.exec('delete from refunds where refund_id = ?', refundId);
    return refuseAdmitted(tx, admitted);
  }
  const result = voidAndReturnMoney(tx, order, refund, voided.value);
  enqueueAuditEntry(tx, {
    what: 'refund-asked',
    madeId: refundId,
    subjectId: result.orderId,
    by: request.by,
    amountMinor: result.amount.amount,
  });
  records.save(key, JSON.stringify(result), null);
  return ok({ value: result, replayed: false });
}

function refuseAdmitted(tx: Transaction, admitted: readonly string[]) {
  const numbers = admitted.map((ticketId) => ticketRow(tx.sql, ticketId)?.number ?? '');
  return refuse('already-admitted', { ticketIds: admitted, numbers });
}

/** Leaves out tickets that are void already: the gate was asked about them by the refund that voided them. */
function voidRequestOf(sql: SqlStorage, refund: RefundRow): VoidRequest {
  const ids: string[] = JSON.parse(refund.ticket_ids);
  const tickets = ticketsOfOrder(sql, refund.order_id)
    .filter((ticket) => ids.includes(ticket.ticket_id) && ticket.status === 'valid')
    .map((ticket) => gateTicket({ ...ticket, status: 'void', revision: ticket.revision + 1 }));
  return { refundId: refund.refund_id, tickets, evenIfAdmitted: requestOf(refund).evenIfAdmitted };
}

function isWaitingUnder(refund: RefundRow, key: string): boolean {
  return refund.status === 'voiding' && requestOf(refund).key === key;
}

function requestOf(refund: RefundRow): RefundRequest {
  invariant(refund.asked !== null, 'a refund that waits for the gate has its request');
  return JSON.parse(refund.asked);
}

function idempotencyKeyOf(
  orderId: string,
  { key, fingerprint }: Pick<RefundRequest, 'key' | 'fingerprint'>,
): IdempotencyKey {
  return { scope: `refund:${orderId}`, key, fingerprint };
}

function finishMessage({ order_id: orderId, refund_id: refundId }: RefundRow) {
  return { kind: 'finish-refund', orderId, refundId } as const;
}
