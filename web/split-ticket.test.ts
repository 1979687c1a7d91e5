import { expect, it } from 'vitest';
import { splitTicket } from './split-ticket.ts';

it.each([
  [199_900, 1_333, 0, { buyerPays: 199_900, distributorGets: 26_647, organizerGets: 173_253 }],
  [150_000, 1_250, 5_000, { buyerPays: 155_000, distributorGets: 23_750, organizerGets: 131_250 }],
  [1, 5_000, 0, { buyerPays: 1, distributorGets: 0, organizerGets: 1 }],
  [1, 5_001, 0, { buyerPays: 1, distributorGets: 1, organizerGets: 0 }],
  [0, 10_000, 5_000, { buyerPays: 0, distributorGets: 0, organizerGets: 0 }],
  [1_000_000_000_000, 9_999, 0, { buyerPays: 1e12, distributorGets: 999_900_000_000, organizerGets: 100_000_000 }],
])('a ticket of %i at %i bps and a fee of %i splits to the kopeck', (price, bps, fee, split) => {
  expect(splitTicket(price, bps, fee)).toEqual(split);
});
