// What the lists of orders cost with 50,000 orders in one event, and how long their files take. Not part of the tests:
// `npx vitest run --config trials/search/vitest.config.ts`. Times are the caller's, in workerd, the calls to D1 in them.

import { env } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { exportOrders } from '../exports/exports.ts';
import { newEvent, newPerson, type Person } from '../test/calls.ts';
import { p95Of } from '../test/many-events.ts';
import { listOrders } from './projection.ts';

const count = 50_000;
const runs = 20;
const mostMs = 200;
const moment = Date.UTC(2026, 0, 1);

async function fill(organizer: Person, eventId: string): Promise<void> {
  await env.DB.prepare(
    `with recursive n(i) as (select 0 union all select i + 1 from n where i < ${count - 1})
     insert into orders (id, event_id, seq, organizer_id, deal_id, status, paid_late, currency, face_minor,
       service_fee_minor, total_minor, refunded_minor, commission_minor, buyer_name, buyer_email, locale, created_at)
     select 'ord_x_' || printf('%026d', i), ?, 1, ?, iif(i % 2, 'dl_0000000000000001', null),
       case when i = 7 then 'paid-late' when i % 50 = 0 then 'refunded' else 'paid' end, 0, 'RUB', 0, 0,
       100000 + (i * 7919) % 900000, 0, 0, 'Покупатель ' || i, 'buyer-' || i || '@example.org', 'ru', ${moment} + i * 1000
     from n`,
  )
    .bind(eventId, organizer.partyId)
    .run();
  await env.DB.prepare(
    `insert into tickets (id, order_id, event_id, seq, number, ticket_type_id, status, face_minor,
       holder_name)
     select 'tkt_' || o.id || each.value, o.id, o.event_id, 1, upper(hex(randomblob(3))) || '-' || each.value, 'tty_x',
       'valid', 1, iif(each.value = 2, 'Гость ' || substr(o.id, -8), null) from orders o, json_each('[1,2]') each where o.event_id = ?`,
  )
    .bind(eventId)
    .run();
}

const searches = {
  'the first page': {},
  'the oldest': { sort: 'oldest' },
  'the largest': { sort: 'largest' },
  'a status that one order has': { status: 'paid-late' },
  'the own widget': { channel: 'own' },
  'a part of a name': { q: 'покупатель 4999' },
  'an address': { q: 'buyer-31337@example.org' },
  'a name on a ticket': { q: 'гость 00031337' },
  'a name nobody has': { q: 'никого' },
  'a number of an order': { q: '0031-337' },
  'a day': { from: new Date(moment + 1e7).toISOString(), to: new Date(moment + 1.2e7).toISOString() },
} as const;

it('a page of 50,000 orders answers within 200 ms', { timeout: 900_000 }, async () => {
  const organizer = await newPerson('organizer');
  const { id: eventId } = await newEvent(organizer);
  await fill(organizer, eventId);
  const found: Record<string, number> = {};
  for (const [name, search] of Object.entries(searches)) {
    found[`one event: ${name}`] = await p95Of(runs, () => listOrders(env, { eventId }, { ...search, after: null }));
    const whose = { organizerId: organizer.partyId };
    found[`all events: ${name}`] = await p95Of(runs, () => listOrders(env, whose, { ...search, after: null }));
  }
  for (const format of ['csv', 'xlsx'] as const) {
    const began = performance.now();
    const wanted = { eventId, format, locale: 'ru', askedAtMs: Date.now() } as const;
    await exportOrders(env, wanted, `bench/${format}`, () => Promise.resolve());
    const size = (await env.FILES.head(`bench/${format}`))?.size ?? 0;
    console.log(`${format}: ${Math.round(performance.now() - began)} ms, ${Math.round(size / 1024)} KiB`);
  }
  for (const [name, ms] of Object.entries(found)) console.log(`${String(Math.round(ms)).padStart(5)} ms  ${name}`);
  expect(Object.entries(found).filter(([, ms]) => ms > mostMs)).toEqual([]);
});
