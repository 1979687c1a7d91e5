// The audit of a shop from outside, over HTTP only: compares what the buyers were told with what the product says now.
// It is written from the public API alone, so that a fault of the product cannot hide in code that both share.

import { setTimeout as sleep } from 'node:timers/promises';
import { call, list, text } from '../local/api-client.ts';
import { factsOnTheirWay, ledgerOf, ordersOf, type Shop, stockOf } from '../local/shop.ts';
import type { Purchase } from './buyer.ts';

export type Tally = {
  acknowledgedLost: number;
  oversold: number;
  paidWithoutTicket: number;
  ledgerNotZero: number;
  ticketsTwice: number;
  projectionBehind: number;
};

export const noFaults = (): Tally => ({
  acknowledgedLost: 0,
  oversold: 0,
  paidWithoutTicket: 0,
  ledgerNotZero: 0,
  ticketsTwice: 0,
  projectionBehind: 0,
});

export type Audit = { tally: Tally; wrong: string[] };

function note(audit: Audit, kind: keyof Tally, sentence: string): void {
  audit.tally[kind]++;
  // A broken build would fill the report with thousands of equal findings.
  if (audit.wrong.length < 40) audit.wrong.push(`${kind}: ${sentence}`);
}

/** Every order and every ticket that a buyer was told of exists, as the buyer was told. */
export async function auditPromises(origin: string, purchases: Purchase[], audit: Audit): Promise<void> {
  const seen = new Set<string>();
  await sideBySide(purchases, 16, async (purchase) => {
    const { orderId, orderToken, ticketIds } = purchase;
    if (orderId === undefined || orderToken === undefined) return;
    const response = await call(origin, 'GET', `/api/orders/${orderId}`, { token: orderToken });
    if (response.status !== 200) return note(audit, 'acknowledgedLost', `order ${orderId} answers ${response.status}`);
    const status = text(response, 'status');
    const tickets = list(response, 'tickets').map((one) => String(one.id));
    if (status === 'paid' && tickets.length !== purchase.quantity) {
      note(audit, 'paidWithoutTicket', `${orderId} is paid for ${purchase.quantity} and has ${tickets.length}`);
    }
    for (const ticket of tickets) {
      if (seen.has(ticket)) note(audit, 'ticketsTwice', `${ticket} is in two orders`);
      seen.add(ticket);
    }
    if (ticketIds === undefined) return;
    const same = ticketIds.length === tickets.length && ticketIds.every((id) => tickets.includes(id));
    if (status !== 'paid' || !same) note(audit, 'acknowledgedLost', `${orderId} was told paid and is ${status}`);
  });
}

export type ShopFigures = { sold: number; orders: number; paidOrderIds: string[] };

/** The shop's own sums: stock, orders, tickets and ledger agree, and every entry sums to zero. */
export async function auditShop(shop: Shop, audit: Audit): Promise<ShopFigures> {
  const stock = await stockOf(shop);
  for (const type of stock) {
    if (type.sold + type.held > type.capacity) {
      note(audit, 'oversold', `${type.ticketTypeId}: ${type.sold} sold and ${type.held} held of ${type.capacity}`);
    }
  }
  const orders = await ordersOf(shop);
  const paid = orders.filter((order) => order.status === 'paid');
  const tickets = paid.flatMap((order) => (Array.isArray(order.ticketIds) ? order.ticketIds.map(String) : []));
  for (const order of paid) {
    const count = Array.isArray(order.ticketIds) ? order.ticketIds.length : 0;
    if (count === 0) note(audit, 'paidWithoutTicket', `${String(order.orderId)} is listed without tickets`);
  }
  const sold = stock.reduce((sum, type) => sum + type.sold, 0);
  if (new Set(tickets).size !== tickets.length) note(audit, 'ticketsTwice', 'the list of orders names a ticket twice');
  if (tickets.length !== sold) {
    note(audit, 'projectionBehind', `${sold} tickets are sold and the paid orders listed have ${tickets.length}`);
  }
  await auditLedger(shop, paid, audit);
  return { sold, orders: orders.length, paidOrderIds: paid.map((order) => String(order.orderId)) };
}

async function auditLedger(shop: Shop, paid: Record<string, unknown>[], audit: Audit): Promise<void> {
  const entries = await ledgerOf(shop);
  for (const { id, postings } of entries) {
    const sum = postings.reduce((total, posting) => total + posting.amount, 0);
    if (sum !== 0) note(audit, 'ledgerNotZero', `entry ${id} sums to ${sum}`);
  }
  const posted = new Set(entries.map((entry) => entry.orderId));
  for (const order of paid) {
    const total = Number(Reflect.get(Object(order.total), 'amount'));
    const orderId = String(order.orderId);
    if (total > 0 && !posted.has(orderId)) note(audit, 'ledgerNotZero', `${orderId} is paid and not in the ledger`);
  }
  if (entries.length > posted.size) note(audit, 'ledgerNotZero', 'an order was posted twice');
}

/**
 * Waits until D1 has as many sold tickets as the event's object. Returns the milliseconds, or null when it never
 * happens.
 */
export async function untilProjected(shop: Shop, limitMs: number): Promise<number | null> {
  const startedAt = Date.now();
  while (Date.now() - startedAt < limitMs) {
    // Counting reads every page of the list, so it begins only when the product itself says that its projection is
    // complete.
    if ((await factsOnTheirWay(shop)) > 0) {
      await sleep(500);
      continue;
    }
    const sold = (await stockOf(shop)).reduce((sum, type) => sum + type.sold, 0);
    const orders = await ordersOf(shop);
    const listed = orders
      .filter((order) => order.status === 'paid')
      .reduce((sum, order) => sum + (Array.isArray(order.ticketIds) ? order.ticketIds.length : 0), 0);
    if (listed === sold) return Date.now() - startedAt;
    await sleep(500);
  }
  return null;
}

/** `work` on every item, at most `width` at a time. */
export async function sideBySide<Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
