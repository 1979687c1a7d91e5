// The built-in test acquirer: a payment provider with its own truth, one object per event. It charges test cards,
// tells the merchant by signed webhooks until he answers 2xx, and has faults to order. What it says is judged by
// `worker/payments`; nothing of ours is decided here.

import { DurableObject } from 'cloudflare:workers';
import { drizzle } from 'drizzle-orm/durable-sqlite';
import { migrate } from 'drizzle-orm/durable-sqlite/migrator';
import { invariant, type Result, refuse } from '#core/result.ts';
import migrations from '../../migrations/test-acquirer/migrations.js';
import { startAnewWhenAhead } from '../tell-time.ts';
import * as books from './books.ts';
import { behaviourOf } from './cards.ts';
import { mendFutureTimes } from './future-times.ts';
import type {
  CardAnswer,
  CardRefusal,
  CreatePayment,
  PayablePayment,
  Payment,
  PaymentRefund,
  RefundPayment,
  TestAcquirerCalls,
} from './rpc.ts';
import { signatureHeader, signatureOf } from './signature.ts';

export { type CardBehaviour, testCards } from './cards.ts';
export type { Notice, PayablePayment, TestAcquirerCalls } from './rpc.ts';
export { signatureHeader, signatureOf } from './signature.ts';

/** One alarm's work; the rest waits for the next, so that one wake stays short. */
const noticesPerWake = 20;
const answerTimeoutMs = 10_000;
const longestPauseMs = 60 * 60 * 1_000;
/** With pauses of an hour at most this is about three days, as acquirers do. */
const maxAttempts = 84;

export class TestAcquirer extends DurableObject<Cloudflare.Env> implements TestAcquirerCalls {
  readonly #db: books.Database;

  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env);
    this.#db = drizzle(ctx.storage);
    ctx.blockConcurrencyWhile(async () => {
      await migrate(this.#db, migrations);
      const { nowMs, lateMs } = this.#timing(Date.now());
      mendFutureTimes(this.#db, { nowMs, longestDecisionMs: lateMs, longestPauseMs: 1.25 * longestPauseMs });
      await this.#armNextWake();
    });
  }

  async createPayment(request: CreatePayment): Promise<Result<Payment, 'key-reused' | 'bad-amount'>> {
    this.#answerUnlessDown();
    if (!Number.isSafeInteger(request.amountMinor) || request.amountMinor <= 0) return refuse('bad-amount');
    return this.#transact((nowMs) => books.createPayment(this.#db, request, nowMs));
  }

  async payment(paymentId: string): Promise<Payment | null> {
    this.#answerUnlessDown();
    const found = books.findPayment(this.#db, paymentId);
    if (found === null) return null;
    const { reference, amountMinor, currency, status, refundedMinor } = found;
    return { paymentId, reference, amountMinor, currency, status, refundedMinor };
  }

  async payments(afterPaymentId: string | null): Promise<{ payments: Payment[]; next: string | null }> {
    this.#answerUnlessDown();
    return books.paymentsPage(this.#db, afterPaymentId);
  }

  async payable(paymentId: string): Promise<PayablePayment | null> {
    this.#answerUnlessDown();
    return books.findPayment(this.#db, paymentId);
  }

  async pay(paymentId: string, cardNumber: string): Promise<Result<CardAnswer, CardRefusal>> {
    this.#answerUnlessDown();
    const behaviour = behaviourOf(cardNumber);
    if (behaviour === null) return refuse('not-a-test-card');
    return this.#transact((nowMs) => books.payByCard(this.#db, paymentId, behaviour, this.#timing(nowMs)));
  }

  async cancelPayment(paymentId: string): Promise<Payment | null> {
    this.#answerUnlessDown();
    return this.#transact((nowMs) => books.cancelPayment(this.#db, paymentId, nowMs));
  }

  async refundPayment(
    request: RefundPayment,
  ): Promise<Result<PaymentRefund, 'not-found' | 'key-reused' | 'not-refundable'>> {
    this.#answerUnlessDown();
    if (!Number.isSafeInteger(request.amountMinor) || request.amountMinor <= 0) return refuse('not-refundable');
    return this.#transact((nowMs) => books.refundPayment(this.#db, request, this.#timing(nowMs)));
  }

  async tellTime(nowMs: number): Promise<void> {
    startAnewWhenAhead(this.ctx, nowMs);
  }

  async breakDownUntil(untilMs: number): Promise<void> {
    this.ctx.storage.kv.put('downUntil', untilMs);
  }

  // Never throws to the platform: after six failures an alarm is deleted, and the notices with it.
  override async alarm(): Promise<void> {
    let notBeforeMs = 0;
    try {
      this.ctx.storage.transactionSync(() => books.decideDue(this.#db, Date.now()));
      for (const notice of books.dueNotices(this.#db, Date.now(), noticesPerWake)) await this.#deliver(notice);
    } catch (error) {
      console.error(JSON.stringify({ level: 'error', at: 'test-acquirer.alarm', error: String(error) }));
      // Whatever is due stays due: without a pause a fault would spin.
      notBeforeMs = Date.now() + 1_000;
    } finally {
      await this.#armNextWake(notBeforeMs);
    }
  }

  async #deliver(notice: books.DueNotice): Promise<void> {
    const accepted = await this.#post(notice.body);
    if (accepted || notice.attempts + 1 >= maxAttempts) return books.noticeDelivered(this.#db, notice.n);
    const pauseMs = Math.min(1_000 * 2 ** notice.attempts, longestPauseMs);
    // Jitter keeps a thousand notices that failed together from coming back together.
    books.noticeFailed(this.#db, notice, Date.now() + pauseMs + Math.floor(Math.random() * (pauseMs / 4)));
  }

  async #post(body: string): Promise<boolean> {
    const timestamp = Math.floor(Date.now() / 1_000);
    try {
      const answer = await this.#merchant().fetch(`${this.env.PUBLIC_ORIGIN}/api/payments/test/webhook`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          [signatureHeader]: signatureOf(this.env.TEST_ACQUIRER_SECRET ?? '', timestamp, body),
        },
        body,
        signal: AbortSignal.timeout(answerTimeoutMs),
      });
      await answer.body?.cancel();
      return answer.ok;
    } catch {
      return false;
    }
  }

  // The merchant is this very Worker. A Worker can't fetch its own host in production, but its loopback binding
  // is the same request through the same router, there, in `wrangler dev` and in tests (docs/payments.md).
  #merchant(): Fetcher {
    const loopback: unknown = Reflect.get(this.ctx.exports, 'default');
    invariant(typeof loopback === 'object' || typeof loopback === 'function', 'the Worker has a default export');
    // `ctx.exports` is untyped in this room, which does not know the Worker's entry.
    return loopback as Fetcher;
  }

  async #transact<Value>(change: (nowMs: number) => Value): Promise<Value> {
    const value = this.ctx.storage.transactionSync(() => change(Date.now()));
    await this.#armNextWake();
    return value;
  }

  async #armNextWake(notBeforeMs = 0): Promise<void> {
    const at = books.nextWakeAt(this.#db);
    if (at !== null) await this.ctx.storage.setAlarm(Math.max(at, notBeforeMs, Date.now()));
  }

  #timing(nowMs: number): books.Timing {
    const seconds = Number(this.env.TEST_ACQUIRER_LATE_SECONDS);
    return { nowMs, lateMs: (Number.isFinite(seconds) ? seconds : 5) * 1_000 };
  }

  #answerUnlessDown(): void {
    const until = this.ctx.storage.kv.get<number>('downUntil') ?? 0;
    if (Date.now() < until) throw new Error('acquirer is down');
  }
}
