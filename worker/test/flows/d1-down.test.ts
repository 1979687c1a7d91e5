import { env, evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { afterEach, expect, it, vi } from 'vitest';
import type { Refund } from '#core/contracts/sales.ts';
import type { CheckInResponse } from '#core/contracts/tickets.ts';
import { reconcileEvent } from '../../reconciliation/reconciliation.ts';
import { call } from '../calls.ts';
import { browse, cards, heldAndOrdered, newShop, orderNow, pay, until } from '../shop.ts';

/** Every way into D1 answers with an error, for the Worker and the queue's consumer alike. */
function breakD1(): { mend(): void; asked(): number } {
  const prototype = Object.getPrototypeOf(env.DB);
  const spies = (['prepare', 'batch', 'exec'] as const).map((method) =>
    vi.spyOn(prototype, method).mockImplementation(() => {
      throw new Error('D1_ERROR: it is down');
    }),
  );
  return {
    mend() {
      for (const spy of spies) spy.mockRestore();
    },
    asked: () => spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0),
  };
}

afterEach(() => {
  vi.restoreAllMocks();
});

it('a sale goes on to the door while D1 answers only errors, and its copy catches up after', async () => {
  vi.spyOn(console, 'warn').mockReturnValue(undefined);
  const shop = await newShop(199_900);
  const sales = env.EVENT_SALES.getByName(shop.eventId);
  const db = breakD1();

  expect((await call('GET', `/api/widgets/${shop.widgetId}`)).status).toBe(200);
  const ordered = await heldAndOrdered(shop, 2);
  await pay(ordered.payment?.url ?? '', cards.succeeds);
  const paid = await until(
    () => orderNow(ordered),
    (order) => order.status === 'paid',
  );
  expect(paid.tickets).toHaveLength(2);
  // Files are drawn and mailed by the queue's consumer, whose projections fail meanwhile.
  await until(
    async () => (await env.FILES.list({ prefix: `tickets/${shop.eventId}/${ordered.orderId}/` })).objects.length,
    (files) => files > 0,
  );
  const page = await browse(`/o/${ordered.orderId}/${ordered.orderToken}`);
  expect(page.status).toBeLessThan(400);
  const [first] = paid.tickets;
  const code = (await sales.ticket(first?.id ?? ''))?.code;
  const scanned = await call<CheckInResponse>('POST', '/api/check-in', {
    token: shop.organizer.token,
    body: { eventId: shop.eventId, code, nonce: crypto.randomUUID() },
  });
  expect(scanned.body.result).toBe('admitted');
  // The projection was tried and failed: the copy is behind, and says so.
  await until(
    async () => db.asked(),
    (asked) => asked > 0,
  );
  expect((await sales.outboxLag()).waiting).toBe(1);

  db.mend();
  expect(await env.DB.prepare('select 1 from orders where id = ?').bind(ordered.orderId).first()).toBeNull();
  // The outbox sends again when its lease ends; a test does not wait for that.
  await runInDurableObject(sales, (_, state) => {
    state.storage.sql.exec('update outbox set due_at = 0');
  });
  await evictDurableObject(sales);
  const row = await until(
    async () => {
      await sales.stock();
      return env.DB.prepare('select status from orders where id = ?').bind(ordered.orderId).first();
    },
    (found) => found !== null,
  );
  expect(row).toEqual({ status: 'paid' });
  expect((await reconcileEvent(env, shop.eventId, Date.now()))?.verdict).toBe('agrees');
  expect(await refundOf(ordered.orderId, shop.organizer.token)).toBe(201);
});

async function refundOf(orderId: string, token: string): Promise<number> {
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const response = await call<Refund>('POST', `/api/orders/${orderId}/refunds`, {
    token,
    headers,
    // One of the two guests is in.
    body: { reason: 'x', evenIfAdmitted: true },
  });
  return response.status;
}
