// The built-in test acquirer: a payment provider with a truth of its own, one object per event. It charges test cards,
// sends signed webhooks until the merchant answers 2xx, and fails on request. The Worker treats it as any foreign
// provider (`worker/payments`).

import { DurableObject } from 'cloudflare:workers';
import { createHmac } from 'node:crypto';
import { drizzle } from 'drizzle-orm/durable-sqlite';
import { migrate } from 'drizzle-orm/durable-sqlite/migrator';
import { logLine } from '#core/log-line.ts';
import { invariant, type Result, refuse } from '#core/result.ts';
import migrations from '../../migrations/test-acquirer/migrations.js';
import { startAnewWhenAhead } from '../tell-time.ts';
import { mendFutureTimes } from './future-times.ts';
import { type DueWebhook, PaymentsStore, type Timing } from './payments-store.ts';
import type {
  CardRefusal,
  CardResult,
  CreatePayment,
  PayablePayment,
  Payment,
  PaymentRefund,
  RefundPayment,
  TestAcquirerCalls,
} from './rpc.ts';

export type { PayablePayment, TestAcquirerCalls, WebhookEvent } from './rpc.ts';

/** Bounds one alarm; the rest is sent by the next. */
const webhooksPerAlarm = 20;
const answerTimeoutMs = 10_000;
const longestPauseMs = 60 * 60 * 1_000;
/** With pauses of up to an hour this is about three days, as with real acquirers. */
const maxAttempts = 84;

export class TestAcquirer extends DurableObject<Cloudflare.Env> implements TestAcquirerCalls {
  readonly #store: PaymentsStore;

  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env);
    const db = drizzle(ctx.storage);
    this.#store = new PaymentsStore(db);
    ctx.blockConcurrencyWhile(async () => {
      await migrate(db, migrations);
      const { nowMs, lateMs } = this.#timing(Date.now());
      mendFutureTimes(db, { nowMs, longestDecisionMs: lateMs, longestPauseMs: 1.25 * longestPauseMs });
      await this.#armNextWake();
    });
  }

  async createPayment(request: CreatePayment): Promise<Result<Payment, 'key-reused' | 'bad-amount'>> {
    this.#answerUnlessDown();
    if (!Number.isSafeInteger(request.amountMinor) || request.amountMinor <= 0) return refuse('bad-amount');
    return this.#transact((nowMs) => this.#store.createPayment(request, nowMs));
  }

  async payment(paymentId: string): Promise<Payment | null> {
    this.#answerUnlessDown();
    const found = this.#store.findPayment(paymentId);
    if (found === null) return null;
    const { reference, amountMinor, currency, status, refundedMinor } = found;
    return { paymentId, reference, amountMinor, currency, status, refundedMinor };
  }

  async payments(afterPaymentId: string | null): Promise<{ payments: Payment[]; next: string | null }> {
    this.#answerUnlessDown();
    return this.#store.paymentsPage(afterPaymentId);
  }

  async payable(paymentId: string): Promise<PayablePayment | null> {
    this.#answerUnlessDown();
    return this.#store.findPayment(paymentId);
  }

  async pay(paymentId: string, cardNumber: string): Promise<Result<CardResult, CardRefusal>> {
    this.#answerUnlessDown();
    const behaviour = behaviourOf(cardNumber);
    if (behaviour === null) return refuse('not-a-test-card');
    return this.#transact((nowMs) => this.#store.payByCard(paymentId, behaviour, this.#timing(nowMs)));
  }

  async cancelPayment(paymentId: string): Promise<Payment | null> {
    this.#answerUnlessDown();
    return this.#transact((nowMs) => this.#store.cancelPayment(paymentId, nowMs));
  }

  async refundPayment(
    request: RefundPayment,
  ): Promise<Result<PaymentRefund, 'not-found' | 'key-reused' | 'not-refundable'>> {
    this.#answerUnlessDown();
    if (!Number.isSafeInteger(request.amountMinor) || request.amountMinor <= 0) return refuse('not-refundable');
    return this.#transact((nowMs) => this.#store.refundPayment(request, this.#timing(nowMs)));
  }

  async tellTime(nowMs: number): Promise<void> {
    startAnewWhenAhead(this.ctx, nowMs);
  }

  async breakDownUntil(untilMs: number): Promise<void> {
    this.ctx.storage.kv.put('downUntil', untilMs);
  }

  // Never throws to the platform, which deletes an alarm that failed six times: the webhooks would never be sent.
  override async alarm(): Promise<void> {
    let notBeforeMs = 0;
    try {
      this.ctx.storage.transactionSync(() => this.#store.decideDue(Date.now()));
      for (const webhook of this.#store.dueWebhooks(Date.now(), webhooksPerAlarm)) await this.#deliver(webhook);
    } catch (error) {
      console.error(logLine('error', 'test-acquirer-alarm-failed', { error }));
      // What failed is still due. Without a pause a lasting fault would make the alarm run again and again at once.
      notBeforeMs = Date.now() + 1_000;
    } finally {
      await this.#armNextWake(notBeforeMs);
    }
  }

  async #deliver(webhook: DueWebhook): Promise<void> {
    const accepted = await this.#post(webhook.body);
    if (accepted || webhook.attempts + 1 >= maxAttempts) return this.#store.removeWebhook(webhook.n);
    const pauseMs = Math.min(1_000 * 2 ** webhook.attempts, longestPauseMs);
    // Jitter, so that webhooks that failed together are not all sent again at the same moment.
    this.#store.postponeWebhook(webhook, Date.now() + pauseMs + Math.floor(Math.random() * (pauseMs / 4)));
  }

  async #post(body: string): Promise<boolean> {
    const timestamp = Math.floor(Date.now() / 1_000);
    try {
      const response = await this.#merchant().fetch(`${this.env.PUBLIC_ORIGIN}/api/payments/test/webhook`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          [signatureHeader]: signatureOf(this.env.TEST_ACQUIRER_SECRET ?? '', timestamp, body),
        },
        body,
        signal: AbortSignal.timeout(answerTimeoutMs),
      });
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  }

  // The merchant is this Worker itself. In production a Worker cannot fetch its own host; its loopback binding sends
  // the request through the same router, there, in `wrangler dev` and in tests (docs/payments.md).
  #merchant(): Fetcher {
    const loopback: unknown = Reflect.get(this.ctx.exports, 'default');
    invariant(typeof loopback === 'object' || typeof loopback === 'function', 'the Worker has a default export');
    // `ctx.exports` has no types here, because this room does not import the Worker's entry.
    return loopback as Fetcher;
  }

  async #transact<Value>(change: (nowMs: number) => Value): Promise<Value> {
    const value = this.ctx.storage.transactionSync(() => change(Date.now()));
    await this.#armNextWake();
    return value;
  }

  async #armNextWake(notBeforeMs = 0): Promise<void> {
    const at = this.#store.nextWakeAt();
    if (at !== null) await this.ctx.storage.setAlarm(Math.max(at, notBeforeMs, Date.now()));
  }

  #timing(nowMs: number): Timing {
    const seconds = Number(this.env.TEST_ACQUIRER_LATE_SECONDS);
    return { nowMs, lateMs: (Number.isFinite(seconds) ? seconds : 5) * 1_000 };
  }

  #answerUnlessDown(): void {
    const until = this.ctx.storage.kv.get<number>('downUntil') ?? 0;
    if (Date.now() < until) throw new Error('acquirer is down');
  }
}

// --- signature -----------------------------------------------------------------------------------------------

// Signs a webhook: HMAC-SHA256 over `timestamp.rawBody`. This is the sender's half; the Worker verifies with code of
// its own (`worker/payments`), as with any acquirer.

export const signatureHeader = 'foyer-test-signature';

export function signatureOf(secret: string, timestampSeconds: number, rawBody: string): string {
  const digest = createHmac('sha256', secret).update(`${timestampSeconds}.${rawBody}`).digest('hex');
  return `t=${timestampSeconds},v1=${digest}`;
}

// --- cards ---------------------------------------------------------------------------------------------------

// The cards of the test acquirer. Each number stands for a behaviour. Any other number is refused and never stored, so
// that nobody's real card is charged or kept.

export type CardBehaviour = 'succeeds' | 'declined' | 'late' | 'repeated' | 'unclear';

export const testCards: readonly { number: string; behaviour: CardBehaviour }[] = [
  { number: '4242424242424242', behaviour: 'succeeds' },
  { number: '4000000000000002', behaviour: 'declined' },
  { number: '4000000000000077', behaviour: 'late' },
  { number: '4000000000000259', behaviour: 'repeated' },
  { number: '4000000000000119', behaviour: 'unclear' },
];

export function behaviourOf(cardNumber: string): CardBehaviour | null {
  const digits = cardNumber.replace(/[\s-]/g, '');
  return testCards.find((card) => card.number === digits)?.behaviour ?? null;
}
