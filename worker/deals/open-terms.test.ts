// Open terms: who sees them, who may take them, and what a press makes of two people, a change and a full hall.

import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import type { DealNotification, DealWithVersions, OpenTerms } from '#core/contracts/deals.ts';
import { runScheduled } from '../scheduled.ts';
import {
  type ApiResponse,
  call,
  type ErrorResponse,
  newEvent,
  newPerson,
  newTicketType,
  type Person,
  publishedEvent,
} from '../test/calls.ts';

async function stage() {
  const [organizer, distributor] = await Promise.all([newPerson('organizer'), newPerson('distributor')]);
  const { event, type } = await publishedEvent(organizer);
  return { organizer, distributor, event, type, path: `/api/events/${event.id}/standing-terms` };
}
type NotificationList = { items: DealNotification[] };
type Stage = Awaited<ReturnType<typeof stage>>;

const plain = { audience: 'anyone', commissionBps: 900, message: 'Берите и продавайте' };

function set(at: Stage, fields: Record<string, unknown> = {}, by = at.organizer) {
  return call<OpenTerms>('PUT', at.path, { token: by.token, body: { ...plain, ...fields } });
}
type Seen = { terms: OpenTerms | null };
const see = async (at: Stage, by: Person) => (await call<Seen>('GET', at.path, { token: by.token })).body.terms;
function take(at: Stage, by = at.distributor, revision = 1) {
  return call<DealWithVersions>('POST', '/api/deals/take', {
    token: by.token,
    body: { eventId: at.event.id, revision },
  });
}
function codeOf(response: ApiResponse<unknown>): string {
  return (response.body as ErrorResponse).error?.code ?? String(response.status);
}
const kinds = async (by: Person) =>
  (await call<{ items: { kind: string }[] }>('GET', '/api/deals/notices', { token: by.token })).body.items.map(
    (one) => one.kind,
  );

describe('open terms', () => {
  it('taken by one press are an accepted deal with its version, its widget and a notification', async () => {
    const at = await stage();
    await set(at, { commissionSteps: [{ fromTicket: 101, commissionBps: 1_200 }] });
    const shown = await see(at, at.distributor);
    expect(shown).toMatchObject({ revision: 1, commissionBps: 900, invited: [], message: 'Берите и продавайте' });
    const taken = await take(at);
    expect(taken.status).toBe(201);
    expect(taken.body).toMatchObject({
      status: 'ACCEPTED',
      author: 'organizer',
      version: 1,
      versions: [{ version: 1, author: 'organizer', commissionBps: 900, message: 'Берите и продавайте' }],
    });
    const view = await env.EVENT_SALES.getByName(at.event.id).widgetView(taken.body.widgetId ?? '');
    expect(view?.status).toBe('open');
    expect(await kinds(at.organizer)).toEqual(['taken']);
    expect((await kinds(at.distributor)).length).toBe(0);
  });

  it('taken many times at one moment make one deal and one widget', async () => {
    const at = await stage();
    await set(at);
    const answers = await Promise.all([1, 2, 3, 4].map(() => take(at)));
    expect(answers.map((one) => one.status)).toEqual([201, 201, 201, 201]);
    expect(new Set(answers.map((one) => one.body.widgetId)).size).toBe(1);
    expect(await kinds(at.organizer)).toEqual(['taken']);
  });

  it('that changed since they were read are not taken', async () => {
    const at = await stage();
    await set(at);
    await set(at, { commissionBps: 500 });
    expect(codeOf(await take(at))).toBe('stale-version');
    expect((await take(at, at.distributor, 2)).body.commissionBps).toBe(500);
  });

  it('beside an active deal of the pair are refused', async () => {
    const at = await stage();
    await set(at);
    await call('POST', '/api/deals', { token: at.distributor.token, body: { eventId: at.event.id, commissionBps: 1 } });
    expect(codeOf(await take(at))).toBe('deal-exists');
  });

  it('are for the invited when the organizer says so, and for nobody when he closes them', async () => {
    const at = await stage();
    const stranger = await newPerson('distributor');
    const set1 = await set(at, { audience: 'invited', invited: [at.distributor.partyId] });
    expect(set1.body.invited).toEqual([{ id: at.distributor.partyId, name: expect.any(String) }]);
    expect(await kinds(at.distributor)).toEqual(['invited']);
    expect(await see(at, stranger)).toBeNull();
    expect(codeOf(await take(at, stranger))).toBe('not-found');
    expect(await see(at, at.distributor)).toMatchObject({ audience: 'invited', invited: [] });
    await set(at, { audience: 'nobody', invited: [at.distributor.partyId] });
    expect(await see(at, at.distributor)).toBeNull();
    expect(codeOf(await take(at, at.distributor, 2))).toBe('not-found');
    expect((await see(at, at.organizer))?.audience).toBe('nobody');
    // Once is enough.
    await set(at, { audience: 'invited', invited: [at.distributor.partyId] });
    expect(await kinds(at.distributor)).toEqual(['invited']);
  });

  it('of a draft are seen by its organizer alone, and the invited hear of them once it is published', async () => {
    const at = await stage();
    const draft = await newEvent(at.organizer);
    await newTicketType(at.organizer, draft.id);
    const own = { ...at, event: draft, path: `/api/events/${draft.id}/standing-terms` };
    await set(own, { audience: 'invited', invited: [at.distributor.partyId] });
    expect((await call('GET', own.path, { token: at.distributor.token })).status).toBe(404);
    expect(codeOf(await take(own))).toBe('not-found');
    expect(await kinds(at.distributor)).toEqual([]);
    await call('POST', `/api/events/${draft.id}/publish`, { token: at.organizer.token });
    await runScheduled(env, Date.now());
    expect(await kinds(at.distributor)).toEqual(['invited']);
    const told = await call<NotificationList>('GET', '/api/deals/notices', { token: at.distributor.token });
    expect(told.body.items[0]).toMatchObject({ dealId: null, eventId: draft.id });
    expect((await take(own)).status).toBe(201);
  });

  it('that guarantee more than is left are refused and leave no deal that stands', async () => {
    const at = await stage();
    const lines = [{ ticketTypeId: at.type.id, quantity: 60 }];
    await set(at, { allotment: { kind: 'guarantee', lines, releaseAt: '2036-04-01T00:00:00Z' } });
    expect((await take(at, await newPerson('distributor'))).status).toBe(201);
    expect(codeOf(await take(at))).toBe('allotment-exceeds-stock');
    const left = await call<{ items: DealWithVersions[] }>('GET', '/api/deals', { token: at.distributor.token });
    expect(left.body.items.map((deal) => [deal.status, deal.widgetId])).toEqual([['WITHDRAWN', null]]);
    expect(await kinds(at.organizer)).toEqual(['taken']);
    // With a smaller guarantee there is room for this distributor too.
    await set(at, { allotment: { kind: 'cap', quantity: 10 } });
    expect((await take(at, at.distributor, 2)).status).toBe(201);
  });

  it('past their time, or with a guarantee past its release, are no more', async () => {
    const at = await stage();
    await set(at, { validUntil: '2036-01-01T00:00:00Z' });
    const past =
      "update standing_terms set valid_until = 1000, terms = json_set(terms, '$.validUntil', '2020-01-01T00:00:00Z') where event_id = ?";
    await env.DB.prepare(past).bind(at.event.id).run();
    expect(await see(at, at.distributor)).toBeNull();
    expect(codeOf(await take(at))).toBe('offers-closed');
  });

  it('are refused when they cannot be kept, and to whom the event does not belong', async () => {
    const at = await stage();
    const other = await newPerson('organizer');
    expect(codeOf(await set(at, {}, other))).toBe('not-found');
    expect(await see(at, other)).toBeNull();
    const cases: [Record<string, unknown>, string][] = [
      [{ commissionBps: 10_001 }, 'invalid-request'],
      [{ invited: [other.partyId] }, 'invalid-request'],
      [{ allotment: { kind: 'cap', quantity: 101 } }, 'allotment-exceeds-stock'],
      [{ validUntil: '2020-01-01T00:00:00Z' }, 'invalid-request'],
      [{ serviceFee: { amount: 1, currency: 'EUR' } }, 'currency-mismatch'],
      [{ serviceFee: { amount: 1_000_000_001, currency: 'RUB' } }, 'invalid-request'],
    ];
    for (const [fields, code] of cases) expect([fields, codeOf(await set(at, fields))]).toEqual([fields, code]);
    await call('POST', `/api/events/${at.event.id}/cancel`, { token: at.organizer.token });
    expect(codeOf(await set(at))).toBe('event-cancelled');
  });

  it('can be taken again after the deal by them has ended', async () => {
    const at = await stage();
    await set(at);
    const first = await take(at);
    await call('POST', `/api/deals/${first.body.id}/terminate`, { token: at.organizer.token });
    const second = await take(at);
    expect(second.status).toBe(201);
    expect(second.body.widgetId).not.toBe(first.body.widgetId);
  });

  it('taken at the moment the event is unpublished: one of the two has an effect', async () => {
    for (let round = 0; round < 3; round++) {
      const at = await stage();
      await set(at);
      const unpublish = () => call('POST', `/api/events/${at.event.id}/unpublish`, { token: at.organizer.token });
      const [taken, unpublished] = await Promise.all([take(at), unpublish()]);
      expect([taken.status === 201, unpublished.status === 200].filter(Boolean)).toHaveLength(1);
      if (taken.status !== 201) continue;
      expect((await env.EVENT_SALES.getByName(at.event.id).widgetView(taken.body.widgetId ?? ''))?.status).toBe('open');
    }
  });
});
