// Events: drafts, editing, going on sale, being found, ending.

import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import type { TicketedEvent, TicketType } from '#core/contracts/events.ts';
import type { MyEventPage } from '#core/contracts/my-events.ts';
import { reindex } from '../../catalog/catalog.ts';
import { runScheduled } from '../../scheduled.ts';
import { call, eventFields, newEvent, newPerson, newTicketType, type Person, publishedEvent } from '../calls.ts';

type Page = { items: TicketedEvent[]; next: string | null };
type Types = { items: TicketType[]; next: string | null };
const stamp = () => crypto.randomUUID().slice(0, 8);
async function viewOf(organizer: Person, eventId: string) {
  const kit = await call<{ widgetId: string }>('GET', `/api/events/${eventId}/widget`, { token: organizer.token });
  return env.EVENT_SALES.getByName(eventId).widgetView(kit.body.widgetId);
}
const match = (revision: number) => ({ 'if-match': `"${revision}"` });

describe('a draft', () => {
  it('is created with times in Z and a revision', async () => {
    const organizer = await newPerson('organizer');
    const event = await newEvent(organizer);
    expect(event).toMatchObject({
      status: 'draft',
      revision: 1,
      startsAt: '2036-05-01T16:00:00.000Z',
      priceFrom: null,
    });
    expect(event.organizerId).toBe(organizer.partyId);
  });

  it('is seen by its organizer only', async () => {
    const organizer = await newPerson('organizer');
    const other = await newPerson('organizer');
    const { id } = await newEvent(organizer);
    expect((await call('GET', `/api/events/${id}`, { token: organizer.token })).status).toBe(200);
    expect((await call('GET', `/api/events/${id}`)).status).toBe(404);
    expect((await call('GET', `/api/events/${id}`, { token: other.token })).status).toBe(404);
    expect((await call('GET', `/api/events/${id}/ticket-types`)).status).toBe(404);
    expect((await call('PATCH', `/api/events/${id}`, { token: other.token, headers: match(1), body: {} })).status).toBe(
      404,
    );
  });

  it('never loses an edit to another editor', async () => {
    const organizer = await newPerson('organizer');
    const { id } = await newEvent(organizer);
    const edit = (title: string) =>
      call<TicketedEvent>('PATCH', `/api/events/${id}`, { token: organizer.token, headers: match(1), body: { title } });
    const answers = await Promise.all(['A', 'B', 'C', 'D'].map(edit));
    expect(answers.map((one) => one.status).sort()).toEqual([200, 412, 412, 412]);
    const winner = answers.find((one) => one.status === 200);
    const after = await call<TicketedEvent>('GET', `/api/events/${id}`, { token: organizer.token });
    expect(after.body).toMatchObject({ title: winner?.body.title, revision: 2 });
  });

  it('asks for the revision it changes', async () => {
    const organizer = await newPerson('organizer');
    const { id } = await newEvent(organizer);
    const bare = await call('PATCH', `/api/events/${id}`, { token: organizer.token, body: { title: 'x' } });
    expect([bare.status, bare.body.error.code]).toEqual([428, 'revision-required']);
  });

  it('cannot be made to end before it starts, by parts either', async () => {
    const organizer = await newPerson('organizer');
    const backwards = { ...eventFields, endsAt: eventFields.startsAt };
    expect((await call('POST', '/api/events', { token: organizer.token, body: backwards })).status).toBe(400);
    const { id } = await newEvent(organizer);
    const body = { endsAt: '2036-05-01T15:00:00Z' };
    const response = await call('PATCH', `/api/events/${id}`, { token: organizer.token, headers: match(1), body });
    expect(response.body.error.details).toEqual({ fields: [{ path: 'endsAt', problem: 'must be after startsAt' }] });
  });

  it('is deleted with its ticket types', async () => {
    const organizer = await newPerson('organizer');
    const { id } = await newEvent(organizer);
    await newTicketType(organizer, id);
    expect((await call('DELETE', `/api/events/${id}`, { token: organizer.token })).status).toBe(204);
    expect((await call('GET', `/api/events/${id}`, { token: organizer.token })).status).toBe(404);
    expect(await env.DB.prepare('select count(*) as n from ticket_types where event_id = ?').bind(id).first('n')).toBe(
      0,
    );
  });

  it('keeps its ticket types in the currency of the event', async () => {
    const organizer = await newPerson('organizer');
    const { id } = await newEvent(organizer);
    const body = { name: 'VIP', price: { amount: 1, currency: 'EUR' }, capacity: 1 };
    const response = await call('POST', `/api/events/${id}/ticket-types`, { token: organizer.token, body });
    expect(response.body.error.code).toBe('currency-mismatch');
    const type = await newTicketType(organizer, id);
    const path = `/api/events/${id}/ticket-types/${type.id}`;
    const changed = await call('PATCH', path, {
      token: organizer.token,
      body: { price: { amount: 5, currency: 'EUR' } },
    });
    expect(changed.body.error.code).toBe('currency-mismatch');
    const event = await call('PATCH', `/api/events/${id}`, {
      token: organizer.token,
      headers: match(1),
      body: { currency: 'EUR' },
    });
    expect(event.body.error.code).toBe('currency-mismatch');
  });

  it('takes parallel ticket types without losing one', async () => {
    const organizer = await newPerson('organizer');
    const { id } = await newEvent(organizer);
    await Promise.all(['A', 'B', 'C'].map((name) => newTicketType(organizer, id, { name })));
    const types = await call<Types>('GET', `/api/events/${id}/ticket-types`, { token: organizer.token });
    expect(types.body.items.map((one) => one.name).sort()).toEqual(['A', 'B', 'C']);
    expect(types.body.items[0]).toMatchObject({ available: 100, availability: 'closed', sold: 0, held: 0 });
  });
});

describe('publishing', () => {
  it('needs a ticket type and a start to come', async () => {
    const organizer = await newPerson('organizer');
    const { id } = await newEvent(organizer);
    const empty = await call('POST', `/api/events/${id}/publish`, { token: organizer.token });
    expect(empty.body.error.code).toBe('no-ticket-types');
    const past = await newEvent(organizer, { startsAt: '2020-01-01T10:00:00Z', endsAt: '2020-01-01T12:00:00Z' });
    await newTicketType(organizer, past.id);
    const late = await call('POST', `/api/events/${past.id}/publish`, { token: organizer.token });
    expect(late.body.error.code).toBe('starts-in-past');
  });

  it('puts the event on sale, and may be repeated', async () => {
    const organizer = await newPerson('organizer');
    const { event, type } = await publishedEvent(organizer);
    expect(event).toMatchObject({ status: 'published', priceFrom: { amount: 199_900, currency: 'RUB' } });
    const again = await call<TicketedEvent>('POST', `/api/events/${event.id}/publish`, { token: organizer.token });
    expect(again.body).toEqual(event);
    const types = await call<Types>('GET', `/api/events/${event.id}/ticket-types`);
    expect(types.body.items).toMatchObject([
      { id: type.id, available: 10, availability: 'available', capacity: null, sold: null, held: null },
    ]);
    expect((await viewOf(organizer, event.id))?.status).toBe('open');
  });

  it('shows edits of a published event in its object', async () => {
    const organizer = await newPerson('organizer');
    const { event, type } = await publishedEvent(organizer);
    const title = `Новое имя ${stamp()}`;
    const edited = await call<TicketedEvent>('PATCH', `/api/events/${event.id}`, {
      token: organizer.token,
      headers: match(event.revision),
      body: { title },
    });
    expect(edited.status).toBe(200);
    await call('PATCH', `/api/events/${event.id}/ticket-types/${type.id}`, {
      token: organizer.token,
      body: { capacity: 7 },
    });
    expect(await viewOf(organizer, event.id)).toMatchObject({ event: { title }, ticketTypes: [{ available: 7 }] });
  });

  it('refuses a capacity below what is held, and keeps nothing of the edit', async () => {
    const organizer = await newPerson('organizer');
    const { event, type } = await publishedEvent(organizer);
    const kit = await call<{ widgetId: string }>('GET', `/api/events/${event.id}/widget`, { token: organizer.token });
    const held = await env.EVENT_SALES.getByName(event.id).placeHolds([
      {
        widgetId: kit.body.widgetId,
        key: crypto.randomUUID(),
        fingerprint: 'three',
        networks: [],
        proof: null,
        lines: [{ ticketTypeId: type.id, quantity: 3 }],
      },
    ]);
    expect(held).toMatchObject([{ result: { ok: true } }]);
    const path = `/api/events/${event.id}/ticket-types/${type.id}`;
    const body = { capacity: 2, name: 'Балкон' };
    const refused = await call('PATCH', path, { token: organizer.token, body });
    expect([refused.status, refused.body.error.code]).toEqual([409, 'capacity-below-sold']);
    const row = await env.DB.prepare('select name, capacity from ticket_types where id = ?').bind(type.id).first();
    expect(row).toEqual({ name: 'Партер', capacity: 100 });
    const second = await newTicketType(organizer, event.id, { name: 'Ещё' });
    const gone = await call('DELETE', path, { token: organizer.token });
    expect(gone.body.error.code).toBe('ticket-type-has-sales');
    expect((await call('DELETE', `/api/events/${event.id}`, { token: organizer.token })).body.error.code).toBe(
      'event-has-sales',
    );
    const free = `/api/events/${event.id}/ticket-types/${second.id}`;
    expect((await call('DELETE', free, { token: organizer.token })).status).toBe(204);
  });

  it('lets parallel edits of what is on sale all have their effect', async () => {
    const organizer = await newPerson('organizer');
    const { event, type } = await publishedEvent(organizer);
    const path = `/api/events/${event.id}/ticket-types`;
    const edits = await Promise.all([
      call('PATCH', `${path}/${type.id}`, { token: organizer.token, body: { capacity: 50 } }),
      call('PATCH', `${path}/${type.id}`, { token: organizer.token, body: { name: 'Ложа' } }),
      call('POST', path, {
        token: organizer.token,
        body: { name: 'VIP', price: { amount: 1, currency: 'RUB' }, capacity: 5 },
      }),
    ]);
    expect(edits.map((one) => one.status)).toEqual([200, 200, 201]);
    const types = await call<Types>('GET', path, { token: organizer.token });
    expect(types.body.items).toMatchObject([
      { name: 'Ложа', capacity: 50, available: 50 },
      { name: 'VIP', capacity: 5, available: 5 },
    ]);
  });

  it('that died before the push is pushed by the cron', async () => {
    const organizer = await newPerson('organizer');
    const { event } = await publishedEvent(organizer);
    const title = `После сбоя ${stamp()}`;
    // What a crash leaves: the change and its row are in D1, the object has heard nothing.
    await env.DB.batch([
      env.DB.prepare('update events set title = ?, push_revision = push_revision + 1 where id = ?').bind(
        title,
        event.id,
      ),
      env.DB.prepare('update publications set pending_since = 1, asked = asked + 1 where subject_id = ?').bind(
        event.id,
      ),
    ]);
    await runScheduled(env, Date.now());
    const pending = await env.DB.prepare('select pending_since from publications where subject_id = ?')
      .bind(event.id)
      .first('pending_since');
    expect(pending).toBeNull();
    expect((await viewOf(organizer, event.id))?.event.title).toBe(title);
  });

  it('is ended for good by cancelling, which may be repeated', async () => {
    const organizer = await newPerson('organizer');
    const { event } = await publishedEvent(organizer);
    const draft = await newEvent(organizer);
    const early = await call('POST', `/api/events/${draft.id}/cancel`, { token: organizer.token });
    expect(early.body.error.code).toBe('event-not-published');
    const cancelled = await call<TicketedEvent>('POST', `/api/events/${event.id}/cancel`, { token: organizer.token });
    expect(cancelled.body.status).toBe('cancelled');
    const again = await call<TicketedEvent>('POST', `/api/events/${event.id}/cancel`, { token: organizer.token });
    expect(again.body).toEqual(cancelled.body);
    const back = await call('POST', `/api/events/${event.id}/publish`, { token: organizer.token });
    expect(back.body.error.code).toBe('event-cancelled');
    const listed = await call<Page>('GET', `/api/events?organizerId=${organizer.partyId}`);
    expect(listed.body.items).toEqual([]);
  });

  it('can be undone by deleting while nothing was sold', async () => {
    const organizer = await newPerson('organizer');
    const { event } = await publishedEvent(organizer);
    expect((await call('DELETE', `/api/events/${event.id}`, { token: organizer.token })).status).toBe(204);
    expect((await call('GET', `/api/events/${event.id}`)).status).toBe(404);
  });
});

describe('looking for events', () => {
  async function listed(
    status: 'published' | 'draft' | 'cancelled',
    fields: Parameters<typeof newEvent>[1],
    organizer = newPerson('organizer'),
  ) {
    const event = await newEvent(await organizer, fields);
    await env.DB.prepare('update events set status = ? where id = ?').bind(status, event.id).run();
    await reindex(env, event.id, Date.now());
    return event;
  }

  it('finds by words in any case of any script, and only what is published', async () => {
    const word = `Щёлкунчик${stamp()}`;
    const event = await listed('published', { title: `Балет «${word}» 100%_` });
    await listed('draft', { title: word });
    const found = await call<Page>('GET', `/api/events?q=${encodeURIComponent(`${word.toUpperCase()} балет`)}`);
    expect(found.body.items.map((one) => one.id)).toEqual([event.id]);
    const wild = await call<Page>('GET', `/api/events?q=${encodeURIComponent(`${word}%оперетта`)}`);
    expect(wild.body.items).toEqual([]);
  });

  it('finds by city and dates', async () => {
    const city = `Омск-${stamp()}`;
    const venue = { name: 'Зал', address: '', city };
    const event = await listed('published', { venue });
    const path = `/api/events?city=${encodeURIComponent(city.toLowerCase())}`;
    const ids = async (query: string) => (await call<Page>('GET', path + query)).body.items.map((one) => one.id);
    expect(await ids('&from=2036-05-01T00:00:00Z&to=2036-05-02T00:00:00Z')).toEqual([event.id]);
    expect(await ids('&from=2036-05-02T00:00:00Z')).toEqual([]);
    expect(await ids('&to=2036-04-30T00:00:00Z')).toEqual([]);
  });

  it('pages without repeating or skipping', async () => {
    const organizer = newPerson('organizer');
    const made = [];
    for (let n = 0; n < 5; n++) made.push((await listed('published', {}, organizer)).id);
    const seen: string[] = [];
    let cursor = '';
    do {
      const query = `organizerId=${(await organizer).partyId}&limit=2${cursor && `&cursor=${cursor}`}`;
      const page = await call<Page>('GET', `/api/events?${query}`);
      seen.push(...page.body.items.map((one) => one.id));
      cursor = page.body.next ?? '';
    } while (cursor !== '');
    expect(seen).toHaveLength(5);
    expect(new Set(seen)).toEqual(new Set(made));
    expect((await call('GET', '/api/events?cursor=nonsense')).status).toBe(400);
  });

  it('keeps what is over apart', async () => {
    const organizer = newPerson('organizer');
    const past = { startsAt: '2020-01-01T10:00:00Z', endsAt: '2020-01-01T12:00:00Z' };
    const over = await listed('published', past, organizer);
    const coming = await listed('published', {}, organizer);
    const query = `organizerId=${(await organizer).partyId}`;
    const ids = async (path: string) => (await call<Page>('GET', `${path}?${query}`)).body.items.map((one) => one.id);
    expect(await ids('/api/events')).toEqual([coming.id]);
    expect(await ids('/api/events/past')).toEqual([over.id]);
  });

  it('shows the organizer his own, by status', async () => {
    const organizer = await newPerson('organizer');
    const draft = await newEvent(organizer);
    const mine = async (query = '') =>
      (await call<Page>('GET', `/api/events/mine${query}`, { token: organizer.token })).body.items.map((one) => one.id);
    expect(await mine()).toEqual([draft.id]);
    expect(await mine('?status=published')).toEqual([]);
  });

  it('shows the organizer each kind apart, found by a part of a name in any language, with how many there are', async () => {
    const organizer = newPerson('organizer');
    const at = (days: number) => {
      const startsAt = Date.now() + days * 86_400_000;
      return { startsAt: new Date(startsAt).toISOString(), endsAt: new Date(startsAt + 7_200_000).toISOString() };
    };
    const translations = { en: { title: 'Stars above the roof' } };
    const coming = await listed('published', { ...at(3), title: 'Звёзды над крышей', translations }, organizer);
    const over = await listed('published', { ...at(-3), title: 'Звёзды' }, organizer);
    const draft = await listed('draft', { ...at(9), title: 'Черновик' }, organizer);
    const cancelled = await listed('cancelled', { ...at(4), title: 'Отменённый' }, organizer);
    const { token } = await organizer;
    const mine = async (query: string) => (await call<MyEventPage>('GET', `/api/events/mine?${query}`, { token })).body;
    const ids = async (query: string) => (await mine(query)).items.map(({ id }) => id);
    expect(await ids('show=upcoming')).toEqual([coming.id]);
    expect(await ids('show=drafts')).toEqual([draft.id]);
    expect(await ids('show=past')).toEqual([over.id]);
    expect(await ids('show=cancelled')).toEqual([cancelled.id]);
    expect(await ids(`q=${encodeURIComponent('ЗВЕЗДЫ')}`)).toEqual([coming.id, over.id]);
    expect(await ids(`q=${encodeURIComponent('above stars')}`)).toEqual([coming.id]);
    const nothing = await mine(`q=${encodeURIComponent('50%_')}`);
    expect(nothing).toMatchObject({ items: [], counts: { upcoming: 1, drafts: 1, past: 1, cancelled: 1 } });
    expect((await call('GET', '/api/events/mine?show=all', { token })).status).toBe(400);
  });

  it('shows the organizer what comes next first, then his drafts, then what is over or cancelled, page by page', async () => {
    const organizer = newPerson('organizer');
    const at = (days: number) => {
      const startsAt = Date.now() + days * 86_400_000;
      return { startsAt: new Date(startsAt).toISOString(), endsAt: new Date(startsAt + 7_200_000).toISOString() };
    };
    const far = await listed('published', at(90), organizer);
    const over = await listed('published', at(-5), organizer);
    const near = await listed('published', at(2), organizer);
    const longOver = await listed('published', at(-50), organizer);
    const onNow = await listed('published', { ...at(1), startsAt: at(-1).startsAt }, organizer);
    const lateDraft = await listed('draft', at(20), organizer);
    const draft = await listed('draft', at(1), organizer);
    const cancelled = await listed('cancelled', at(10), organizer);
    const expected = [onNow, near, far, draft, lateDraft, cancelled, over, longOver].map((one) => one.id);
    const { token } = await organizer;
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await call<Page>('GET', `/api/events/mine?limit=3${cursor && `&cursor=${cursor}`}`, { token });
      seen.push(...page.body.items.map((one) => one.id));
      cursor = page.body.next ?? '';
    } while (cursor !== '');
    expect(seen).toEqual(expected);
    for (const at of ['1', 'x y z', 7]) {
      const foreign = btoa(JSON.stringify([at, 'evt_x']));
      expect((await call('GET', `/api/events/mine?cursor=${foreign}`, { token })).status).toBe(400);
    }
  });
});
