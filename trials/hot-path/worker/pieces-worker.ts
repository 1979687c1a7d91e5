// A Worker of this trial alone: does one piece of a hold as often as it is told. The clock of workerd does not advance
// while code runs, so the caller takes the time.

import { HoldRequest, type PlacedHold } from '#core/contracts/sales.ts';
import { handleRequest } from '../../../worker/app.ts';
import { canonical, fingerprintOf } from '../../../worker/buying/buying.ts';
import { placeHoldTogether } from '../../../worker/event-object/event-object.ts';
import { respondOnFastPath } from '../../../worker/http/fast-path.ts';
import { addressHeader, networkHashes } from '../../../worker/http/network.ts';
import { parseStrictly, readText } from '../../../worker/http/read-json.ts';
import { Refusal } from '../../../worker/http/refusal.ts';
import { eventIdOf, newEventId, newIdIn } from '../../../worker/ids/ids.ts';
import { ownChannel } from '../../../worker/publishing/snapshots.ts';
import { placeHoldOnFastPath } from '../../../worker/routes/widgets.ts';

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
  const placedOne = { result: { ok: true, value: { value: JSON.stringify(placed), replayed: false } } };
  // The fake object responds at once, so what remains is the Worker's part.
  const quick = { placeHolds: async (commands: unknown[]) => commands.map(() => placedOne) };
  const withoutObject = new Proxy(env, {
    get: (target, name) => (name === 'EVENT_SALES' ? { getByName: () => quick } : Reflect.get(target, name)),
  });
  const context = { waitUntil: () => {}, passThroughOnException: () => {}, props: {} };
  // Hono uses only these members of a context.
  const hono = (one: Request) => handleRequest(one, withoutObject, context as unknown as ExecutionContext);
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
    'network hashes, IPv4 (a new address each)': () => networkHashes(env, eventId, newIpv4()),
    'network hashes, IPv6 (a new address each)': () => networkHashes(env, eventId, newIpv6()),
    'request id': () => crypto.randomUUID(),
    'answer as text': () => JSON.stringify(placed),
    'answer as a response': () =>
      new Response(JSON.stringify(placed), { status: 201, headers: { 'x-request-id': key } }),
    'Hono to a 404 (routing, refusal)': () => hono(new Request('https://foyer.example/api/nothing')),
    'the Worker’s whole part (no object)': () => hono(request()),
  };
}

let asked = 0;

function newIpv4(): string {
  asked++;
  return `10.${(asked >> 16) & 255}.${(asked >> 8) & 255}.${asked & 255}`;
}

function newIpv6(): string {
  asked++;
  return `2001:db8:${(asked >> 16).toString(16)}:${(asked & 0xffff).toString(16)}::1`;
}

/** Whole holds on an event of their own, with the check of what a network holds or without. */
async function wholeHold(env: Cloudflare.Env, checked: boolean): Promise<() => Promise<void>> {
  const eventId = newEventId(env);
  const widgetId = newIdIn(eventId, 'wgt');
  const ticketTypeId = newIdIn(eventId, 'tty');
  await openSale(env, eventId, widgetId, ticketTypeId);
  const call = checked ? placeHoldOnFastPath : { ...placeHoldOnFastPath, handle: placeUnchecked };
  const body = JSON.stringify({ lines: [{ ticketTypeId, quantity: 1 }] });
  const url = `https://foyer.example/api/widgets/${widgetId}/holds`;
  return async () => {
    // Every hold comes from a network that holds nothing yet, which is the longest ordinary path of the check.
    const [address, key] = [newIpv4(), `trial-hold-${asked}-0123456789`];
    const headers = {
      'content-type': 'application/json',
      'content-length': String(body.length),
      'idempotency-key': key,
      [addressHeader]: address,
    };
    const response = await respondOnFastPath(call, new Request(url, { method: 'POST', headers, body }), env);
    if (response?.status !== 201) throw new Error(`a hold was answered ${response?.status}`);
  };
}

/** `placeHold` without networks: the object counts none and stores none. */
const placeUnchecked: typeof placeHoldOnFastPath.handle = async (env, widgetId, key, { proof: _proof, ...request }) => {
  const eventId = eventIdOf(env, 'wgt', widgetId);
  if (eventId === null) throw new Refusal('not-found');
  const command = { widgetId, key, fingerprint: canonical(request), ...request, networks: [], proof: null };
  const placed = await placeHoldTogether(env, eventId, command);
  if (!placed.ok) throw new Refusal(placed.code);
  return placed.value;
};

async function openSale(env: Cloudflare.Env, eventId: string, widgetId: string, ticketTypeId: string): Promise<void> {
  const hourMs = 3_600_000;
  const sales = env.EVENT_SALES.getByName(eventId);
  const type = { id: ticketTypeId, name: 'Вход', translations: {}, priceMinor: 0, capacity: 10_000_000 };
  await sales.publish(
    {
      eventId,
      status: 'published',
      organizerId: 'pty_trial',
      organizerName: 'Дом кино',
      language: 'ru',
      title: 'Концерт',
      description: '',
      translations: {},
      startsAtMs: Date.now() + 48 * hourMs,
      endsAtMs: Date.now() + 50 * hourMs,
      timeZone: 'Europe/Moscow',
      venue: { name: 'Зал', address: '', city: 'Москва' },
      ageRating: '12+',
      currency: 'RUB',
      // No hold expires while it is measured.
      holdMinutes: 60,
      ticketTypes: [{ ...type, salesFromMs: null, salesToMs: null, minPerOrder: 1, maxPerOrder: 10 }],
    },
    1,
  );
  await sales.openChannel(ownChannel(widgetId), 1);
}

let made: Record<string, () => unknown> | undefined;

async function make(env: Cloudflare.Env): Promise<Record<string, () => unknown>> {
  return {
    ...pieces(env),
    'a whole hold, its object in it': await wholeHold(env, true),
    'the same without the network check': await wholeHold(env, false),
  };
}

export default {
  async fetch(request: Request, env: Cloudflare.Env): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    // How a trial knows that the Worker is up.
    if (pathname !== '/') return new Response(null, { status: 404 });
    made ??= await make(env);
    const piece = made[searchParams.get('piece') ?? ''];
    if (piece === undefined) return Response.json(Object.keys(made));
    const times = Number(searchParams.get('times'));
    // Calls side by side, like 64 clients: waits overlap there too, and batches fill.
    for (let done = 0; done < times; done += 64) {
      await Promise.all(Array.from({ length: Math.min(64, times - done) }, async () => piece()));
    }
    return new Response('done');
  },
};
