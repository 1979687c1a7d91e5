// Where payment providers tell us what happened. Signed by them; anything else is refused unread.

import { Hono } from 'hono';
import { Empty } from '#core/contracts/basics.ts';
import type { Env } from '../env.d.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { readText } from '../http/read-json.ts';
import { Refusal } from '../http/refusal.ts';
import { log } from '../log.ts';
import { type PaymentProvider, ProviderUnavailable, providerNamed, takeWebhookEvent } from '../payments/payments.ts';

export const payments = new Hono<AppEnv>().post(
  '/:provider/webhook',
  operation({
    id: 'paymentWebhook',
    tag: 'Buying',
    summary: "A provider's signed event",
    who: 'anyone',
    rawBody: true,
    responses: { 200: Empty },
    refusals: ['not-found', 'unauthenticated', 'invalid-request', 'busy'],
  }),
  async (c) => {
    const provider = providerNamed(c.env, c.req.param('provider'));
    if (provider === null) throw new Refusal('not-found');
    await hear(c.env, provider, c.req.raw, c.var.requestId);
    // Only now: 2xx is our word that it will not be forgotten.
    return c.json({}, 200);
  },
);

async function hear(env: Env, provider: PaymentProvider, request: Request, requestId: string): Promise<void> {
  const event = await provider.verifyWebhook(await readText(request), request.headers, Date.now());
  const refused = (reason: string, webhookEventId: string | null) =>
    log('warn', 'webhook-refused', { requestId, provider: provider.name, code: reason, webhookEventId });
  if (!event.ok) {
    refused(event.code, null);
    throw new Refusal(event.code === 'unreadable' ? 'invalid-request' : 'unauthenticated');
  }
  const taken = await whileAvailable(() => takeWebhookEvent(env, provider, event.value));
  if (taken.ok) return;
  refused(taken.code, event.value.webhookEventId);
  throw new Refusal(taken.code === 'not-found' ? 'not-found' : 'invalid-request', { problem: taken.code });
}

// The provider sends a webhook again until it hears 2xx, so "busy" loses nothing.
async function whileAvailable<Value>(take: () => Promise<Value>): Promise<Value> {
  try {
    return await take();
  } catch (error) {
    if (error instanceof ProviderUnavailable) throw new Refusal('busy');
    throw error;
  }
}
