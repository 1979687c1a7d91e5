// Two things about a deal at one moment: one outcome, and the loser is told why.

import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import type { DealWithVersions } from '#core/contracts/deals.ts';
import { type ApiResponse, call, type ErrorResponse, newPerson, publishedEvent } from '../test/calls.ts';
import { cards, hold, order, orderNow, pay, until } from '../test/shop.ts';

async function stage(terms: Record<string, unknown> = {}) {
  const [organizer, distributor] = await Promise.all([newPerson('organizer'), newPerson('distributor')]);
  const { event, type } = await publishedEvent(organizer);
  const body = { eventId: event.id, commissionBps: 1_000, ...terms };
  const { body: deal } = await call<DealWithVersions>('POST', '/api/deals', { token: distributor.token, body });
  const act = (what: string, by = organizer, json?: unknown) =>
    call<DealWithVersions>('POST', `/api/deals/${deal.id}/${what}`, { token: by.token, body: json });
  const accept = () => act('accept', organizer, { version: 1 });
  const ofEvent = (what: string) => call('POST', `/api/events/${event.id}/${what}`, { token: organizer.token });
  const now = async () =>
    (await call<DealWithVersions>('GET', `/api/deals/${deal.id}`, { token: organizer.token })).body;
  const shop = (widgetId: string) => ({ organizer, eventId: event.id, ticketTypeId: type.id, widgetId });
  return { organizer, distributor, event, type, deal, act, accept, ofEvent, now, shop };
}

function codeOf(response: ApiResponse<unknown>): string {
  return (response.body as ErrorResponse).error?.code ?? String(response.status);
}
const opened = async (eventId: string, widgetId: string | null) =>
  (await env.EVENT_SALES.getByName(eventId).widgetView(widgetId ?? ''))?.status;

describe('an accept against the event leaving the sale', () => {
  it('by unpublishing: one of the two has an effect, and the other is told which', async () => {
    for (let round = 0; round < 4; round++) {
      const at = await stage();
      const pair = round % 2 === 0 ? [at.accept(), at.ofEvent('unpublish')] : [at.ofEvent('unpublish'), at.accept()];
      const codes = (await Promise.all(pair)).map(codeOf).sort();
      expect(codes[0]).toBe('200');
      expect(['event-in-deal', 'event-not-published', 'busy']).toContain(codes[1]);
      const deal = await at.now();
      const { status } = (
        await call<{ status: string }>('GET', `/api/events/${at.event.id}`, { token: at.organizer.token })
      ).body;
      expect(deal.status === 'ACCEPTED').toBe(status === 'published');
      if (deal.status === 'ACCEPTED') expect(await opened(at.event.id, deal.widgetId)).toBe('open');
    }
  });

  it('by its cancellation: nothing is sold after it, and a late accept is told so', async () => {
    for (let round = 0; round < 3; round++) {
      const at = await stage();
      const [accepted, cancelled] = await Promise.all([at.accept(), at.ofEvent('cancel')]);
      expect(cancelled.status).toBe(200);
      expect(['200', 'event-cancelled']).toContain(codeOf(accepted));
      const deal = await at.now();
      if (deal.widgetId === null) continue;
      expect(['event-cancelled', 'channel-closed', 'not-found']).toContain(codeOf(await hold(at.shop(deal.widgetId))));
    }
  });
});

it('of two guarantees that do not fit together, accepted at one moment, one is given', async () => {
  const first = await stage();
  const lines = [{ ticketTypeId: first.type.id, quantity: 60 }];
  const allotment = { kind: 'guarantee', lines, releaseAt: '2036-04-01T00:00:00Z' };
  const ids = await Promise.all(
    [1, 2].map(async () => {
      const { token } = await newPerson('distributor');
      const body = { eventId: first.event.id, commissionBps: 1, allotment };
      return (await call<DealWithVersions>('POST', '/api/deals', { token, body })).body.id;
    }),
  );
  const answers = await Promise.all(
    ids.map((id) =>
      call<DealWithVersions>('POST', `/api/deals/${id}/accept`, {
        token: first.organizer.token,
        body: { version: 1 },
      }),
    ),
  );
  expect(answers.map(codeOf).sort()).toEqual(['200', 'allotment-exceeds-stock']);
  // What was taken back was reported to nobody: its notification is gone with it.
  const told = await env.DB.prepare(
    `select count(*) as n from notices join deals on deals.id = deal_id where deals.event_id = ? and kind = 'accepted'`,
  )
    .bind(first.event.id)
    .first<number>('n');
  expect(told).toBe(1);
});

describe('ending a deal during a purchase', () => {
  it('honours what is held and lets nothing new be held; the share of the late sale is the distributor’s', async () => {
    const at = await stage();
    const { widgetId } = (await at.accept()).body;
    const shop = at.shop(widgetId ?? '');
    const held = await hold(shop, 2);
    expect(held.status).toBe(201);
    expect((await at.act('terminate', at.distributor)).body.status).toBe('TERMINATED');
    expect(codeOf(await hold(shop))).toBe('channel-closed');
    const ordered = await order(held.body.holdId);
    expect(ordered.status).toBe(201);
    await pay(ordered.body.payment?.url ?? '', cards.succeeds);
    const paid = await until(
      () => orderNow(ordered.body),
      (one) => one.status === 'paid',
    );
    expect(paid.tickets).toHaveLength(2);
    const balance = await until(
      () => call<{ items: { earned: { amount: number } }[] }>('GET', '/api/balance', { token: at.distributor.token }),
      (one) => one.body.items.length > 0,
    );
    expect(JSON.stringify(balance.body.items)).toContain('39980');
  });

  it('at the moment of a hold: the hold is honoured or refused, never half of it', async () => {
    for (let round = 0; round < 3; round++) {
      const at = await stage();
      const { widgetId } = (await at.accept()).body;
      const [held, ended] = await Promise.all([hold(at.shop(widgetId ?? '')), at.act('terminate')]);
      expect(ended.body.status).toBe('TERMINATED');
      if (held.status === 201) expect((await order(held.body.holdId)).status).toBe(201);
      else expect(codeOf(held)).toBe('channel-closed');
    }
  });

  it('by both sides at one moment ends it once, and each is told of the other at most once', async () => {
    const at = await stage();
    await at.accept();
    const answers = await Promise.all([at.act('terminate'), at.act('terminate', at.distributor)]);
    for (const one of answers) expect(['200', 'deal-not-accepted']).toContain(codeOf(one));
    const told = await env.DB.prepare(
      "select party_id, count(*) as n from notices where deal_id = ? and kind = 'terminated' group by party_id",
    )
      .bind(at.deal.id)
      .all<{ n: number }>();
    for (const row of told.results) expect(row.n).toBe(1);
  });
});
