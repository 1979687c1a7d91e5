// The trial's own acquirer, outside of the killed process: its records are the independent truth about money. It is
// written from the provider interface and the description of the signature, without the product's code.

import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../processes.ts';
import type { Random } from '../random.ts';
import { trialSecrets } from '../secrets.ts';
import type { Run } from '../trial.ts';

export type Payment = {
  paymentId: string;
  reference: string;
  amountMinor: number;
  currency: string;
  status: 'open' | 'processing' | 'succeeded' | 'failed' | 'cancelled';
  refundedMinor: number;
};
type Refund = { key: string; paymentId: string; amountMinor: number; status: 'succeeded' };

/** How a card behaves. `unclear`: it is charged, but the payer sees a failure, and the webhook is sent much later. */
export type Card = 'succeeds' | 'declined' | 'slow' | 'repeated' | 'unclear';

export type Acquirer = {
  origin: string;
  payments(): Payment[];
  refunds(): Refund[];
  pay(paymentId: string, card: Card): void;
  /** Webhooks that the merchant has not accepted yet. */
  waiting(): number;
};

export async function startAcquirer(run: Run, merchant: () => string, random: Random): Promise<Acquirer> {
  const state = newState();
  const post = webhookPost(run, merchant, random);
  const port = await freePort();
  const server = createServer(async (request, response) => {
    try {
      const result = resultOf(state, post, request.url ?? '', await bodyOf(request));
      response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
    } catch (error) {
      response.statusCode = 500;
      response.end(String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  run.atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    origin: `http://127.0.0.1:${port}`,
    payments: () => [...state.payments.values()],
    refunds: () => [...state.refunds.values()],
    pay: (paymentId, card) => pay(state, post, random, paymentId, card),
    waiting: post.waiting,
  };
}

// --- records --------------------------------------------------------------------------------------------------

type AcquirerState = { payments: Map<string, Payment>; byKey: Map<string, Payment>; refunds: Map<string, Refund> };
const newState = (): AcquirerState => ({ payments: new Map(), byKey: new Map(), refunds: new Map() });

type Given = { key: string; reference: string; amountMinor: number; currency: string; paymentId: string };

function resultOf(state: AcquirerState, post: WebhookPost, url: string, given: unknown[]): unknown {
  const name = url.replace('/calls/', '');
  const [first] = given;
  // Our own `kill-worker.ts` sent it, so it is not parsed.
  const request = Object(first) as Given;
  const known = state.payments.get(String(first)) ?? null;
  switch (name) {
    case 'createPayment':
      return { ok: true, value: createPayment(state, request) };
    case 'payment':
      return known;
    case 'payable':
      return known && { ...known, seller: '', title: '', locale: 'ru', returnUrl: '', expiresAtMs: 0 };
    case 'payments':
      return { payments: [...state.payments.values()], next: null };
    case 'cancelPayment':
      if (known?.status === 'open') {
        known.status = 'cancelled';
        post.send('payment.cancelled', known, null, 0);
      }
      return known;
    case 'refundPayment':
      return refundPayment(state, post, request);
    default:
      throw new Error(`no call ${name}`);
  }
}

function createPayment(state: AcquirerState, { key, reference, amountMinor, currency }: Given): Payment {
  const earlier = state.byKey.get(key);
  if (earlier !== undefined) return earlier;
  // The second part of every id of an event's things is its key; the product finds the event by it.
  const paymentId = `pay_${reference.split('_')[1]}_${randomBytes(13).toString('hex')}`;
  const payment: Payment = { paymentId, reference, amountMinor, currency, status: 'open', refundedMinor: 0 };
  state.payments.set(paymentId, payment);
  state.byKey.set(key, payment);
  return payment;
}

function refundPayment(state: AcquirerState, post: WebhookPost, { key, paymentId, amountMinor }: Given): unknown {
  const earlier = state.refunds.get(key);
  if (earlier !== undefined) return { ok: true, value: earlier };
  const payment = state.payments.get(paymentId);
  if (payment === undefined) return { ok: false, code: 'not-found' };
  if (payment.status !== 'succeeded' || payment.refundedMinor + amountMinor > payment.amountMinor) {
    return { ok: false, code: 'not-refundable' };
  }
  payment.refundedMinor += amountMinor;
  const refund: Refund = { key, paymentId, amountMinor, status: 'succeeded' };
  state.refunds.set(key, refund);
  post.send('refund.succeeded', payment, refund, 0);
  return { ok: true, value: refund };
}

function pay(state: AcquirerState, post: WebhookPost, random: Random, paymentId: string, card: Card): void {
  const payment = state.payments.get(paymentId);
  if (payment === undefined || payment.status !== 'open') return;
  switch (card) {
    case 'declined':
      payment.status = 'failed';
      post.send('payment.failed', payment, null, 0);
      return;
    case 'slow':
      payment.status = 'processing';
      post.send('payment.processing', payment, null, 0);
      setTimeout(() => {
        payment.status = 'succeeded';
        post.send('payment.succeeded', payment, null, 0);
      }, 500 + random.below(2_000)).unref();
      return;
    case 'repeated':
      payment.status = 'succeeded';
      post.send('payment.succeeded', payment, null, 0, 2);
      // The webhook of what happened first arrives last.
      post.send('payment.processing', { ...payment, status: 'processing' }, null, 400);
      return;
    case 'unclear':
      payment.status = 'succeeded';
      post.send('payment.succeeded', payment, null, 8_000);
      return;
    case 'succeeds':
      payment.status = 'succeeded';
      post.send('payment.succeeded', payment, null, 0);
      return;
  }
}

// --- webhooks -------------------------------------------------------------------------------------------------

type WebhookPost = ReturnType<typeof webhookPost>;

/** Signed webhooks, sent again until the merchant accepts them; it may be down for a while. */
function webhookPost(run: Run, merchant: () => string, random: Random) {
  let waiting = 0;
  let ended = false;
  run.atEnd(() => {
    ended = true;
  });
  const deliver = async (body: string, delayMs: number): Promise<void> => {
    await sleep(delayMs, undefined, { ref: false });
    for (let tries = 0; tries < 400 && !ended; tries++) {
      if (await accepted(merchant(), body)) break;
      await sleep(Math.min(2_000, 100 * 2 ** Math.min(tries, 5)) + random.below(200), undefined, { ref: false });
    }
    waiting--;
  };
  return {
    waiting: () => waiting,
    send(type: string, payment: Payment, refund: Refund | null, delayMs: number, times = 1): void {
      const event = { id: `ntc_${randomBytes(12).toString('hex')}`, type, createdAt: Date.now(), payment, refund };
      const body = JSON.stringify(event);
      for (let n = 0; n < times; n++) {
        waiting++;
        void deliver(body, delayMs + n * 50);
      }
    },
  };
}

async function accepted(merchant: string, body: string): Promise<boolean> {
  const at = Math.floor(Date.now() / 1_000);
  const secret = trialSecrets.TEST_ACQUIRER_SECRET ?? '';
  const digest = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
  try {
    const response = await fetch(`${merchant}/api/payments/test/webhook`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'foyer-test-signature': `t=${at},v1=${digest}` },
      body,
      signal: AbortSignal.timeout(10_000),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown[]> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const given: unknown = JSON.parse(text);
  return Array.isArray(given) ? given : [];
}
