import { expect, it } from 'vitest';
import { noCommission, splitTicket } from './commission.ts';

const terms = {
  commissionBps: 1_000,
  serviceFeeMinor: 0,
  commissionByType: [{ ticketTypeId: 'vip', commissionBps: 0 }],
  commissionSteps: [
    { fromTicket: 10, commissionBps: 1_500 },
    { fromTicket: 20, commissionBps: 500 },
  ],
};

it.each([
  ['plain', 1, 1_000],
  ['plain', 9, 1_000],
  ['plain', 10, 1_500],
  ['plain', 19, 1_500],
  ['plain', 20, 500],
  ['vip', 1, 0],
  ['vip', 25, 0],
])('ticket of type %s, sold as number %i, earns %i basis points', (type, ordinal, rate) => {
  const ticket = { ticketTypeId: type, faceMinor: 10_000, feeMinor: 0 };
  expect(splitTicket(terms, ticket, ordinal)).toMatchObject({ commissionBps: rate, commissionMinor: rate });
});

it('a ticket earns its commission of the face value alone, and its fee stays whole', () => {
  const ticket = { ticketTypeId: 'plain', faceMinor: 1_995, feeMinor: 300 };
  expect(splitTicket(terms, ticket, 10)).toEqual({
    faceMinor: 1_995,
    feeMinor: 300,
    commissionBps: 1_500,
    commissionMinor: 299,
  });
  expect(splitTicket(noCommission, ticket, 10)).toMatchObject({ commissionBps: 0, commissionMinor: 0 });
});
