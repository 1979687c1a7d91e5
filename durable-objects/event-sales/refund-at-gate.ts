// A refund in two steps, because the gate and the sales are two objects. First the refund is written down as `voiding`,
// which reserves its tickets. Then the gate, which is the judge of who is in, voids them and says who was in before. Only
// then stock, money and books follow, in one transaction. Whoever dies in between has left the row and a job in the
// outbox, and the gate's voiding is idempotent: the refund is finished by itself. Nothing can refuse it after the gate
// has voided, so the gate is never corrected.

import type { Refund } from '#core/contracts/sales.ts';
import { decideRefund, decideVoided } from '#core/refunds.ts';
import { invariant, ok, type Result, refuse } from '#core/result.ts';
import { type IdempotencyKey, IdempotencyRecords } from './answers.ts';
import type { Answered, RefundOrder, RefundRefusal } from './calls.ts';
import type { GateTicket } from './jobs.ts';
import { tellLog } from './logged.ts';
import { orderRow } from './order-rows.ts';
import { enqueue, forget } from './outbox.ts';
import { insertRefund, refundableTickets, refundById, refundsOfOrder, voidAndAskMoney } from './refunds.ts';
import type { Transaction } from './sale.ts';
import type { refunds } from './schema.ts';
import { gateTicket, ticketRow, ticketsOfOrder } from './tickets.ts';

type RefundRow = typeof refunds.$inferSelect;

/** What a waiting refund remembers of its request. */
type AskedRefund = Pick<RefundOrder, 'by' | 'key' | 'fingerprint' | 'evenIfAdmitted'>;

/** What the gate is asked: to void these, or none of them if one is in and that was not allowed for. */
export type GateQuestion = { refundId: string; tickets: GateTicket[]; evenIfAdmitted: boolean };

type Begun = { kind: 'answered'; answer: Answered<Refund> } | { kind: 'ask-gate'; question: GateQuestion };

/** The request itself asks the gate at once; the outbox does it only for a request that died. */
const finishedByRequestMs = 5_000;

export function beginRefund(tx: Transaction, command: RefundOrder): Result<Begun, RefundRefusal> {
  const order = orderRow(tx.sql, command.orderId);
  if (order === null) return refuse('not-found');
  const question = questionOf(command.orderId, command);
  const before = new IdempotencyRecords(tx, [question]).earlier(question);
  if (before.kind === 'other') return before.refusal;
  if (before.kind === 'same') return ok(answered(JSON.parse(before.answer), true));
  const waiting = refundsOfOrder(tx.sql, command.orderId).find((one) => isWaitingUnder(one, command.key));
  if (waiting !== undefined) {
    if (askedOf(waiting).fingerprint !== command.fingerprint) return refuse('idempotency-key-reused');
    return ok({ kind: 'ask-gate', question: gateQuestion(tx.sql, waiting) });
  }
  const plan = decideRefund(order.status, refundableTickets(tx.sql, order.order_id), command.ticketIds);
  if (!plan.ok) return plan;
  const { by, key, fingerprint, evenIfAdmitted } = command;
  const asked: AskedRefund = { by, key, fingerprint, evenIfAdmitted };
  const refund = insertRefund(tx, order, {
    kind: 'tickets',
    status: 'voiding',
    amount_minor: plan.value.amountMinor,
    ticket_ids: JSON.stringify(plan.value.tickets.map((ticket) => ticket.ticketId)),
    provider: order.provider,
    payment_id: order.payment_id,
    reason: command.reason,
    asked: JSON.stringify(asked),
  });
  enqueue(tx, finishJob(refund), finishedByRequestMs);
  return ok({ kind: 'ask-gate', question: gateQuestion(tx.sql, refund) });
}

/** Null for a refund that waits for no gate. */
export function waitingQuestion(sql: SqlStorage, refundId: string): GateQuestion | null {
  const refund = refundById(sql, refundId);
  return refund?.status === 'voiding' ? gateQuestion(sql, refund) : null;
}

/** The gate has answered: `admitted` are those of the tickets that were in before they could be voided. */
export function finishRefund(
  tx: Transaction,
  refundId: string,
  admitted: readonly string[],
): Result<Answered<Refund>, 'already-admitted'> {
  const refund = refundById(tx.sql, refundId);
  // Refused meanwhile by the same answer of the gate: who is in stays in.
  if (refund === null) return refuseAdmitted(tx, admitted);
  const order = orderRow(tx.sql, refund.order_id);
  invariant(order !== null, 'a refund has its order');
  const asked = askedOf(refund);
  const question = questionOf(refund.order_id, asked);
  const answers = new IdempotencyRecords(tx, [question]);
  const before = answers.earlier(question);
  if (before.kind === 'same') return ok({ value: JSON.parse(before.answer), replayed: true });
  const ids: string[] = JSON.parse(refund.ticket_ids);
  const tickets = refundableTickets(tx.sql, refund.order_id).filter((ticket) => ids.includes(ticket.ticketId));
  // Who cancels an event gives everybody his money back.
  const voided = decideVoided(tickets, admitted, asked.evenIfAdmitted || tx.state.rules.cancelled);
  forget(tx, finishJob(refund));
  if (!voided.ok) {
    tx.sql.exec('delete from refunds where refund_id = ?', refundId);
    return refuseAdmitted(tx, admitted);
  }
  const told = voidAndAskMoney(tx, order, refund, voided.value);
  const { amount, orderId } = told;
  tellLog(tx, {
    what: 'refund-asked',
    madeId: refundId,
    subjectId: orderId,
    by: asked.by,
    amountMinor: amount.amount,
  });
  answers.remember(question, JSON.stringify(told), null);
  return ok({ value: told, replayed: false });
}

function refuseAdmitted(tx: Transaction, admitted: readonly string[]) {
  const numbers = admitted.map((ticketId) => ticketRow(tx.sql, ticketId)?.number ?? '');
  return refuse('already-admitted', { ticketIds: admitted, numbers });
}

/** Tickets that are void already were judged when they became so. */
function gateQuestion(sql: SqlStorage, refund: RefundRow): GateQuestion {
  const ids: string[] = JSON.parse(refund.ticket_ids);
  const tickets = ticketsOfOrder(sql, refund.order_id)
    .filter((ticket) => ids.includes(ticket.ticket_id) && ticket.status === 'valid')
    .map((ticket) => gateTicket({ ...ticket, status: 'void', revision: ticket.revision + 1 }));
  return { refundId: refund.refund_id, tickets, evenIfAdmitted: askedOf(refund).evenIfAdmitted };
}

function isWaitingUnder(refund: RefundRow, key: string): boolean {
  return refund.status === 'voiding' && askedOf(refund).key === key;
}

function askedOf(refund: RefundRow): AskedRefund {
  invariant(refund.asked !== null, 'a refund that waits for the gate knows its request');
  return JSON.parse(refund.asked);
}

function questionOf(orderId: string, { key, fingerprint }: Pick<AskedRefund, 'key' | 'fingerprint'>): IdempotencyKey {
  return { scope: `refund:${orderId}`, key, fingerprint };
}

function finishJob({ order_id: orderId, refund_id: refundId }: RefundRow) {
  return { kind: 'finish-refund', orderId, refundId } as const;
}

function answered(value: Refund, replayed: boolean): Begun {
  return { kind: 'answered', answer: { value, replayed } };
}
