// The acquirer's rules over its own books. Everything here is synchronous and runs inside one transaction of the
// caller; webhooks are rows written with the change they tell of, so a crash loses neither.

import { randomBytes } from 'node:crypto';
import { and, asc, eq, gt, isNotNull, lte, min, sql } from 'drizzle-orm';
import type { DrizzleSqliteDODatabase } from 'drizzle-orm/durable-sqlite';
import { ok, type Result, refuse } from '#core/result.ts';
import type { CardBehaviour } from './cards.ts';
import type {
  CardAnswer,
  CreatePayment,
  Notice,
  PayablePayment,
  Payment,
  PaymentRefund,
  PaymentState,
  RefundPayment,
} from './rpc.ts';
import { notices, payments, refunds } from './schema.ts';

export type Database = DrizzleSqliteDODatabase<Record<string, never>>;
type Row = typeof payments.$inferSelect;

/** A bank that answers nothing for a while, as some do. */
export type Timing = { nowMs: number; lateMs: number };

export function createPayment(db: Database, request: CreatePayment, nowMs: number): Result<Payment, 'key-reused'> {
  const earlier = db.select().from(payments).where(eq(payments.key, request.key)).get();
  if (earlier !== undefined) {
    const same = earlier.amountMinor === request.amountMinor && earlier.currency === request.currency;
    return same && earlier.reference === request.reference ? ok(paymentOf(earlier)) : refuse('key-reused');
  }
  const { expiresAtMs, ...facts } = request;
  const row = db
    .insert(payments)
    .values({
      ...facts,
      paymentId: newPaymentId(request.reference),
      status: 'open',
      expiresAt: expiresAtMs,
      createdAt: nowMs,
    })
    .returning()
    .get();
  return ok(paymentOf(row));
}

export function findPayment(db: Database, paymentId: string): PayablePayment | null {
  const row = rowOf(db, paymentId);
  return row === undefined ? null : payableOf(row);
}

const paymentsPerPage = 500;

export function paymentsPage(
  db: Database,
  afterPaymentId: string | null,
): { payments: Payment[]; next: string | null } {
  const rows = db
    .select()
    .from(payments)
    .where(gt(payments.paymentId, afterPaymentId ?? ''))
    .orderBy(asc(payments.paymentId))
    .limit(paymentsPerPage + 1)
    .all();
  const page = rows.slice(0, paymentsPerPage);
  return {
    payments: page.map(paymentOf),
    next: rows.length > paymentsPerPage ? (page.at(-1)?.paymentId ?? null) : null,
  };
}

/** A card presented twice is charged once: only an open payment can be paid. */
export function payByCard(
  db: Database,
  paymentId: string,
  behaviour: CardBehaviour,
  timing: Timing,
): Result<CardAnswer, 'not-found'> {
  const row = rowOf(db, paymentId);
  if (row === undefined) return refuse('not-found');
  if (row.status !== 'open') return ok({ payment: payableOf(row), unclear: false });
  const late = behaviour === 'late';
  const status: PaymentState = behaviour === 'declined' ? 'failed' : late ? 'processing' : 'succeeded';
  const decideAt = late ? timing.nowMs + timing.lateMs : null;
  const changed = db
    .update(payments)
    .set({ status, card: behaviour, decideAt })
    .where(eq(payments.paymentId, paymentId))
    .returning()
    .get();
  noticeOfPayment(db, changed, timing.nowMs);
  return ok({ payment: payableOf(changed), unclear: behaviour === 'unclear' });
}

export function cancelPayment(db: Database, paymentId: string, nowMs: number): Payment | null {
  const row = rowOf(db, paymentId);
  if (row === undefined) return null;
  if (row.status !== 'open') return paymentOf(row);
  const changed = db
    .update(payments)
    .set({ status: 'cancelled' })
    .where(eq(payments.paymentId, paymentId))
    .returning()
    .get();
  noticeOfPayment(db, changed, nowMs);
  return paymentOf(changed);
}

export function refundPayment(
  db: Database,
  request: RefundPayment,
  timing: Timing,
): Result<PaymentRefund, 'not-found' | 'key-reused' | 'not-refundable'> {
  const earlier = db.select().from(refunds).where(eq(refunds.key, request.key)).get();
  if (earlier !== undefined) {
    const same = earlier.paymentId === request.paymentId && earlier.amountMinor === request.amountMinor;
    return same ? ok(refundOf(earlier)) : refuse('key-reused');
  }
  const row = rowOf(db, request.paymentId);
  if (row === undefined) return refuse('not-found');
  if (row.status !== 'succeeded' || row.refundedMinor + request.amountMinor > row.amountMinor) {
    return refuse('not-refundable');
  }
  const late = row.card === 'late';
  const made = db
    .insert(refunds)
    .values({
      ...request,
      status: late ? 'pending' : 'succeeded',
      createdAt: timing.nowMs,
      decideAt: late ? timing.nowMs + timing.lateMs : null,
    })
    .returning()
    .get();
  const changed = db
    .update(payments)
    .set({ refundedMinor: sql`${payments.refundedMinor} + ${request.amountMinor}` })
    .where(eq(payments.paymentId, request.paymentId))
    .returning()
    .get();
  noticeOfRefund(db, changed, made, timing.nowMs);
  return ok(refundOf(made));
}

/** The bank answers what it kept waiting. */
export function decideDue(db: Database, nowMs: number): void {
  const duePayments = db
    .update(payments)
    .set({ status: 'succeeded', decideAt: null })
    .where(and(isNotNull(payments.decideAt), lte(payments.decideAt, nowMs)))
    .returning()
    .all();
  for (const row of duePayments) noticeOfPayment(db, row, nowMs);
  const dueRefunds = db
    .update(refunds)
    .set({ status: 'succeeded', decideAt: null })
    .where(and(isNotNull(refunds.decideAt), lte(refunds.decideAt, nowMs)))
    .returning()
    .all();
  for (const refund of dueRefunds) {
    const row = rowOf(db, refund.paymentId);
    if (row !== undefined) noticeOfRefund(db, row, refund, nowMs);
  }
}

export type DueNotice = typeof notices.$inferSelect;

export function dueNotices(db: Database, nowMs: number, limit: number): DueNotice[] {
  return db
    .select()
    .from(notices)
    .where(lte(notices.dueAt, nowMs))
    .orderBy(asc(notices.dueAt), asc(notices.n))
    .limit(limit)
    .all();
}

export function noticeDelivered(db: Database, n: number): void {
  db.delete(notices).where(eq(notices.n, n)).run();
}

export function noticeFailed(db: Database, notice: DueNotice, nextAtMs: number): void {
  db.update(notices)
    .set({ attempts: notice.attempts + 1, dueAt: nextAtMs })
    .where(eq(notices.n, notice.n))
    .run();
}

/** When something is to be done next, or null. */
export function nextWakeAt(db: Database): number | null {
  const times = [
    db
      .select({ at: min(notices.dueAt) })
      .from(notices)
      .get()?.at,
    db
      .select({ at: min(payments.decideAt) })
      .from(payments)
      .get()?.at,
    db
      .select({ at: min(refunds.decideAt) })
      .from(refunds)
      .get()?.at,
  ].filter((at) => at !== null && at !== undefined);
  return times.length === 0 ? null : Math.min(...times);
}

// --- notices --------------------------------------------------------------------------------------------------

/** How long the repeated card keeps back what happened first, so that it arrives last. */
const reorderMs = 500;

function noticeOfPayment(db: Database, row: Row, nowMs: number): void {
  if (row.status === 'open') return;
  const notice = noticeFor(`payment.${row.status}`, row, null, nowMs);
  queue(db, notice, nowMs);
  if (row.card === 'repeated' && row.status === 'succeeded') {
    queue(db, notice, nowMs);
    queue(db, noticeFor('payment.processing', { ...row, status: 'processing' }, null, nowMs), nowMs + reorderMs);
    queue(db, notice, nowMs + 2 * reorderMs);
  }
}

function noticeOfRefund(db: Database, row: Row, refund: typeof refunds.$inferSelect, nowMs: number): void {
  queue(db, noticeFor(`refund.${refund.status}`, row, refundOf(refund), nowMs), nowMs);
}

function noticeFor(type: Notice['type'], row: Row, refund: PaymentRefund | null, nowMs: number): Notice {
  return { id: `ntc_${randomBytes(12).toString('hex')}`, type, createdAt: nowMs, payment: paymentOf(row), refund };
}

function queue(db: Database, notice: Notice, dueAt: number): void {
  db.insert(notices)
    .values({ eventId: notice.id, body: JSON.stringify(notice), dueAt })
    .run();
}

// --- rows -----------------------------------------------------------------------------------------------------

function rowOf(db: Database, paymentId: string): Row | undefined {
  return db.select().from(payments).where(eq(payments.paymentId, paymentId)).get();
}

function paymentOf(row: Row): Payment {
  const { paymentId, reference, amountMinor, currency, status, refundedMinor } = row;
  return { paymentId, reference, amountMinor, currency, status, refundedMinor };
}

function payableOf(row: Row): PayablePayment {
  const { seller, title, locale, returnUrl, expiresAt } = row;
  return { ...paymentOf(row), seller, title, locale, returnUrl, expiresAtMs: expiresAt };
}

function refundOf(row: typeof refunds.$inferSelect): PaymentRefund {
  const { key, paymentId, amountMinor, status } = row;
  return { key, paymentId, amountMinor, status };
}

// The event's key is the second part of every id of its order, so the payment's id tells, without a lookup, which
// acquirer object has it. 130 random bits: the id is the right to pay, and nothing else.
function newPaymentId(reference: string): string {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
  const random = Array.from(randomBytes(26), (byte) => alphabet.charAt(byte % 32)).join('');
  return `pay_${reference.split('_')[1] ?? ''}_${random}`;
}
