// What the parties of a deal are told, and what they tell of themselves and each other.

import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import type { DealNotification } from '#core/contracts/deals.ts';
import { notificationQuietMs } from '#core/notification-digest.ts';
import { runScheduled } from '../scheduled.ts';
import { call, newPerson, type Person, publishedEvent } from '../test/calls.ts';
import { until } from '../test/shop.ts';

type Deal = { id: string; version: number };
type NotificationList = { items: DealNotification[]; unread: number };

async function stage(fields: Record<string, unknown> = {}) {
  const organizer = await newPerson('organizer');
  const distributor = await newPerson('distributor');
  const { event } = await publishedEvent(organizer);
  const offered = await call<Deal>('POST', '/api/deals', {
    token: distributor.token,
    body: { eventId: event.id, commissionBps: 1_000, ...fields },
  });
  expect(offered.status).toBe(201);
  return { organizer, distributor, event, path: `/api/deals/${offered.body.id}`, dealId: offered.body.id };
}

async function told(person: Person): Promise<NotificationList> {
  return (await call<NotificationList>('GET', '/api/deals/notices', { token: person.token })).body;
}
const kinds = async (person: Person) => (await told(person)).items.map((one) => one.kind).toSorted();

async function isMailed(dealId: string): Promise<boolean> {
  const left = await env.DB.prepare('select count(*) as n from notices where deal_id = ? and mailed_at is null')
    .bind(dealId)
    .first('n');
  return left === 0;
}

describe('notifications', () => {
  it('tell each side what the other did, once, and by mail', async () => {
    const { organizer, distributor, path, dealId } = await stage();
    await call('POST', `${path}/counter`, { token: organizer.token, body: { commissionBps: 500 } });
    await call('POST', `${path}/counter`, { token: distributor.token, body: { commissionBps: 800 } });
    await call('POST', `${path}/accept`, { token: organizer.token, body: { version: 3 } });
    await call('POST', `${path}/accept`, { token: organizer.token, body: { version: 3 } });
    expect(await kinds(organizer)).toEqual(['countered', 'offered']);
    expect(await kinds(distributor)).toEqual(['accepted', 'countered']);
    await call('POST', `${path}/terminate`, { token: distributor.token });
    expect(await kinds(organizer)).toEqual(['countered', 'offered', 'terminated']);
    expect(await kinds(distributor)).toEqual(['accepted', 'countered']);
    // The first mail goes out after its answer; what came in the quiet period after it, the cron sends.
    const afterQuiet = Date.now() + notificationQuietMs + 1_000;
    await until(
      async () => {
        await runScheduled(env, afterQuiet);
        return isMailed(dealId);
      },
      (mailed) => mailed,
    );
    const list = await told(organizer);
    expect(list.unread).toBe(3);
    const read = await call<NotificationList>('POST', '/api/deals/notices/read', { token: organizer.token });
    expect(read.body.unread).toBe(0);
  });

  it('tell who was refused and who was left, and nobody of what did not happen', async () => {
    const first = await stage();
    await call('POST', `${first.path}/reject`, { token: first.organizer.token });
    await call('POST', `${first.path}/reject`, { token: first.organizer.token });
    expect(await kinds(first.distributor)).toEqual(['rejected']);
    const second = await stage();
    await call('POST', `${second.path}/withdraw`, { token: second.distributor.token });
    await call('POST', `${second.path}/accept`, { token: second.organizer.token, body: { version: 1 } });
    expect(await kinds(second.organizer)).toEqual(['offered', 'withdrawn']);
    expect(await kinds(second.distributor)).toEqual([]);
  });

  it('remind a day before an offer runs out, and say when it has, each once', async () => {
    const validUntil = new Date(Date.now() + 20 * 60 * 60_000).toISOString();
    const { organizer, distributor } = await stage({ validUntil });
    await runScheduled(env, Date.now());
    expect(await kinds(organizer)).toEqual(['offered']);
    const soon = Date.now() + 2 * 60 * 60_000;
    await runScheduled(env, soon);
    await runScheduled(env, soon);
    expect(await kinds(organizer)).toEqual(['expires-soon', 'offered']);
    const late = Date.parse(validUntil) + 1;
    await runScheduled(env, late);
    await runScheduled(env, late);
    expect(await kinds(organizer)).toEqual(['expired', 'expires-soon', 'offered']);
    expect(await kinds(distributor)).toEqual(['expired']);
  });
});

it('an offer that ran out is told of though a new one took its place before the cron came by', async () => {
  const { organizer, distributor, event, dealId } = await stage({ validUntil: '2036-01-01T00:00:00Z' });
  await env.DB.prepare('update deals set valid_until = 1000 where id = ?').bind(dealId).run();
  const body = { eventId: event.id, commissionBps: 5 };
  expect((await call('POST', '/api/deals', { token: distributor.token, body })).status).toBe(201);
  expect(await kinds(organizer)).toEqual(['expired', 'offered', 'offered']);
  expect(await kinds(distributor)).toEqual(['expired']);
});

describe('messages beside the versions', () => {
  it('are read by both parties and nobody else, and change no terms', async () => {
    const { organizer, distributor, path } = await stage();
    const body = '<script>alert(1)</script> Сколько подписчиков?';
    expect((await call('POST', `${path}/messages`, { token: organizer.token, body: { body } })).status).toBe(201);
    await call('POST', `${path}/messages`, { token: distributor.token, body: { body: 'Сорок тысяч' } });
    const seen = await call<{ items: { author: string; body: string }[] }>('GET', `${path}/messages`, {
      token: distributor.token,
    });
    expect(seen.body.items).toMatchObject([
      { author: 'organizer', body },
      { author: 'distributor', body: 'Сорок тысяч' },
    ]);
    expect(await kinds(distributor)).toEqual(['message']);
    const stranger = await newPerson('organizer');
    expect((await call('GET', `${path}/messages`, { token: stranger.token })).status).toBe(404);
    expect((await call<Deal>('GET', path, { token: organizer.token })).body.version).toBe(1);
  });

  it('are refused when empty, of ten thousand characters, or without end', async () => {
    const { organizer, path, dealId } = await stage();
    for (const body of ['', '   ', 'x'.repeat(10_000)]) {
      const response = await call('POST', `${path}/messages`, { token: organizer.token, body: { body } });
      expect(response.body.error.code).toBe('invalid-request');
    }
    const one = env.DB.prepare(
      `insert into deal_messages (id, deal_id, author, body, created_at) values (?, ?, 'organizer', 'x', 0)`,
    );
    await env.DB.batch(Array.from({ length: 500 }, (_, n) => one.bind(`m${n}`, dealId)));
    const full = await call('POST', `${path}/messages`, { token: organizer.token, body: { body: 'ещё' } });
    expect(full.body.error.code).toBe('limit-exceeded');
  });
});

describe('counts of deals', () => {
  it('say how many stand how, for each side its own', async () => {
    const { organizer, distributor, path } = await stage();
    const counts = async (person: Person) =>
      (await call<Record<string, unknown>>('GET', '/api/deals/counts', { token: person.token })).body;
    expect(await counts(organizer)).toMatchObject({ all: 1, proposed: 1, sent: 0, byStatus: { PENDING: 1 } });
    expect(await counts(distributor)).toMatchObject({ all: 1, proposed: 0, sent: 1 });
    await call('POST', `${path}/accept`, { token: organizer.token, body: { version: 1 } });
    expect(await counts(organizer)).toMatchObject({ all: 1, proposed: 0, byStatus: { PENDING: 0, ACCEPTED: 1 } });
  });
});

describe('whom an event is open to', () => {
  it('is anyone, the invited, or nobody', async () => {
    const { organizer, event } = await stage();
    const offers = async (mode: string) => {
      const now = await call<{ revision: number }>('GET', `/api/events/${event.id}`, { token: organizer.token });
      const headers = { 'if-match': `"${now.body.revision}"` };
      await call('PATCH', `/api/events/${event.id}`, { token: organizer.token, headers, body: { offers: mode } });
    };
    const guest = await newPerson('distributor');
    const offer = (person: Person) =>
      call<{ id: string; error: { code: string } }>('POST', '/api/deals', {
        token: person.token,
        body: { eventId: event.id, commissionBps: 1_000 },
      });
    await offers('invited');
    expect((await offer(guest)).body.error.code).toBe('offers-closed');
    const invitation = await call<Deal>('POST', '/api/deals', {
      token: organizer.token,
      body: { eventId: event.id, distributorId: guest.partyId, commissionBps: 500 },
    });
    await call('POST', `/api/deals/${invitation.body.id}/reject`, { token: guest.token });
    expect((await offer(guest)).status).toBe(201);
    await offers('nobody');
    expect((await offer(await newPerson('distributor'))).body.error.code).toBe('offers-closed');
  });
});

describe('a distributor in his own words', () => {
  it('is read by organizers, and only as links that lead somewhere', async () => {
    const distributor = await newPerson('distributor');
    const { token } = distributor;
    const body = { about: 'Пишем о музыке', audience: 'Сорок тысяч меломанов', sites: ['https://music.example'] };
    expect((await call('PATCH', '/api/distributors/me', { token, body })).status).toBe(200);
    await call('PATCH', '/api/distributors/me', { token, body: { about: 'Пишем о музыке и кино' } });
    const organizer = await newPerson('organizer');
    const seen = await call('GET', `/api/distributors/${distributor.partyId}`, { token: organizer.token });
    expect(seen.body).toMatchObject({ ...body, about: 'Пишем о музыке и кино', id: distributor.partyId });
    for (const site of ['javascript:alert(1)', 'music.example', 'https://a"b']) {
      const response = await call('PATCH', '/api/distributors/me', { token, body: { sites: [site] } });
      expect(response.body.error.code).toBe('invalid-request');
    }
    const none = await call('GET', `/api/distributors/${organizer.partyId}`, { token: organizer.token });
    expect(none.status).toBe(404);
  });
});
