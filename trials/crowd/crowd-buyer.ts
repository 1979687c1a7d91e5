// One buyer of the crowd: tries every channel and ticket type in random order, takes one ticket when there are fewer
// than they wanted, and leaves only when nothing can be bought. Some release their hold, some click twice.

import { setTimeout as sleep } from 'node:timers/promises';
import { list } from '../../local/api-client.ts';
import { payByCard } from '../../local/pay.ts';
import type { Shop } from '../../local/shop.ts';
import { awaitPaid, noteOrder, orderBody, type Purchase, persist, refusalOf } from '../buyer.ts';
import type { Random } from '../random.ts';

export type Crowd = { shop: Shop; random: Random; untilMs: number; name: string };

type Choice = { widgetId: string; ticketTypeId: string };

function choicesOf(shop: Shop): Choice[] {
  const widgets = [shop.widgetId, ...shop.deals.map((deal) => deal.widgetId)];
  return widgets.flatMap((widgetId) => shop.ticketTypeIds.map((ticketTypeId) => ({ widgetId, ticketTypeId })));
}

export async function joinCrowd(crowd: Crowd, nth: number, purchases: Purchase[]): Promise<void> {
  const random = crowd.random.branch(nth);
  // Buyers arrive neither in the same millisecond nor one after another.
  await sleep(random.below(500));
  const purchase = await holdSomething(crowd, random, nth, random.between(1, 3));
  if (purchase === null) return;
  purchases.push(purchase);
  if (random.chance(0.1)) return giveBack(crowd, random, purchase);
  await buy(crowd, random, purchase, `${crowd.name}-${nth}`);
}

/** Buys what is left, one ticket at a time or several, until nothing is. */
export async function buyRest(crowd: Crowd, purchases: Purchase[]): Promise<void> {
  const random = crowd.random.branch(1_000_000);
  for (let nth = 0; nth < 2_000; nth++) {
    const purchase = await holdSomething(crowd, random, 10_000 + nth, 3);
    if (purchase === null) return;
    purchases.push(purchase);
    await order(crowd, random, purchase, `${crowd.name}-rest-${nth}`, 'succeeds');
  }
}

async function holdSomething(crowd: Crowd, random: Random, nth: number, wanted: number): Promise<Purchase | null> {
  let quantity = wanted;
  for (let tries = 0; Date.now() < crowd.untilMs; tries++) {
    for (const choice of random.shuffled(choicesOf(crowd.shop))) {
      const key = `${crowd.name}-${nth}-${tries}-${choice.widgetId}-${choice.ticketTypeId}`;
      const holdId = await hold(crowd, random, choice, quantity, key);
      if (holdId !== null) return { ...choice, quantity, holdId, email: `${crowd.name}-${nth}@mail.example` };
    }
    if (quantity > 1) quantity = 1;
    else if (!(await somethingMayComeBack(crowd))) return null;
    else await sleep(200 + random.below(400));
  }
  return null;
}

async function hold(crowd: Crowd, random: Random, choice: Choice, quantity: number, key: string) {
  const { shop, untilMs } = crowd;
  const body = { lines: [{ ticketTypeId: choice.ticketTypeId, quantity }] };
  const request = { method: 'POST', path: `/api/widgets/${choice.widgetId}/holds`, key, body };
  // A double click: the same key twice at once gives one hold.
  const times = random.chance(0.1) ? 2 : 1;
  const answers = await Promise.all(
    Array.from({ length: times }, () => persist(shop.origin, request, untilMs, random)),
  );
  const ids = new Set(
    answers.flatMap((response) => {
      if (response === null) throw new Error('a hold stayed without an answer');
      if (response.status === 201) return [String(Reflect.get(Object(response.body), 'holdId'))];
      if (refusalOf(response) === 'sold-out') return [];
      throw new Error(`a hold was refused: ${refusalOf(response)}`);
    }),
  );
  if (ids.size > 1) throw new Error(`one key made ${ids.size} holds`);
  return [...ids][0] ?? null;
}

/** False when every channel says that everything is sold for good. */
async function somethingMayComeBack(crowd: Crowd): Promise<boolean> {
  const { shop, random, untilMs } = crowd;
  const widgets = [...new Set(choicesOf(shop).map((choice) => choice.widgetId))];
  for (const widgetId of widgets) {
    const view = await persist(shop.origin, { method: 'GET', path: `/api/widgets/${widgetId}` }, untilMs, random);
    if (view === null || view.status !== 200) throw new Error('a widget stayed without an answer');
    if (list(view, 'ticketTypes').some((type) => type.availability !== 'sold-out')) return true;
  }
  return false;
}

async function giveBack(crowd: Crowd, random: Random, purchase: Purchase): Promise<void> {
  await sleep(random.below(1_500));
  const request = { method: 'DELETE', path: `/api/holds/${purchase.holdId}` };
  const response = await persist(crowd.shop.origin, request, crowd.untilMs, random);
  if (response?.status !== 204) throw new Error(`a hold could not be given back: ${response?.status}`);
  purchase.gaveUp = true;
}

async function buy(crowd: Crowd, random: Random, purchase: Purchase, key: string): Promise<void> {
  await sleep(random.below(800));
  const dice = random.unit();
  const card = dice < 0.1 ? 'declined' : dice < 0.2 ? 'repeated' : dice < 0.25 ? 'unclear' : 'succeeds';
  await order(crowd, random, purchase, key, card);
}

type Card = Parameters<typeof payByCard>[1];

async function order(crowd: Crowd, random: Random, purchase: Purchase, key: string, card: Card): Promise<void> {
  const { shop, untilMs } = crowd;
  const path = `/api/holds/${purchase.holdId}/order`;
  const request = { method: 'POST', path, key: `${key}-order-of-the-crowd`, body: orderBody(purchase) };
  const response = await persist(shop.origin, request, untilMs, random);
  if (response?.status !== 201)
    throw new Error(`an order was refused: ${response === null ? 'silence' : refusalOf(response)}`);
  const { url } = noteOrder(purchase, response);
  if (purchase.ticketIds !== undefined) return;
  if (url === null) throw new Error('an order has nothing to pay by');
  await payByCard(url, card);
  if (card !== 'declined') {
    const status = await awaitPaid(shop.origin, purchase, untilMs, random);
    if (status !== 'paid') throw new Error(`a paid order is ${status}`);
    return;
  }
  const cancel = { method: 'POST', path: `/api/orders/${purchase.orderId}/cancel`, token: purchase.orderToken ?? '' };
  const cancelled = await persist(shop.origin, cancel, untilMs, random);
  if (cancelled?.status !== 200) throw new Error(`an order could not be cancelled: ${cancelled?.status}`);
  purchase.gaveUp = true;
}
