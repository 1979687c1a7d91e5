// Deals between parties who do not trust each other: rounds, decisions, races, and what each leaves behind.

import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import type { DealWithVersions, WidgetKit } from '#core/contracts/deals.ts';
import { runScheduled } from '../../scheduled.ts';
import {
  type ApiResponse,
  call,
  type ErrorResponse,
  newEvent,
  newPerson,
  newTicketType,
  type Person,
  publishedEvent,
} from '../calls.ts';

type Listed = { items: { id: string }[]; next: string | null };

async function stage() {
  const [organizer, distributor] = await Promise.all([newPerson('organizer'), newPerson('distributor')]);
  const { event, type } = await publishedEvent(organizer);
  return { organizer, distributor, event, type };
}

type Stage = Awaited<ReturnType<typeof stage>>;

async function offer(by: Person, eventId: string, terms: Record<string, unknown> = {}) {
  const body = { eventId, commissionBps: 1000, ...terms };
  return call<DealWithVersions>('POST', '/api/deals', { token: by.token, body });
}

async function offered({ distributor, event }: Stage, terms: Record<string, unknown> = {}): Promise<DealWithVersions> {
  const response = await offer(distributor, event.id, terms);
  expect(response.status).toBe(201);
  return response.body;
}

function act<Body = DealWithVersions>(by: Person, dealId: string, what: string, body?: unknown) {
  return call<Body>('POST', `/api/deals/${dealId}/${what}`, { token: by.token, body });
}

function codeOf(response: ApiResponse<unknown>): string {
  return (response.body as ErrorResponse).error?.code ?? String(response.status);
}

async function accepted(all: Stage, terms: Record<string, unknown> = {}): Promise<DealWithVersions> {
  const deal = await offered(all, terms);
  const response = await act(all.organizer, deal.id, 'accept', { version: 1 });
  expect(response.status).toBe(200);
  return response.body;
}

describe('an offer', () => {
  it('shows each party under its own name, alone and in a list', async () => {
    const all = await stage();
    const deal = await offered(all);
    const named = { organizer: { id: all.organizer.partyId }, distributor: { id: all.distributor.partyId } };
    expect(deal).toMatchObject(named);
    const names = [deal.organizer.name, deal.distributor.name];
    expect(names[0]).toMatch(/^organizer-/);
    expect(names[1]).toMatch(/^distributor-/);
    const listed = await call<{ items: DealWithVersions[] }>('GET', '/api/deals', { token: all.organizer.token });
    expect(listed.body.items.map((one) => [one.organizer.name, one.distributor.name])).toEqual([names]);
  });

  it('comes from either side and is pending', async () => {
    const all = await stage();
    const deal = await offered(all, { message: 'Добрый день!', validUntil: '2036-01-01T03:00:00+03:00' });
    expect(deal).toMatchObject({
      version: 1,
      status: 'PENDING',
      author: 'distributor',
      commissionBps: 1000,
      serviceFee: null,
      allotment: { kind: 'open' },
      validUntil: '2036-01-01T00:00:00.000Z',
      organizer: { id: all.organizer.partyId },
      distributor: { id: all.distributor.partyId },
      widgetId: null,
    });
    const second = await newPerson('distributor');
    const other = await offer(all.organizer, all.event.id, { distributorId: second.partyId });
    expect(other.body).toMatchObject({ status: 'PENDING', author: 'organizer' });
  });

  it('on an unpublished or invented event answers as if there were none', async () => {
    const { organizer, distributor } = await stage();
    const other = await newPerson('organizer');
    const draft = await newEvent(organizer);
    const answers = [
      await offer(distributor, draft.id),
      await offer(distributor, 'evt_0000000000000000'),
      await offer(distributor, 'nonsense'),
      await offer(other, draft.id, { distributorId: distributor.partyId }),
    ];
    for (const response of answers) expect(codeOf(response)).toBe('not-found');
  });

  it('names a distributor, and only an organizer does', async () => {
    const { organizer, distributor, event } = await stage();
    const stranger = await newPerson('distributor');
    expect(codeOf(await offer(organizer, event.id))).toBe('invalid-request');
    expect(codeOf(await offer(organizer, event.id, { distributorId: organizer.partyId }))).toBe('not-found');
    expect(codeOf(await offer(distributor, event.id, { distributorId: stranger.partyId }))).toBe('invalid-request');
  });

  it('is refused when its terms cannot be kept', async () => {
    const { distributor, event, type } = await stage();
    const guarantee = (quantity: number, releaseAt = '2036-04-01T00:00:00Z') => ({
      allotment: { kind: 'guarantee', lines: [{ ticketTypeId: type.id, quantity }], releaseAt },
    });
    const cases: [Record<string, unknown>, string][] = [
      [{ commissionBps: 10_001 }, 'invalid-request'],
      [{ commissionBps: -1 }, 'invalid-request'],
      [{ message: 'x'.repeat(10_000) }, 'invalid-request'],
      [{ validUntil: '2020-01-01T00:00:00Z' }, 'invalid-request'],
      [{ serviceFee: { amount: 1, currency: 'EUR' } }, 'currency-mismatch'],
      [{ commissionByType: [{ ticketTypeId: 'tty_unknown', commissionBps: 1 }] }, 'invalid-request'],
      [guarantee(101), 'allotment-exceeds-stock'],
      [guarantee(1, '2020-01-01T00:00:00Z'), 'invalid-request'],
      [{ status: 'ACCEPTED' }, 'invalid-request'],
    ];
    for (const [terms, code] of cases)
      expect([terms, codeOf(await offer(distributor, event.id, terms))]).toEqual([terms, code]);
  });

  it('stands alone: of parallel ones of a pair on an event one is made', async () => {
    const { distributor, event } = await stage();
    const answers = await Promise.all([1, 2, 3, 4].map(() => offer(distributor, event.id)));
    expect(answers.map(codeOf).sort()).toEqual(['201', 'deal-exists', 'deal-exists', 'deal-exists']);
    const versions = await env.DB.prepare(
      'select count(*) as n from deal_versions join deals on deals.id = deal_id where event_id = ?',
    )
      .bind(event.id)
      .first('n');
    expect(versions).toBe(1);
  });

  it('can be made again after the last one ended', async () => {
    const all = await stage();
    const first = await offered(all);
    await act(all.organizer, first.id, 'reject');
    const second = await offered(all);
    await act(all.distributor, second.id, 'withdraw');
    const third = await offered(all, { validUntil: '2036-01-01T00:00:00Z' });
    await env.DB.prepare('update deals set valid_until = 1 where id = ?').bind(third.id).run();
    await offered(all);
  });
});

describe('an answer', () => {
  it('accepts the version it names, opens the channel and gives the widget', async () => {
    const all = await stage();
    const deal = await accepted(all, { serviceFee: { amount: 5_000, currency: 'RUB' } });
    expect(deal).toMatchObject({ status: 'ACCEPTED', version: 1 });
    const kit = await call<WidgetKit>('GET', `/api/deals/${deal.id}/widget`, { token: all.distributor.token });
    const { widgetId } = kit.body;
    expect(kit.body).toMatchObject({
      widgetId: deal.widgetId,
      dealId: deal.id,
      url: `http://localhost:8787/w/${widgetId}`,
      qrSvgUrl: `http://localhost:8787/api/widgets/${widgetId}/qr.svg`,
    });
    expect(kit.body.embedHtml).toContain('<script async src="http://localhost:8787/widget/v1/loader.js"></script>');
    expect(kit.body.embedHtml).toContain(`<foyer-tickets widget="${widgetId}"><a href="${kit.body.url}">`);
    const view = await env.EVENT_SALES.getByName(all.event.id).widgetView(widgetId);
    expect(view).toMatchObject({ status: 'open', ticketTypes: [{ serviceFee: { amount: 5_000 } }] });
  });

  it('accepted twice is accepted once, with one widget', async () => {
    const all = await stage();
    const deal = await offered(all);
    const answers = await Promise.all([1, 2, 3].map(() => act(all.organizer, deal.id, 'accept', { version: 1 })));
    expect(answers.map((one) => one.status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map((one) => one.body.widgetId)).size).toBe(1);
    const later = await act(all.organizer, deal.id, 'accept', { version: 1 });
    expect(later.body).toEqual(answers[0]?.body);
  });

  it('is for the side that did not write the version', async () => {
    const all = await stage();
    const deal = await offered(all);
    expect(codeOf(await act(all.distributor, deal.id, 'accept', { version: 1 }))).toBe('own-version');
    expect(codeOf(await act(all.distributor, deal.id, 'reject'))).toBe('own-version');
    expect(codeOf(await act(all.distributor, deal.id, 'counter', { commissionBps: 1 }))).toBe('own-version');
    expect(codeOf(await act(all.organizer, deal.id, 'withdraw'))).toBe('own-version');
  });

  it('to terms that changed is refused', async () => {
    const all = await stage();
    const deal = await offered(all);
    await act(all.organizer, deal.id, 'counter', { commissionBps: 900 });
    await act(all.distributor, deal.id, 'counter', { commissionBps: 950 });
    for (const version of [1, 2, 4]) {
      expect(codeOf(await act(all.organizer, deal.id, 'accept', { version }))).toBe('stale-version');
    }
    expect((await act(all.organizer, deal.id, 'accept', { version: 3 })).body).toMatchObject({ commissionBps: 950 });
  });

  it.each([
    ['reject', 'organizer', 'REJECTED'],
    ['withdraw', 'distributor', 'WITHDRAWN'],
  ] as const)('%s ends the round for good', async (what, side, status) => {
    const all = await stage();
    const deal = await offered(all);
    expect((await act(all[side], deal.id, what)).body.status).toBe(status);
    for (const [again, body] of [['accept', { version: 1 }], ['reject'], ['counter', {}]] as const) {
      expect(codeOf(await act(all.organizer, deal.id, again, body))).toBe('deal-decided');
    }
    expect(codeOf(await act(all.distributor, deal.id, 'withdraw'))).toBe('deal-decided');
    expect(codeOf(await call('GET', `/api/deals/${deal.id}/widget`, { token: all.organizer.token }))).toBe(
      'deal-not-accepted',
    );
  });

  it('counters with terms that inherit what they do not name, and keeps every version', async () => {
    const all = await stage();
    const fee = { amount: 100, currency: 'RUB' };
    const deal = await offered(all, { serviceFee: fee, message: 'Первое' });
    const countered = await act(all.organizer, deal.id, 'counter', { commissionBps: 700, version: 1 });
    expect(countered.body).toMatchObject({
      version: 2,
      author: 'organizer',
      commissionBps: 700,
      serviceFee: fee,
      message: '',
      versions: [
        { version: 1, author: 'distributor', commissionBps: 1000, message: 'Первое' },
        { version: 2, author: 'organizer', commissionBps: 700, message: '' },
      ],
    });
    expect(codeOf(await act(all.distributor, deal.id, 'counter', { version: 1 }))).toBe('stale-version');
  });

  it('to a draft or cancelled event cannot be an accept', async () => {
    const [organizer, distributor] = await Promise.all([newPerson('organizer'), newPerson('distributor')]);
    const draft = await newEvent(organizer);
    await newTicketType(organizer, draft.id);
    const deal = (await offer(organizer, draft.id, { distributorId: distributor.partyId })).body;
    expect(codeOf(await act(distributor, deal.id, 'accept', { version: 1 }))).toBe('event-not-published');
    await call('POST', `/api/events/${draft.id}/publish`, { token: organizer.token });
    await call('POST', `/api/events/${draft.id}/cancel`, { token: organizer.token });
    expect(codeOf(await act(distributor, deal.id, 'accept', { version: 1 }))).toBe('event-cancelled');
  });

  it('is too late once the offer ran out, and the cron says so in D1', async () => {
    const all = await stage();
    const deal = await offered(all, { validUntil: '2036-01-01T00:00:00Z' });
    await env.DB.prepare('update deals set valid_until = 1000 where id = ?').bind(deal.id).run();
    expect(codeOf(await act(all.organizer, deal.id, 'accept', { version: 1 }))).toBe('deal-expired');
    const shown = await call<DealWithVersions>('GET', `/api/deals/${deal.id}`, { token: all.organizer.token });
    expect(shown.body.status).toBe('EXPIRED');
    const ids = async (status: string) =>
      (await call<Listed>('GET', `/api/deals?status=${status}`, { token: all.organizer.token })).body.items.map(
        (one) => one.id,
      );
    expect([await ids('PENDING'), await ids('EXPIRED')]).toEqual([[], [deal.id]]);
    await runScheduled(env, Date.now());
    const row = await env.DB.prepare('select status from deals where id = ?').bind(deal.id).first('status');
    expect(row).toBe('EXPIRED');
    expect([await ids('PENDING'), await ids('EXPIRED')]).toEqual([[], [deal.id]]);
  });

  it('that asks a guarantee the event cannot give any more leaves the deal pending', async () => {
    const all = await stage();
    const guarantee = (quantity: number) => ({
      allotment: {
        kind: 'guarantee',
        lines: [{ ticketTypeId: all.type.id, quantity }],
        releaseAt: '2036-04-01T00:00:00Z',
      },
    });
    const second = await newPerson('distributor');
    const deal = await offered(all, guarantee(60));
    const other = (await offer(second, all.event.id, guarantee(60))).body;
    expect((await act(all.organizer, other.id, 'accept', { version: 1 })).status).toBe(200);
    expect(codeOf(await act(all.organizer, deal.id, 'accept', { version: 1 }))).toBe('allotment-exceeds-stock');
    const shown = await call<DealWithVersions>('GET', `/api/deals/${deal.id}`, { token: all.organizer.token });
    expect(shown.body).toMatchObject({ status: 'PENDING', widgetId: null, decidedAt: null });
    expect((await act(all.organizer, deal.id, 'counter', guarantee(40))).status).toBe(200);
    expect((await act(all.distributor, deal.id, 'accept', { version: 2 })).status).toBe(200);
  });
});

describe('of decisions of one moment exactly one has an effect:', () => {
  const races = [
    ['accept', 'withdraw'],
    ['counter', 'withdraw'],
    ['reject', 'withdraw'],
    ['accept', 'reject'],
    ['accept', 'counter'],
  ] as const;

  it.each(races)('%s against %s', async (one, two) => {
    for (let round = 0; round < 2; round++) {
      const all = await stage();
      const deal = await offered(all);
      const run = (what: string) =>
        act(
          what === 'withdraw' ? all.distributor : all.organizer,
          deal.id,
          what,
          what === 'accept' ? { version: 1 } : what === 'counter' ? { commissionBps: 5 } : undefined,
        );
      const answers = await Promise.all(round % 2 === 0 ? [run(one), run(two)] : [run(two), run(one)]);
      const codes = answers.map(codeOf).sort();
      expect(codes[0]).toBe('200');
      expect(['deal-decided', 'stale-version', 'own-version']).toContain(codes[1]);
      const { versions, status, widgetId } = (
        await call<DealWithVersions>('GET', `/api/deals/${deal.id}`, { token: all.organizer.token })
      ).body;
      expect(versions).toHaveLength(status === 'PENDING' ? 2 : 1);
      expect(widgetId !== null).toBe(status === 'ACCEPTED');
    }
  });
});

describe('terminating', () => {
  it('stops the channel at once and for good, by either side', async () => {
    for (const side of ['organizer', 'distributor'] as const) {
      const all = await stage();
      const deal = await accepted(all);
      const ended = await act(all[side], deal.id, 'terminate');
      expect(ended.body).toMatchObject({ status: 'TERMINATED', widgetId: null });
      const view = await env.EVENT_SALES.getByName(all.event.id).widgetView(deal.widgetId ?? '');
      expect(view?.status).toBe('closed');
      expect(codeOf(await act(all[side], deal.id, 'terminate'))).toBe('deal-not-accepted');
      expect(codeOf(await act(all.organizer, deal.id, 'accept', { version: 1 }))).toBe('deal-decided');
    }
  });

  it('needs an accepted deal', async () => {
    const all = await stage();
    const deal = await offered(all);
    expect(codeOf(await act(all.organizer, deal.id, 'terminate'))).toBe('deal-not-accepted');
  });

  it('wins over an accept whose push came late: nothing opens the channel again', async () => {
    const all = await stage();
    const deal = await accepted(all);
    await env.DB.prepare('update publications set pending_since = 1 where subject_id = ?').bind(deal.widgetId).run();
    await act(all.organizer, deal.id, 'terminate');
    await runScheduled(env, Date.now());
    const view = await env.EVENT_SALES.getByName(all.event.id).widgetView(deal.widgetId ?? '');
    expect(view?.status).toBe('closed');
  });
});

describe('a crash', () => {
  it('between accepting in D1 and opening the channel is healed by the cron', async () => {
    const all = await stage();
    const deal = await offered(all);
    const widgetId = `wgt_${all.event.id.slice(4)}_0123456789`;
    await env.DB.batch([
      env.DB.prepare("update deals set status = 'ACCEPTED', widget_id = ?, decided_at = 1 where id = ?").bind(
        widgetId,
        deal.id,
      ),
      env.DB.prepare(
        "insert into publications (subject_id, event_id, kind, pending_since, asked) values (?, ?, 'channel', 1, 1)",
      ).bind(widgetId, all.event.id),
    ]);
    await runScheduled(env, Date.now());
    expect((await env.EVENT_SALES.getByName(all.event.id).widgetView(widgetId))?.status).toBe('open');
  });

  it('between closing the channel and D1 is healed by repeating', async () => {
    const all = await stage();
    const deal = await accepted(all);
    await env.EVENT_SALES.getByName(all.event.id).closeChannel(deal.widgetId ?? '', deal.id);
    expect((await act(all.organizer, deal.id, 'terminate')).body.status).toBe('TERMINATED');
  });
});

describe('lists', () => {
  it('tell sent from proposed by who wrote the current version', async () => {
    const all = await stage();
    const deal = await offered(all);
    const ids = async (by: Person, path: string) =>
      (await call<Listed>('GET', `/api/deals${path}`, { token: by.token })).body.items.map((one) => one.id);
    const where = async () => [
      await ids(all.distributor, '/sent'),
      await ids(all.distributor, '/proposed'),
      await ids(all.organizer, '/sent'),
      await ids(all.organizer, '/proposed'),
    ];
    expect(await where()).toEqual([[deal.id], [], [], [deal.id]]);
    await act(all.organizer, deal.id, 'counter', { commissionBps: 1 });
    expect(await where()).toEqual([[], [deal.id], [deal.id], []]);
    expect(await ids(all.organizer, `?status=PENDING&eventId=${all.event.id}`)).toEqual([deal.id]);
    expect(await ids(all.organizer, '?status=ACCEPTED')).toEqual([]);
    expect(await ids(await newPerson('distributor'), '')).toEqual([]);
  });

  it('find distributors by name for organizers only', async () => {
    const all = await stage();
    await accepted(all, { commissionBps: 1250 });
    const name = `Афиша ${crypto.randomUUID().slice(0, 8)}`;
    await call('PATCH', '/api/me', { token: all.distributor.token, body: { displayName: name } });
    const path = `/api/distributors?q=${encodeURIComponent(name.toUpperCase())}`;
    const found = await call<Listed>('GET', path, { token: all.organizer.token });
    expect(found.body.items).toEqual([
      { id: all.distributor.partyId, name, acceptedDeals: 1, usualCommission: null, says: '', sites: [] },
    ]);
    expect((await call('GET', path, { token: all.distributor.token })).status).toBe(403);
  });
});
