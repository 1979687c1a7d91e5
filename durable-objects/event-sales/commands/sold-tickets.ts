// What is done about tickets that are sold: mailed again, or given another holder's name.

import { ok, type Result, refuse } from '#core/result.ts';
import { IdempotencyRecords } from '../engine/idempotency.ts';
import { newId } from '../engine/ids.ts';
import type { Transaction } from '../engine/transaction.ts';
import { enqueueAuditEntry } from '../outbox/audit.ts';
import { enqueue } from '../outbox/outbox.ts';
import { orderRow } from '../rows/orders.ts';
import { changeHolder, holderChanges, ticketRow } from '../rows/tickets.ts';
import type { RenameHolder, RenameRefusal, Replayable } from '../rpc.ts';

/** The mail goes to whatever address the order has: without a limit anybody with an order token could flood a mailbox. */
const pauseMs = 60_000;
const mostMailings = 20;

/** `mailing` counts the sendings of the order, the first one included. */
export function resendTickets(
  tx: Transaction,
  orderId: string,
): Result<{ mailing: number }, 'not-found' | 'order-not-paid' | 'too-many-requests'> {
  const order = orderRow(tx.sql, orderId);
  if (order === null) return refuse('not-found');
  if (order.status !== 'paid' && order.status !== 'partly-refunded') return refuse('order-not-paid');
  const waitMs = (order.mailed_at ?? 0) + pauseMs - tx.nowMs;
  // A wait longer than the pause itself comes from a clock that ran ahead when the last mail was asked for.
  if (waitMs > 0 && waitMs <= pauseMs)
    return refuse('too-many-requests', { retryAfterSeconds: Math.ceil(waitMs / 1_000) });
  if (order.mailing >= mostMailings) return refuse('too-many-requests');
  const mailing = order.mailing + 1;
  tx.sql.exec('update orders set mailing = ?, mailed_at = ? where order_id = ?', mailing, tx.nowMs, orderId);
  enqueue(tx, { kind: 'deliver-order', orderId, mailing });
  return ok({ mailing });
}

/** Each change is a row that stays; nobody needs more of them for one ticket. */
const mostHolderChanges = 20;

/**
 * The ticket stays the same one: its code admits whoever has it, also from a letter with the former name. Returns whose
 * name it has now.
 */
export function renameHolder(tx: Transaction, command: RenameHolder): Result<Replayable<string>, RenameRefusal> {
  const { ticketId, orderId, name, reason, by } = command;
  const ticket = ticketRow(tx.sql, ticketId);
  const order = orderRow(tx.sql, orderId);
  if (ticket === null || order === null || ticket.order_id !== orderId) return refuse('not-found');
  const key = { scope: `rename:${ticketId}`, key: command.key, fingerprint: command.fingerprint };
  const records = new IdempotencyRecords(tx, [key]);
  const found = records.find(key);
  if (found.kind === 'other') return found.refusal;
  // A late copy of an earlier change must not undo a later one.
  if (found.kind === 'same') return ok({ value: found.result, replayed: true });
  if (ticket.status !== 'valid') return refuse('ticket-not-valid');
  const before = ticket.holder_name ?? order.buyer_name;
  if (before === name) return ok({ value: name, replayed: false });
  if (holderChanges(tx.sql, [ticketId]).length >= mostHolderChanges) {
    return refuse('limit-exceeded', { most: mostHolderChanges });
  }
  const changeId = newId(tx, 'hch');
  changeHolder(tx, {
    change_id: changeId,
    ticket_id: ticketId,
    at: tx.nowMs,
    name_before: before,
    name_after: name,
    reason,
  });
  enqueue(tx, { kind: 'project-order', orderId });
  enqueueAuditEntry(tx, { what: 'holder-renamed', madeId: changeId, subjectId: ticketId, by, amountMinor: null });
  records.save(key, name, null);
  return ok({ value: name, replayed: false });
}
