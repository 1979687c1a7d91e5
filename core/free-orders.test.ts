import { describe, expect, it } from 'vitest';
import { freeOrdersOfContact, freeOrdersOfNetwork, needsConfirmation } from './purchase-limits.ts';
import { counted, type RateLimit } from './rate-limit.ts';

const minute = 60_000;

/** How many of `orders`, one every `everyMs`, get their tickets at once. */
function atOnce(limit: RateLimit, orders: number, everyMs: number): number {
  let storedMs: number | null = null;
  let free = 0;
  for (let n = 0; n < orders; n += 1) {
    if (needsConfirmation([{ limit, storedMs }], n * everyMs)) continue;
    storedMs = counted(limit, storedMs, n * everyMs);
    free += 1;
  }
  return free;
}

describe('free orders that get their tickets at once', () => {
  it.each([
    ['forty for one contact at one moment', freeOrdersOfContact, 40, 0, 3],
    ['forty for one contact, one a minute', freeOrdersOfContact, 40, minute, 4],
    ['two for one contact', freeOrdersOfContact, 2, 0, 2],
    ['one every 20 minutes for one contact', freeOrdersOfContact, 100, 20 * minute, 100],
    ['a thousand from one network at one moment', freeOrdersOfNetwork, 1_000, 0, 5],
    ['one every 12 minutes from one network', freeOrdersOfNetwork, 100, 12 * minute, 100],
  ])('%s', (_, limit, orders, everyMs, expected) => {
    expect(atOnce(limit, orders, everyMs)).toBe(expected);
  });
});

it.each([
  ['nothing is counted', [], false],
  ['a new contact from a new network', [freeOrdersOfContact, freeOrdersOfNetwork].map((limit) => [limit, 0]), false],
  [
    'a new contact from a network over its limit',
    [
      [freeOrdersOfContact, 0],
      [freeOrdersOfNetwork, 5],
    ],
    true,
  ],
  [
    'a contact over its limit from a new network',
    [
      [freeOrdersOfContact, 3],
      [freeOrdersOfNetwork, 0],
    ],
    true,
  ],
  [
    'a wide network over its limit around a quiet one',
    [
      [freeOrdersOfNetwork, 0],
      [freeOrdersOfNetwork, 5],
    ],
    true,
  ],
] as [string, [RateLimit, number][], boolean][])('%s', (_, made, expected) => {
  const nowMs = 1_000_000;
  const counts = made.map(([limit, orders]) => {
    let storedMs: number | null = null;
    for (let n = 0; n < orders; n += 1) storedMs = counted(limit, storedMs, nowMs);
    return { limit, storedMs };
  });
  expect(needsConfirmation(counts, nowMs)).toBe(expected);
});
