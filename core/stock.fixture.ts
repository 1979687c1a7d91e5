// Stock of one ticket type `a` with its channels, for the tests of rules about it.

import type { AllotmentRule, Counts, Stock } from './stock.ts';

export const guarantee = (quantity: number, releaseAtMs = 100): AllotmentRule => ({
  kind: 'guarantee',
  quantities: new Map([['a', quantity]]),
  releaseAtMs,
});

export function stockOf(capacity: number, allotments: Record<string, AllotmentRule>): Stock {
  return {
    types: new Map([['a', { capacity, held: 0, sold: 0 }]]),
    channels: new Map(
      Object.entries(allotments).map(([id, allotment]) => [
        id,
        { open: true, allotment, counts: new Map<string, Counts>() },
      ]),
    ),
  };
}
