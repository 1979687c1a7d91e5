// What happened to an order, put together from those who know: the event's object (payment, refunds), the send log and the
// letters that failed, the audit log (who asked for a refund) and the gate (admissions).

import { and, eq } from 'drizzle-orm';
import { Currency } from '#core/contracts/basics.ts';
import { type OrderHistoryItem, OrderLetter } from '#core/contracts/order-desk.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import type { OrderPast } from '../../durable-objects/event-sales/rpc.ts';
import type { EventRow } from '../access/relations.ts';
import { databaseOf, isOneOf } from '../database.ts';
import { sentLetters } from '../delivery/delivery.ts';
import { admissionsOf } from '../door/door.ts';
import type { Env } from '../env.d.ts';
import { callEventSales } from '../event-object/event-object.ts';
import type { Actor } from '../http/app-env.ts';
import { auditLog } from '../schema/audit.ts';
import { failedLetters } from '../schema/failed-letters.ts';

type Dated = { atMs: number; item: OrderHistoryItem };
type Place = { orderId: string; event: EventRow; actor: Actor };

/** The tickets are mailed at most twenty times; the rest is room for the status letters of the order. */
const mostLetters = 50;

export async function orderHistory(
  env: Env,
  { orderId, event, actor }: Place,
): Promise<Result<{ items: OrderHistoryItem[] }, 'not-found'>> {
  const past = await callEventSales(env, event.id, (sales) => sales.orderPast(orderId));
  if (past === null) return refuse('not-found');
  const [letters, lost, refunds, renames, admissions] = await Promise.all([
    mailed(env, orderId),
    givenUp(env, orderId),
    refundsIn(env, past, actor),
    renamesIn(env, past, actor),
    admitted(env, event.id, past),
  ]);
  // What happened at one moment stays in this order: each is the cause of the next.
  const all = [...purchase(past), ...letters, ...lost, ...refunds, ...renames, ...admissions];
  return ok({ items: all.toSorted((a, b) => a.atMs - b.atMs).map((one) => one.item) });
}

const iso = (atMs: number) => new Date(atMs).toISOString();

const amountIn = (past: OrderPast, amount: number) => ({ amount, currency: Currency.parse(past.currency) });

function purchase(past: OrderPast): Dated[] {
  const { createdAtMs, paidAtMs, byHand, totalMinor } = past;
  const placed: Dated = { atMs: createdAtMs, item: { kind: 'placed', at: iso(createdAtMs), byHand } };
  if (paidAtMs === null || byHand) return [placed];
  return [placed, { atMs: paidAtMs, item: { kind: 'paid', at: iso(paidAtMs), amount: amountIn(past, totalMinor) } }];
}

async function mailed(env: Env, orderId: string): Promise<Dated[]> {
  const sent = await sentLetters(env.FILES, `${orderId}.`, mostLetters);
  return sent.flatMap(({ id, state, atMs }) => {
    const [name, mailing] = id.slice(orderId.length + 1).split('.');
    const letter = OrderLetter.safeParse(name);
    if (!letter.success) return [];
    const outcome = state === 'accepted' ? 'sent' : state;
    const again = letter.data === 'tickets' && mailing !== '1';
    return { atMs, item: { kind: 'letter', at: iso(atMs), letter: letter.data, outcome, again } };
  });
}

/** A refused letter is in the send log; one that nobody took for three days is only here. */
async function givenUp(env: Env, orderId: string): Promise<Dated[]> {
  const rows = await databaseOf(env)
    .select({ letter: failedLetters.letter, atMs: failedLetters.failedAt })
    .from(failedLetters)
    .where(and(eq(failedLetters.orderId, orderId), eq(failedLetters.reason, 'given-up')));
  return rows.map(({ letter, atMs }) => ({
    atMs,
    item: { kind: 'letter', at: iso(atMs), letter, outcome: 'given-up', again: false },
  }));
}

async function refundsIn(env: Env, past: OrderPast, reader: Actor): Promise<Dated[]> {
  if (past.refunds.length === 0) return [];
  const by = await whoDid(
    env,
    past.refunds.map((refund) => refund.refundId),
    reader,
  );
  return past.refunds.flatMap(({ refundId, why, amountMinor, requestedAtMs, confirmedAtMs }) => {
    const amount = amountIn(past, amountMinor);
    const asked: Dated = {
      atMs: requestedAtMs,
      item: { kind: 'refund-requested', at: iso(requestedAtMs), amount, why, by: by(refundId) },
    };
    if (confirmedAtMs === null) return [asked];
    return [asked, { atMs: confirmedAtMs, item: { kind: 'refund-confirmed', at: iso(confirmedAtMs), amount } }];
  });
}

async function renamesIn(env: Env, { renames }: OrderPast, reader: Actor): Promise<Dated[]> {
  if (renames.length === 0) return [];
  const by = await whoDid(
    env,
    renames.map((one) => one.changeId),
    reader,
  );
  return renames.map(({ changeId, atMs, ...rename }) => ({
    atMs,
    item: { kind: 'holder-renamed', at: iso(atMs), ...rename, by: by(changeId) },
  }));
}

/** By the id of what was made: an entry of the log has the same number (`enqueueAuditEntry`). */
async function whoDid(env: Env, madeIds: readonly string[], reader: Actor) {
  const entryOf = (madeId: string) => `aud_${madeId.slice(madeId.indexOf('_') + 1)}`;
  const rows = await databaseOf(env)
    .select({ id: auditLog.id, userId: auditLog.userId, role: auditLog.role })
    .from(auditLog)
    .where(isOneOf(auditLog.id, madeIds.map(entryOf)));
  return (madeId: string) => {
    const entry = rows.find((row) => row.id === entryOf(madeId));
    return entry === undefined ? null : entry.userId === reader.userId ? ('me' as const) : sideOf(entry.role);
  };
}

function sideOf(role: (typeof auditLog.$inferSelect)['role']): 'organizer' | 'admin' | null {
  return role === 'organizer' || role === 'admin' ? role : null;
}

async function admitted(env: Env, eventId: string, { tickets }: OrderPast): Promise<Dated[]> {
  if (tickets.length === 0) return [];
  const numbers = new Map(tickets.map((ticket) => [ticket.ticketId, ticket.number]));
  const admissions = await admissionsOf(env, eventId, [...numbers.keys()]);
  return admissions.map(({ ticketId, atMs, gate }) => ({
    atMs,
    item: { kind: 'admitted', at: iso(atMs), ticketNumber: numbers.get(ticketId) ?? '', gate },
  }));
}
