// Honest buyers, each in a network of his own, who come at a steady pace whatever the server does: whoever waits for an
// answer does not hold up the next one, so a slow server shows as long waits and not as fewer buyers.

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { addressOf, call } from '../../local/api-client.ts';
import type { Shop } from '../../local/shop.ts';
import { refusalOf } from '../buyer.ts';

const buyersASecond = 20;

export type Waits = { p95Ms: number; refused: string[] };

/** How long holds of one ticket take, for `seconds`; `refused` says how any that was not placed was answered. */
export async function honestHolds(shop: Shop, ticketTypeId: string, seconds: number): Promise<Waits> {
  const waits: number[] = [];
  const refused: string[] = [];
  const buyers: Promise<void>[] = [];
  for (let n = 0; n < seconds * buyersASecond; n++) {
    buyers.push(hold(shop, ticketTypeId, waits, refused));
    await sleep(1_000 / buyersASecond);
  }
  await Promise.all(buyers);
  waits.sort((one, other) => one - other);
  return { p95Ms: waits[Math.ceil(waits.length * 0.95) - 1] ?? Number.POSITIVE_INFINITY, refused };
}

async function hold(shop: Shop, ticketTypeId: string, waits: number[], refused: string[]): Promise<void> {
  const key = randomUUID();
  const body = { lines: [{ ticketTypeId, quantity: 1 }] };
  const startedAt = performance.now();
  try {
    const path = `/api/widgets/${shop.widgetId}/holds`;
    const answer = await call(shop.origin, 'POST', path, { key, from: addressOf(key), body }, 0);
    if (answer.status !== 201) refused.push(refusalOf(answer));
  } catch (error) {
    refused.push(error instanceof Error ? error.message : 'no answer');
  }
  waits.push(performance.now() - startedAt);
}
