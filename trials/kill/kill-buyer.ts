// Buyers while the server is killed again and again. Each records what they were told. Most send the same request until
// they get a response; some give up and never learn the outcome.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Shop } from '../../local/shop.ts';
import { awaitPaid, noteOrder, orderBody, type Purchase, persist, refusalOf } from '../buyer.ts';
import type { Random } from '../random.ts';
import type { Acquirer, Card } from './acquirer.ts';

export type Scene = {
  shops: Shop[];
  acquirer: Acquirer;
  journal: Purchase[];
  /** Responses that are neither results nor expected refusals: each is a fault. */
  surprises: string[];
  refusals: Map<string, number>;
  name: string;
  /** Set to stop every buyer after the current purchase. */
  stopping: boolean;
  /** Set to make every buyer wait, so that the outbox drains. */
  pausing: boolean;
  /** Purchases finished so far. */
  done: number;
  /** Purchases still to be begun. */
  left: number;
};

/** How long a patient buyer repeats a request. */
const patienceMs = 300_000;

export async function buyAndBuy(scene: Scene, nth: number, random: Random): Promise<void> {
  for (let round = 0; !scene.stopping && scene.left > 0; round++) {
    if (scene.pausing) {
      await sleep(50);
      continue;
    }
    scene.left--;
    await buyOnce(scene, `${scene.name}-${nth}-${round}`, random);
    scene.done++;
  }
}

async function buyOnce(scene: Scene, key: string, random: Random): Promise<void> {
  const [first, ...others] = scene.shops;
  if (first === undefined) return;
  const shop = random.pick([first, ...others]);
  const widgets = [shop.widgetId, ...shop.deals.map((deal) => deal.widgetId)];
  const purchase: Purchase = {
    widgetId: random.shuffled(widgets)[0] ?? shop.widgetId,
    ticketTypeId: random.shuffled(shop.ticketTypeIds)[0] ?? '',
    quantity: random.chance(0.8) ? 1 : 2,
    email: `${key}@mail.example`,
  };
  scene.journal.push(purchase);
  // An impatient buyer sends once and takes a lost response as the end.
  const untilMs = random.chance(0.05) ? 0 : Date.now() + patienceMs;
  if (!(await hold(scene, shop, purchase, key, untilMs, random))) return;
  if (random.chance(0.05)) return; // Walks away: the hold ends by itself.
  await order(scene, shop, purchase, key, untilMs, random);
}

async function hold(
  scene: Scene,
  shop: Shop,
  purchase: Purchase,
  key: string,
  untilMs: number,
  random: Random,
): Promise<boolean> {
  const { widgetId, ticketTypeId, quantity } = purchase;
  const body = { lines: [{ ticketTypeId, quantity }] };
  const request = { method: 'POST', path: `/api/widgets/${widgetId}/holds`, key: `${key}-the-hold-key`, body };
  const response = await persist(shop.origin, request, untilMs, random);
  if (response === null) {
    purchase.unknown = true;
    return false;
  }
  if (response.status === 201) {
    purchase.holdId = String(Reflect.get(Object(response.body), 'holdId'));
    return true;
  }
  noteRefusal(scene, 'hold', refusalOf(response), ['sold-out']);
  return false;
}

async function order(
  scene: Scene,
  shop: Shop,
  purchase: Purchase,
  key: string,
  untilMs: number,
  random: Random,
): Promise<void> {
  const path = `/api/holds/${purchase.holdId}/order`;
  const request = { method: 'POST', path, key: `${key}-the-order-key`, body: orderBody(purchase) };
  const response = await persist(shop.origin, request, untilMs, random);
  if (response === null) {
    purchase.unknown = true;
    return;
  }
  // After two minutes of kills the hold may have expired.
  if (response.status !== 201) return noteRefusal(scene, 'order', refusalOf(response), ['hold-expired']);
  const { url } = noteOrder(purchase, response);
  if (purchase.ticketIds !== undefined) return;
  await pay(scene, shop, purchase, url, untilMs, random);
}

async function pay(
  scene: Scene,
  shop: Shop,
  purchase: Purchase,
  url: string | null,
  untilMs: number,
  random: Random,
): Promise<void> {
  const paymentId = url?.split('/').at(-1) ?? (await paymentLater(shop, purchase, untilMs, random));
  if (paymentId === null) {
    purchase.unknown = true;
    return;
  }
  const dice = random.unit();
  const card: Card =
    dice < 0.05 ? 'declined' : dice < 0.15 ? 'slow' : dice < 0.25 ? 'repeated' : dice < 0.3 ? 'unclear' : 'succeeds';
  scene.acquirer.pay(paymentId, card);
  // Half of the buyers close the tab now, so only the webhook can complete the order.
  if (card === 'declined' || random.chance(0.5)) return;
  const status = await awaitPaid(shop.origin, purchase, untilMs, random);
  const expected = [null, 'open', 'awaiting-payment', 'paid', 'expired', 'paid-late', 'refunded'];
  if (!expected.includes(status)) scene.surprises.push(`an order that was paid for is ${status}`);
}

/** The provider could not be reached when the order was made. Reading the order asks it again. */
async function paymentLater(shop: Shop, purchase: Purchase, untilMs: number, random: Random): Promise<string | null> {
  for (let looks = 0; looks < 20 && Date.now() < untilMs; looks++) {
    const request = { method: 'GET', path: `/api/orders/${purchase.orderId}`, token: purchase.orderToken ?? '' };
    const response = await persist(shop.origin, request, untilMs, random);
    const url: unknown = Reflect.get(Object(Reflect.get(Object(response?.body), 'payment')), 'url');
    if (typeof url === 'string') return url.split('/').at(-1) ?? null;
    await sleep(500);
  }
  return null;
}

function noteRefusal(scene: Scene, step: string, code: string, expected: string[]): void {
  const name = `${step}: ${code}`;
  scene.refusals.set(name, (scene.refusals.get(name) ?? 0) + 1);
  if (!expected.includes(code) && scene.surprises.length < 40) scene.surprises.push(`a ${name} was not to be expected`);
}
