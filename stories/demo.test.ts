// The season of `npm run demo`, entered by a run that was killed twice: a later run finishes it, and nothing exists
// twice. A relay between the demo and the server kills the demo at a given call, when the server has responded and the
// demo has not got it.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { list, must, text } from '../local/api-client.ts';
import { deals, distributors, events, organizers } from '../local/demo-season.ts';
import { origin } from './people.ts';

const password = 'demo-season-2026';
let relay: Server;
let running: ChildProcess | null = null;
/** The first call that it names gets no response: the demo dies while it waits. */
let fatal: ((call: string) => boolean) | null = null;

beforeAll(async () => {
  relay = createServer((incoming, outgoing) => {
    const { method = 'GET', url = '/' } = incoming;
    const headers = { ...incoming.headers, host: new URL(origin).host };
    const onward = request(`${origin}${url}`, { method, headers }, (response) => {
      if (fatal?.(`${method} ${url}`) === true) {
        running?.kill('SIGKILL');
        response.resume();
        outgoing.destroy();
        return;
      }
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
});

afterAll(() => {
  running?.kill('SIGKILL');
  relay.closeAllConnections();
  relay.close();
});

async function runDemo(dieAt: ((call: string) => boolean) | null) {
  const address = relay.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  fatal = dieAt;
  const demo = spawn(process.execPath, [join(import.meta.dirname, '..', 'local', 'demo.ts')], {
    env: { ...process.env, ORIGIN: `http://127.0.0.1:${port}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running = demo;
  let said = '';
  for (const stream of [demo.stdout, demo.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
  const [code, signal] = (await once(demo, 'exit')) as [number | null, string | null];
  return { code, signal, said };
}

/** True at the `nth` call of that form. */
function atCall(form: RegExp, nth: number): (call: string) => boolean {
  let seen = 0;
  return (call) => form.test(call) && ++seen === nth;
}

async function tokenOf(email: string): Promise<string> {
  return text(await must(origin, 'POST', '/api/auth/login', { body: { email, password } }, 200), 'accessToken');
}

/** All that a run enters, by the names and keys people know it by, in the order of the alphabet: lists are by change. */
async function entered() {
  const found = { events: [] as string[], types: [] as string[], deals: [] as string[], orders: [] as string[] };
  for (const { email } of organizers) {
    const token = await tokenOf(email);
    for (const event of list(await must(origin, 'GET', '/api/events/mine?limit=100', { token }, 200), 'items')) {
      const path = `/api/events/${String(event.id)}`;
      found.events.push(`${String(event.title)} ${String(event.status)}`);
      const types = list(await must(origin, 'GET', `${path}/ticket-types`, { token }, 200), 'items');
      found.types.push(...types.map((type) => `${String(event.title)}: ${String(type.name)}`));
      const orders = list(await must(origin, 'GET', `${path}/orders`, { token }, 200), 'items');
      found.orders.push(...orders.map((order) => String(order.orderId)));
    }
    const offered = list(await must(origin, 'GET', '/api/deals?limit=100', { token }, 200), 'items');
    found.deals.push(...offered.map((deal) => `${String(deal.eventId)} ${JSON.stringify(deal.distributor)}`));
  }
  for (const names of Object.values(found)) names.sort();
  return found;
}

it('a run killed among the events and one killed among the sales are finished by the next, and nothing is twice', async () => {
  const amongEvents = await runDemo(atCall(/^POST .*\/ticket-types$/, 2));
  expect(amongEvents).toMatchObject({ signal: 'SIGKILL' });
  const amongSales = await runDemo(atCall(/^POST \/api\/holds\/.*\/order$/, 2));
  expect(amongSales).toMatchObject({ signal: 'SIGKILL' });

  const finished = await runDemo(null);
  expect(finished.said).toContain('Sign in at');
  expect(finished.code).toBe(0);
  const season = await entered();
  for (const names of Object.values(season)) expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
  expect(season.events).toHaveLength(events.length);
  expect(season.types).toHaveLength(events.reduce((sum, event) => sum + event.tickets.length, 0));
  expect(season.deals).toHaveLength(deals.length);
  const [, orders] = /^(\d+) orders/m.exec(finished.said) ?? [];
  expect(Number(orders)).toBeGreaterThan(distributors.length);

  const again = await runDemo(null);
  expect(again.code).toBe(0);
  expect(await entered()).toEqual(season);
}, 600_000);
