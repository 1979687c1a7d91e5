// Taking an event back to a draft while somebody is faster: its channel was closed for good to look in peace, so an event
// that stays on sale must get a new one, even if we die on the way.

import { env } from 'cloudflare:test';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { pushPending } from '../publishing/publishing.ts';
import { events } from '../schema/catalog.ts';
import { call, newPerson } from '../test/calls.ts';
import { hold, newShop, type Shop } from '../test/shop.ts';
import { unpublishEvent } from './catalog.ts';

type Kit = { widgetId: string };

/** The event's object, at whose closing of a channel something else happens first. */
function withMeanwhile(meanwhile: () => Promise<unknown>, thenCutOff = false): Env {
  let closed = false;
  const stubOf = (stub: object): object =>
    new Proxy(stub, {
      get: (target, name) => {
        const own: unknown = Reflect.get(target, name);
        if (typeof own !== 'function') return own;
        return async (...given: unknown[]) => {
          if (closed && thenCutOff) throw new Error('no route to the object');
          if (name === 'closeChannel') {
            await meanwhile();
            closed = true;
          }
          return Reflect.apply(own, target, given);
        };
      },
    });
  const namespace = new Proxy(env.EVENT_SALES, {
    get: (target, name) => {
      const own: unknown = Reflect.get(target, name);
      if (typeof own !== 'function') return own;
      return (...given: unknown[]) => {
        const made: unknown = Reflect.apply(own, target, given);
        return name === 'getByName' || name === 'get' ? stubOf(made as object) : made;
      };
    },
  });
  return { ...env, EVENT_SALES: namespace };
}

async function eventRow(id: string) {
  const [row] = await databaseOf(env).select().from(events).where(eq(events.id, id));
  if (row === undefined) throw new Error('no such event');
  return row;
}

async function ownWidget(shop: Shop): Promise<{ widgetId: string; status: string }> {
  const path = `/api/events/${shop.eventId}/widget`;
  const { widgetId } = (await call<Kit>('GET', path, { token: shop.organizer.token })).body;
  const { status } = (await call<{ status: string }>('GET', `/api/widgets/${widgetId}`)).body;
  return { widgetId, status };
}

describe('unpublishing an event that stays on sale', () => {
  it('opens a new channel when a buyer was faster', async () => {
    const shop = await newShop(100_000);
    const result = await unpublishEvent(
      withMeanwhile(() => hold(shop)),
      await eventRow(shop.eventId),
    );
    expect(result).toMatchObject({ ok: false, code: 'event-has-sales' });
    const now = await ownWidget(shop);
    expect(now.status).toBe('open');
    expect(now.widgetId).not.toBe(shop.widgetId);
    expect((await hold({ ...shop, widgetId: now.widgetId })).status).toBe(201);
    const before = await call<{ status: string }>('GET', `/api/widgets/${shop.widgetId}`);
    expect(before.body.status).toBe('closed');
  });

  it('opens a new channel when a deal was accepted meanwhile', async () => {
    const shop = await newShop(100_000);
    const distributor = await newPerson('distributor');
    const offered = await call<{ id: string }>('POST', '/api/deals', {
      token: distributor.token,
      body: { eventId: shop.eventId, commissionBps: 1_000 },
    });
    const accept = () =>
      call('POST', `/api/deals/${offered.body.id}/accept`, { token: shop.organizer.token, body: { version: 1 } });
    const result = await unpublishEvent(withMeanwhile(accept), await eventRow(shop.eventId));
    expect(result).toMatchObject({ ok: false, code: 'event-in-deal' });
    expect((await ownWidget(shop)).status).toBe('open');
    expect((await eventRow(shop.eventId)).status).toBe('published');
  });

  it('leaves the new channel to the cron when the object went away in between', async () => {
    const shop = await newShop(100_000);
    const result = await unpublishEvent(
      withMeanwhile(() => hold(shop), true),
      await eventRow(shop.eventId),
    );
    expect(result).toMatchObject({ ok: false, code: 'busy' });
    await pushPending(env);
    const now = await ownWidget(shop);
    expect(now.status).toBe('open');
    expect(now.widgetId).not.toBe(shop.widgetId);
    expect((await hold({ ...shop, widgetId: now.widgetId })).status).toBe(201);
  });
});
