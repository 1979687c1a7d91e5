// A Worker of the trial alone: does one piece of a hold's way as often as it is told. The clock of workerd stands while
// code runs, so the caller takes the time.

import { HoldRequest, type PlacedHold } from '#core/contracts/sales.ts';
import { answer as answerTo } from '../../../worker/app.ts';
import { parseStrictly, readText } from '../../../worker/http/read-json.ts';
import { eventIdOf, newEventId, newIdIn } from '../../../worker/ids/ids.ts';
import { canonical, fingerprintOf } from '../../../worker/sales/fingerprint.ts';

export * from '../../../worker/main.ts';

const key = 'trial-hold-0123456789';
const free = { amount: 0, currency: 'RUB' as const };

function pieces(env: Cloudflare.Env): Record<string, () => unknown> {
  const eventId = newEventId(env);
  const widgetId = newIdIn(eventId, 'wgt');
  const ticketTypeId = newIdIn(eventId, 'tty');
  const body = JSON.stringify({ lines: [{ ticketTypeId, quantity: 1 }] });
  const headers = { 'content-type': 'application/json', 'content-length': String(body.length), 'idempotency-key': key };
  const request = () =>
    new Request(`https://foyer.example/api/widgets/${widgetId}/holds`, { method: 'POST', headers, body });
  const parsed = HoldRequest.parse(JSON.parse(body));
  const placed: PlacedHold = {
    holdId: `hld_${eventId.slice(4)}_00000000000000000000000000`,
    lines: [{ ticketTypeId, quantity: 1, name: 'Вход', price: free, discount: free, serviceFee: free, total: free }],
    total: free,
    expiresAt: new Date(0).toISOString(),
  };
  const answer = { answer: { ok: true, value: { value: JSON.stringify(placed), replayed: false } } };
  // The event's object answers at once: what is left is the Worker's part.
  const quick = { placeHolds: async (commands: unknown[]) => commands.map(() => answer) };
  const withoutObject = new Proxy(env, {
    get: (target, name) => (name === 'EVENT_SALES' ? { getByName: () => quick } : Reflect.get(target, name)),
  });
  const context = { waitUntil: () => {}, passThroughOnException: () => {}, props: {} };
  // Hono asks of a context only what is above.
  const hono = (one: Request) => answerTo(one, withoutObject, context as unknown as ExecutionContext);
  return {
    'nothing (the loop)': () => {},
    'make a request (not part of a hold)': request,
    'read the body': () => readText(request()),
    'JSON.parse': () => JSON.parse(body),
    'parse strictly (JSON.parse and the walk)': () => parseStrictly(body),
    'validate (zod)': () => HoldRequest.safeParse(parsed),
    'id check': () => eventIdOf(env, 'wgt', widgetId),
    'fingerprint of a hold (canonical text)': () => canonical(parsed),
    'fingerprint of an order (SHA-256)': () => fingerprintOf('placeHold', parsed),
    'request id': () => crypto.randomUUID(),
    'answer as text': () => JSON.stringify(placed),
    'answer as a response': () =>
      new Response(JSON.stringify(placed), { status: 201, headers: { 'x-request-id': key } }),
    'Hono to a 404 (routing, refusal)': () => hono(new Request('https://foyer.example/api/nothing')),
    'the Worker’s whole part (no object)': () => hono(request()),
  };
}

let made: ReturnType<typeof pieces> | undefined;

export default {
  async fetch(request: Request, env: Cloudflare.Env): Promise<Response> {
    made ??= pieces(env);
    const { searchParams } = new URL(request.url);
    const { pathname } = new URL(request.url);
    // How a trial knows that the Worker is up.
    if (pathname !== '/') return new Response(null, { status: 404 });
    const piece = made[searchParams.get('piece') ?? ''];
    if (piece === undefined) return Response.json(Object.keys(made));
    const times = Number(searchParams.get('times'));
    // Side by side like 64 clients: waits overlap there too, and a batch has company.
    for (let done = 0; done < times; done += 64) {
      await Promise.all(Array.from({ length: Math.min(64, times - done) }, async () => piece()));
    }
    return new Response('done');
  },
};
