// The acquirer's payments, refunds and webhooks waiting to be sent, with the rules over them. Every method is
// synchronous and runs inside one transaction of the caller. A webhook is a row written together with the change it
// reports, so a crash loses neither.

import { randomBytes } from 'node:crypto';
import { and, asc, eq, gt, isNotNull, lte, min, sql } from 'drizzle-orm';
import type { DrizzleSqliteDODatabase } from 'drizzle-orm/durable-sqlite';
import { ok, type Result, refuse } from '#core/result.ts';
import type {
  CardResult,
  CreatePayment,
  PayablePayment,
  Payment,
  PaymentRefund,
  PaymentState,
  RefundPayment,
  WebhookEvent,
} from './rpc.ts';
import { payments, refunds, webhooks } from './schema.ts';
import type { CardBehaviour } from './test-acquirer.ts';

type Row = typeof payments.$inferSelect;
type RefundRow = typeof refunds.$inferSelect;

const paymentsPerPage = 500;

export type DueWebhook = typeof webhooks.$inferSelect;

/** The repeated card sends its first state this much after its final one, so that the events arrive out of order. */
const reorderMs = 500;

/** `lateMs`: how long a bank takes for the card that answers late. */
export type Timing = { nowMs: number; lateMs: number };

export class PaymentsStore {
  readonly #db: DrizzleSqliteDODatabase;

  constructor(db: DrizzleSqliteDODatabase) {
    this.#db = db;
  }

  createPayment(request: CreatePayment, nowMs: number): Result<Payment, 'key-reused'> {
    const earlier = this.#db.select().from(payments).where(eq(payments.key, request.key)).get();
    if (earlier !== undefined) {
      const same = earlier.amountMinor === request.amountMinor && earlier.currency === request.currency;
      return same && earlier.reference === request.reference ? ok(paymentOf(earlier)) : refuse('key-reused');
    }
    const { expiresAtMs, ...rest } = request;
    const row = this.#db
      .insert(payments)
      .values({
        ...rest,
        paymentId: newPaymentId(request.reference),
        status: 'open',
        expiresAt: expiresAtMs,
        createdAt: nowMs,
      })
      .returning()
      .get();
    return ok(paymentOf(row));
  }

  findPayment(paymentId: string): PayablePayment | null {
    const row = this.#rowOf(paymentId);
    return row === undefined ? null : payableOf(row);
  }

  paymentsPage(afterPaymentId: string | null): { payments: Payment[]; next: string | null } {
    const rows = this.#db
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
  payByCard(paymentId: string, behaviour: CardBehaviour, timing: Timing): Result<CardResult, 'not-found'> {
    const row = this.#rowOf(paymentId);
    if (row === undefined) return refuse('not-found');
    if (row.status !== 'open') return ok({ payment: payableOf(row), unclear: false });
    const late = behaviour === 'late';
    const status: PaymentState = behaviour === 'declined' ? 'failed' : late ? 'processing' : 'succeeded';
    const decideAt = late ? timing.nowMs + timing.lateMs : null;
    const changed = this.#db
      .update(payments)
      .set({ status, card: behaviour, decideAt })
      .where(eq(payments.paymentId, paymentId))
      .returning()
      .get();
    this.#enqueuePaymentEvent(changed, timing.nowMs);
    return ok({ payment: payableOf(changed), unclear: behaviour === 'unclear' });
  }

  cancelPayment(paymentId: string, nowMs: number): Payment | null {
    const row = this.#rowOf(paymentId);
    if (row === undefined) return null;
    if (row.status !== 'open') return paymentOf(row);
    const changed = this.#db
      .update(payments)
      .set({ status: 'cancelled' })
      .where(eq(payments.paymentId, paymentId))
      .returning()
      .get();
    this.#enqueuePaymentEvent(changed, nowMs);
    return paymentOf(changed);
  }

  refundPayment(
    request: RefundPayment,
    timing: Timing,
  ): Result<PaymentRefund, 'not-found' | 'key-reused' | 'not-refundable'> {
    const earlier = this.#db.select().from(refunds).where(eq(refunds.key, request.key)).get();
    if (earlier !== undefined) {
      const same = earlier.paymentId === request.paymentId && earlier.amountMinor === request.amountMinor;
      return same ? ok(refundOf(earlier)) : refuse('key-reused');
    }
    const row = this.#rowOf(request.paymentId);
    if (row === undefined) return refuse('not-found');
    if (row.status !== 'succeeded' || row.refundedMinor + request.amountMinor > row.amountMinor) {
      return refuse('not-refundable');
    }
    const late = row.card === 'late';
    const made = this.#db
      .insert(refunds)
      .values({
        ...request,
        status: late ? 'pending' : 'succeeded',
        createdAt: timing.nowMs,
        decideAt: late ? timing.nowMs + timing.lateMs : null,
      })
      .returning()
      .get();
    const changed = this.#db
      .update(payments)
      .set({ refundedMinor: sql`${payments.refundedMinor} + ${request.amountMinor}` })
      .where(eq(payments.paymentId, request.paymentId))
      .returning()
      .get();
    this.#enqueueRefundEvent(changed, made, timing.nowMs);
    return ok(refundOf(made));
  }

  /** Decides the late payments and refunds whose time has come. */
  decideDue(nowMs: number): void {
    const duePayments = this.#db
      .update(payments)
      .set({ status: 'succeeded', decideAt: null })
      .where(and(isNotNull(payments.decideAt), lte(payments.decideAt, nowMs)))
      .returning()
      .all();
    for (const row of duePayments) this.#enqueuePaymentEvent(row, nowMs);
    const dueRefunds = this.#db
      .update(refunds)
      .set({ status: 'succeeded', decideAt: null })
      .where(and(isNotNull(refunds.decideAt), lte(refunds.decideAt, nowMs)))
      .returning()
      .all();
    for (const refund of dueRefunds) {
      const row = this.#rowOf(refund.paymentId);
      if (row !== undefined) this.#enqueueRefundEvent(row, refund, nowMs);
    }
  }

  dueWebhooks(nowMs: number, limit: number): DueWebhook[] {
    return this.#db
      .select()
      .from(webhooks)
      .where(lte(webhooks.dueAt, nowMs))
      .orderBy(asc(webhooks.dueAt), asc(webhooks.n))
      .limit(limit)
      .all();
  }

  removeWebhook(n: number): void {
    this.#db.delete(webhooks).where(eq(webhooks.n, n)).run();
  }

  postponeWebhook(event: DueWebhook, nextAtMs: number): void {
    this.#db
      .update(webhooks)
      .set({ attempts: event.attempts + 1, dueAt: nextAtMs })
      .where(eq(webhooks.n, event.n))
      .run();
  }

  /** When the alarm is needed next; null when nothing waits. */
  nextWakeAt(): number | null {
    const times = [
      this.#db
        .select({ at: min(webhooks.dueAt) })
        .from(webhooks)
        .get()?.at,
      this.#db
        .select({ at: min(payments.decideAt) })
        .from(payments)
        .get()?.at,
      this.#db
        .select({ at: min(refunds.decideAt) })
        .from(refunds)
        .get()?.at,
    ].filter((at) => at !== null && at !== undefined);
    return times.length === 0 ? null : Math.min(...times);
  }

  #enqueuePaymentEvent(row: Row, nowMs: number): void {
    if (row.status === 'open') return;
    const event = webhookEventOf(`payment.${row.status}`, row, null, nowMs);
    this.#queue(event, nowMs);
    if (row.card === 'repeated' && row.status === 'succeeded') {
      this.#queue(event, nowMs);
      this.#queue(
        webhookEventOf('payment.processing', { ...row, status: 'processing' }, null, nowMs),
        nowMs + reorderMs,
      );
      this.#queue(event, nowMs + 2 * reorderMs);
    }
  }

  #enqueueRefundEvent(row: Row, refund: RefundRow, nowMs: number): void {
    this.#queue(webhookEventOf(`refund.${refund.status}`, row, refundOf(refund), nowMs), nowMs);
  }

  #queue(event: WebhookEvent, dueAt: number): void {
    this.#db
      .insert(webhooks)
      .values({ eventId: event.id, body: JSON.stringify(event), dueAt })
      .run();
  }

  #rowOf(paymentId: string): Row | undefined {
    return this.#db.select().from(payments).where(eq(payments.paymentId, paymentId)).get();
  }
}

function webhookEventOf(
  type: WebhookEvent['type'],
  row: Row,
  refund: PaymentRefund | null,
  nowMs: number,
): WebhookEvent {
  return { id: `ntc_${randomBytes(12).toString('hex')}`, type, createdAt: nowMs, payment: paymentOf(row), refund };
}

function paymentOf(row: Row): Payment {
  const { paymentId, reference, amountMinor, currency, status, refundedMinor } = row;
  return { paymentId, reference, amountMinor, currency, status, refundedMinor };
}

function payableOf(row: Row): PayablePayment {
  const { seller, title, locale, returnUrl, expiresAt } = row;
  return { ...paymentOf(row), seller, title, locale, returnUrl, expiresAtMs: expiresAt };
}

function refundOf(row: RefundRow): PaymentRefund {
  const { key, paymentId, amountMinor, status } = row;
  return { key, paymentId, amountMinor, status };
}

// The second part of every id is the event's key (also of `reference`, an order), so a payment's id leads to its
// acquirer object without a lookup. The last part has 130 random bits, because whoever knows the id may pay it.
function newPaymentId(reference: string): string {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
  const random = Array.from(randomBytes(26), (byte) => alphabet.charAt(byte % 32)).join('');
  return `pay_${reference.split('_')[1] ?? ''}_${random}`;
}
