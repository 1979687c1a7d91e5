// A Worker of the trial alone: an echo object and a naive object behind the very route, validation and fingerprint of
// the product's placeHold, and beside them a bare echo object and a plain answer without any of it.

import { Hono } from 'hono';
import type { HoldRequest, PlacedHold } from '#core/contracts/sales.ts';
import { canonical } from '../../../worker/buying/buying.ts';
import { configOf } from '../../../worker/config.ts';
import { withRetries } from '../../../worker/event-object/event-object.ts';
import type { AppEnv } from '../../../worker/http/app-env.ts';
import { type FastPathCall, respondOnFastPath } from '../../../worker/http/fast-path.ts';
import { answerError, answerRefusal, Refusal } from '../../../worker/http/refusal.ts';
import { eventIdOf, newEventId, newIdIn, randomBase32 } from '../../../worker/ids/ids.ts';
import { placeHoldOnFastPath } from '../../../worker/routes/widgets.ts';
import type { EchoSale, NaiveSale, PeerHeld, PeerHold } from './naive-sale.ts';

// The classes of wrangler.toml must exist in every Worker that takes its bindings from there.
export * from '../../../worker/main.ts';
export { EchoSale, NaiveSale } from './naive-sale.ts';

type PeersEnv = Cloudflare.Env & {
  ECHO_SALE: DurableObjectNamespace<EchoSale>;
  NAIVE_SALE: DurableObjectNamespace<NaiveSale>;
};

// The bindings of the trial are there beside those the product knows of.
const peersEnv = (env: Cloudflare.Env) => env as PeersEnv;

type Peer = 'echo' | 'naive';

/** The product's own path of a hold (the fast path), up to the object and after it. */
function holdsOf(peer: Peer): FastPathCall<HoldRequest> {
  return {
    ...placeHoldOnFastPath,
    address: new RegExp(`^https?://[^/]+/${peer}/api/widgets/(\\w+)/holds$`),
    handle: async (env, widgetId, key, request) => {
      const eventId = eventIdOf(env, 'wgt', widgetId);
      const line = request.lines[0];
      if (eventId === null || line === undefined) throw new Refusal('not-found');
      const held = await place(peersEnv(env), peer, eventId, {
        key: `${widgetId}:${key}`,
        fingerprint: canonical(request),
        holdId: `hld_${eventId.slice(4)}_${randomBase32(128)}`,
        ...line,
      });
      if (held.kind === 'sold-out') throw new Refusal('sold-out');
      if (held.kind === 'key-reused') throw new Refusal('idempotency-key-reused');
      return { value: JSON.stringify(answerOf(held, line)), replayed: false };
    },
  };
}

const echoHold = holdsOf('echo');
const naiveHold = holdsOf('naive');

function place(env: PeersEnv, peer: Peer, eventId: string, hold: PeerHold): Promise<PeerHeld> {
  // As the product calls its object, retries included.
  return withRetries<PeerHeld>(() =>
    peer === 'echo'
      ? env.ECHO_SALE.getByName(eventId).placeHold(hold)
      : env.NAIVE_SALE.getByName(eventId).placeHold(hold),
  );
}

function answerOf(held: PeerHeld, line: HoldRequest['lines'][number]): PlacedHold {
  const free = { amount: 0, currency: 'RUB' as const };
  return {
    holdId: held.holdId,
    lines: [{ ...line, name: 'Вход', price: free, discount: free, serviceFee: free, total: free }],
    total: free,
    expiresAt: new Date(held.expiresAtMs).toISOString(),
  };
}

const app = new Hono<AppEnv>()
  // For the trial itself, not part of the measured path.
  .post('/trial/prepare', async (c) => {
    const { capacity } = await c.req.json<{ capacity: number }>();
    const eventId = newEventId(c.env);
    const ticketTypeId = newIdIn(eventId, 'tty');
    await peersEnv(c.env).NAIVE_SALE.getByName(eventId).prepare(ticketTypeId, capacity);
    return c.json({ widgetId: newIdIn(eventId, 'wgt'), ticketTypeId, eventId });
  })
  .get('/trial/counts/:eventId', async (c) =>
    c.json(await peersEnv(c.env).NAIVE_SALE.getByName(c.req.param('eventId')).counts()),
  );
app.notFound((c) => answerRefusal(c, new Refusal('not-found')));
app.onError(answerError);

export default {
  async fetch(request: Request, env: PeersEnv, ctx: ExecutionContext): Promise<Response> {
    configOf(env);
    const { pathname } = new URL(request.url);
    if (pathname === '/plain') {
      await request.json();
      return Response.json({ ok: true }, { status: 201 });
    }
    if (pathname === '/bare-echo') {
      const response = await env.ECHO_SALE.getByName('bare').echo(await request.json());
      return Response.json(response, { status: 201 });
    }
    return (
      respondOnFastPath(echoHold, request, env) ??
      respondOnFastPath(naiveHold, request, env) ??
      app.fetch(request, env, ctx)
    );
  },
};
