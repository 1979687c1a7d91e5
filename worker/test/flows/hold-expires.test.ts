import { env, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import type { PurchaseResponse } from '#core/contracts/sales.ts';
import { browse, cards, heldAndOrdered, hold, newShop, orderNow, pay, type Shop, until } from '../shop.ts';

async function unpaid(
  capacity = 10,
): Promise<{ shop: Shop; ordered: PurchaseResponse; payUrl: string; paymentId: string }> {
  const shop = await newShop(199_900, capacity);
  const ordered = await heldAndOrdered(shop, 2);
  const payUrl = ordered.payment?.url ?? '';
  return { shop, ordered, payUrl, paymentId: payUrl.split('/').at(-1) ?? '' };
}

/** The time of every hold of the event runs out now: the clock of the object can't be turned, its rows can. */
async function timeRunsOut(shop: Shop): Promise<void> {
  const sales = env.EVENT_SALES.getByName(shop.eventId);
  await runInDurableObject(sales, (_object, state) => {
    state.storage.sql.exec("update holds set ends_at = ? where status in ('placed', 'ordered')", Date.now() - 1);
  });
  await evictDurableObject(sales);
  // Any command ends what is due.
  await env.EVENT_SALES.getByName(shop.eventId).releaseHold('hld_nobodys');
  await runDurableObjectAlarm(env.EVENT_SALES.getByName(shop.eventId));
}

function paidAtTheProvider(shop: Shop, paymentId: string, keepSilent: boolean): Promise<void> {
  return runInDurableObject(env.TEST_ACQUIRER.getByName(shop.eventId), async (acquirer, state) => {
    await acquirer.pay(paymentId, cards.succeeds);
    if (!keepSilent) return;
    state.storage.sql.exec('delete from notices');
    await state.storage.deleteAlarm();
  });
}

async function stockOf(shop: Shop) {
  const [stock] = await env.EVENT_SALES.getByName(shop.eventId).stock();
  return { sold: stock?.sold, held: stock?.held };
}

function statusOf(shop: Shop, ordered: PurchaseResponse) {
  return async () => (await env.EVENT_SALES.getByName(shop.eventId).order(ordered.orderId))?.view.status;
}

describe('when the time to pay is over', () => {
  it('a hold nobody ordered returns its stock', async () => {
    const shop = await newShop(199_900, 1);
    await hold(shop);
    await timeRunsOut(shop);
    expect(await stockOf(shop)).toEqual({ sold: 0, held: 0 });
    expect((await hold(shop)).status).toBe(201);
  });

  it('the provider is asked first, and a payment it has is honoured though its webhook was lost', async () => {
    const { shop, ordered, paymentId } = await unpaid();
    await paidAtTheProvider(shop, paymentId, true);
    await timeRunsOut(shop);
    await until(statusOf(shop, ordered), (status) => status === 'paid');
    expect(await stockOf(shop)).toEqual({ sold: 2, held: 0 });
    expect((await orderNow(ordered)).paidLate).toBe(false);
  });

  it('an open payment is closed at the provider, and the stock returns', async () => {
    const { shop, ordered, paymentId, payUrl } = await unpaid();
    await timeRunsOut(shop);
    expect(await statusOf(shop, ordered)()).toBe('awaiting-payment');
    await timeRunsOut(shop);
    expect(await statusOf(shop, ordered)()).toBe('expired');
    expect(await stockOf(shop)).toEqual({ sold: 0, held: 0 });
    const acquirer = env.TEST_ACQUIRER.getByName(shop.eventId);
    await until(
      async () => (await acquirer.payment(paymentId))?.status,
      (status) => status === 'cancelled',
    );
    expect(await (await browse(payUrl)).text()).toContain('Этот платёж закрыт');
    expect((await orderNow(ordered)).status).toBe('expired');
  });
});

describe('money that comes after the time is over', () => {
  async function expiredAndPaid(capacity: number, meanwhile: (shop: Shop) => Promise<unknown>) {
    const { shop, ordered, payUrl } = await unpaid(capacity);
    // The provider is down while the hold ends, so it can be neither asked nor told to close the payment.
    const acquirer = env.TEST_ACQUIRER.getByName(shop.eventId);
    await acquirer.breakDownUntil(Date.now() + 60_000);
    await timeRunsOut(shop);
    await timeRunsOut(shop);
    expect(await statusOf(shop, ordered)()).toBe('expired');
    await meanwhile(shop);
    await acquirer.breakDownUntil(0);
    await pay(payUrl, cards.succeeds);
    return { shop, ordered };
  }

  it('buys the tickets when there are any left', async () => {
    const { shop, ordered } = await expiredAndPaid(2, async () => undefined);
    await until(statusOf(shop, ordered), (status) => status === 'paid');
    const now = await orderNow(ordered);
    expect([now.paidLate, now.tickets.length]).toEqual([true, 2]);
  });

  it('goes back when there are none', async () => {
    const { shop, ordered } = await expiredAndPaid(2, (sold) => hold(sold, 2));
    await until(statusOf(shop, ordered), (status) => status === 'refunded');
    const paymentId = ordered.payment?.url.split('/').at(-1) ?? '';
    const payment = await env.TEST_ACQUIRER.getByName(shop.eventId).payment(paymentId);
    expect(payment).toMatchObject({ status: 'succeeded', refundedMinor: ordered.total.amount });
    expect(await stockOf(shop)).toEqual({ sold: 0, held: 2 });
  });
});
