// What the desks of an organizer and of a distributor cost at the largest size that is asked for: 2,000 events, 500 deals, and
// 50,000 orders of one event, all sold through one deal. Not part of the tests:
// `npx vitest run --config trials/search/vitest.config.ts worker/home/desk.bench.ts`, alone: another bench beside it slows it.
// Times are the caller's, in workerd, the calls to D1 in them.

import { env } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { findMyEvents, listMyEvents } from '../catalog/catalog.ts';
import { countDeals, listDeals } from '../deals/deals.ts';
import type { Env } from '../env.d.ts';
import { audienceSize, startMailing } from '../mailings/mailings.ts';
import { resultsOf } from '../results/results.ts';
import { newPerson } from '../test/calls.ts';
import { insertEvents, p95Of } from '../test/many-events.ts';
import { distributorsHome, organizersHome } from './home.ts';

const events = 2_000;
const deals = 500;
const orders = 50_000;
const runs = 10;
const mostMs = 200;
/** Rows for 50,000 people are written, not read. */
const mostStartMs = 5_000;

const terms = {
  ...{ commissionBps: 1_000, serviceFee: null, commissionByType: [], commissionSteps: [] },
  ...{ allotment: { kind: 'open' }, validUntil: null, message: '' },
};

async function fill(organizerId: string, distributorId: string): Promise<void> {
  await insertEvents(0, events, { reconciledAt: 0, searchVersion: 0 });
  const now = Date.now();
  await env.DB.batch([
    env.DB.prepare("update events set organizer_id = ?, widget_id = 'wgt_' || substr(id, 5)").bind(organizerId),
    env.DB.prepare(
      `insert into deals (id, event_id, organizer_id, distributor_id, status, version, author, created_at, updated_at, widget_id)
       select 'dl_' || printf('%016d', i), id, ?, ?, 'ACCEPTED', 1, 'distributor', ${now} - i, ${now} - i, 'wgt_deal_' || i
       from (select id, row_number() over (order by id) - 1 as i from events limit ${deals})`,
    ).bind(organizerId, distributorId),
    env.DB.prepare(
      `insert into deal_versions (deal_id, version, author, terms, created_at)
       select id, 1, 'distributor', ?, created_at from deals`,
    ).bind(JSON.stringify(terms)),
    env.DB.prepare(
      `with recursive n(i) as (select 0 union all select i + 1 from n where i < ${orders - 1})
       insert into orders (id, event_id, seq, widget_id, organizer_id, distributor_id, deal_id, status, paid_late, currency,
         face_minor, service_fee_minor, total_minor, refunded_minor, commission_minor, buyer_name, buyer_email, locale,
         created_at, paid_at, surface, sub_id, net_face_minor, net_commission_minor)
       select 'ord_0_' || printf('%026d', i), (select min(id) from events), 1, 'wgt_deal_0', ?, ?, 'dl_0000000000000000', 'paid', 0, 'RUB', 100000, 0,
         100000, 0, 10000, 'Покупатель ' || i, 'buyer-' || i || '@example.org', 'ru', ${now} - i * 50000, ${now}, 'link',
         'post-' || (i % 40), 100000, 10000 from n`,
    ).bind(organizerId, distributorId),
    env.DB.prepare(
      `insert into tickets (id, order_id, event_id, seq, number, ticket_type_id, status, face_minor)
       select 'tkt_' || id, id, event_id, 1, upper(hex(randomblob(4))), 'tty_x', 'valid', 100000 from orders`,
    ),
    env.DB.prepare(
      `insert into ledger_entries (id, event_id, order_id, deal_id, distributor_id, kind, at)
       select 'len_' || id, event_id, id, deal_id, distributor_id, 'sale', created_at from orders`,
    ),
    env.DB.prepare(
      `insert into ledger_postings (entry_id, position, account, party_id, kind, amount_minor, currency, at)
       select 'len_' || orders.id, each.key, each.value ->> 0, iif(each.value ->> 0 = 'organizer', organizer_id, distributor_id),
         'sale', each.value ->> 1, 'RUB', created_at
       from orders, json_each('[["organizer",90000],["distributor",10000]]') each`,
    ),
    env.DB.prepare(
      `with recursive n(i) as (select 0 union all select i + 1 from n where i < 719)
       insert into widget_traffic (widget_id, at, surface, sub_id, views, holds)
       select 'wgt_deal_0', (${now} / 3600000 - i) * 3600000, 'link', 'post-' || sub.value, 100, 10
       from n, json_each('[0,1,2,3,4,5,6,7,8,9]') sub`,
    ),
  ]);
}

it('the desks answer within 200 ms', { timeout: 900_000 }, async () => {
  const [organizer, distributor] = [await newPerson('organizer'), await newPerson('distributor')];
  await fill(organizer.partyId, distributor.partyId);
  const everything = env as Env;
  const eventId = (await env.DB.prepare('select min(id) as id from events').first<{ id: string }>())?.id ?? '';
  const seller = { partyId: distributor.partyId, side: 'distributor' } as const;
  const all = { kind: 'all' } as const;
  const asks: Record<string, () => Promise<unknown>> = {
    'organizer: home': () => organizersHome(everything, organizer.partyId, 30),
    'organizer: events': () => listMyEvents(everything, organizer.partyId, { limit: 30 }),
    'organizer: events by a word': () => findMyEvents(everything, organizer.partyId, { q: 'музыки 1999', limit: 30 }),
    'organizer: how many buyers a mailing has': () => audienceSize(everything, eventId, all),
    'distributor: home': () => distributorsHome(everything, distributor.partyId, 30),
    'distributor: deals': () => listDeals(everything, seller, 'all', { limit: 30, after: null }),
    'distributor: count of deals': () => countDeals(everything, seller),
    'distributor: results by widget': () => resultsOf(everything, seller, { by: 'event', days: '30' }),
    'distributor: results by place': () => resultsOf(everything, seller, { by: 'source', days: '30' }),
    'distributor: results by day': () => resultsOf(everything, seller, { by: 'day', days: '90' }),
  };
  const found: Record<string, number> = {};
  for (const [name, ask] of Object.entries(asks)) found[name] = await p95Of(runs, ask);
  const began = performance.now();
  const place = {
    event: { id: eventId, organizerId: organizer.partyId },
    actor: { userId: organizer.id, role: 'organizer', partyId: organizer.partyId, sessionId: 'ses_x' },
    key: 'a-key-of-the-bench',
    // A stand-in has what is read of the row.
  } as unknown as Parameters<typeof startMailing>[1];
  const started = await startMailing(everything, place, {
    audience: all,
    subject: 'Вход со двора',
    text: 'Двери в 18:30',
  });
  const startMs = performance.now() - began;
  for (const [name, ms] of Object.entries(found)) console.log(`${String(Math.round(ms)).padStart(5)} ms  ${name}`);
  console.log(`${String(Math.round(startMs)).padStart(5)} ms  a mailing to 50,000 buyers is started`);
  expect(started).toMatchObject({ ok: true, value: { recipients: orders } });
  expect(startMs).toBeLessThan(mostStartMs);
  expect(Object.entries(found).filter(([, ms]) => ms > mostMs)).toEqual([]);
});
