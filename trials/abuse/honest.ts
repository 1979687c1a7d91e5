// Honest buyers, each in a network of their own, who arrive at a steady rate whatever the server does. A buyer who
// waits does not delay the next, so a slow server shows as long waits and not as fewer buyers.

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { addressOf, call } from '../../local/api-client.ts';
import type { Shop } from '../../local/shop.ts';
import { refusalOf } from '../buyer.ts';

const buyersASecond = 20;

export type Waits = { p95Ms: number; refused: string[] };

/** How long holds of one ticket take, for `seconds`. `refused` counts the responses to holds that were not placed. */
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
    const response = await call(shop.origin, 'POST', path, { key, from: addressOf(key), body }, 0);
    if (response.status !== 201) refused.push(refusalOf(response));
  } catch (error) {
    refused.push(error instanceof Error ? error.message : 'no answer');
  }
  waits.push(performance.now() - startedAt);
}
