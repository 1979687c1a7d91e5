import { expect, it } from 'vitest';
import { decideOpenChannel, decidePublish } from './publishing.ts';
import { guarantee, stockOf } from './stock.fixture.ts';
import { applyMoves } from './stock.ts';

it('a capacity may fall to what was sold, held and promised, and no lower', () => {
  const stock = stockOf(10, { x: guarantee(4), y: { kind: 'open' } });
  applyMoves(stock, [{ widgetId: 'x', ticketTypeId: 'a', held: 3, sold: 0 }]);
  expect(decidePublish(stock, [{ id: 'a', capacity: 3 }], 50)).toMatchObject({ code: 'capacity-below-sold' });
  expect(decidePublish(stock, [{ id: 'a', capacity: 4 }], 50)).toMatchObject({ ok: true });
  // After its release date the guarantee reserves nothing: three tickets are held.
  expect(decidePublish(stock, [{ id: 'a', capacity: 3 }], 100)).toMatchObject({ ok: true });
  expect(decidePublish(stock, [{ id: 'a', capacity: 2 }], 100)).toEqual({
    ok: false,
    code: 'capacity-below-sold',
    details: { ticketTypeId: 'a', least: 3 },
  });
});

it('a new ticket type may have any capacity, and one refused type refuses the publication', () => {
  const stock = stockOf(10, { x: { kind: 'open' } });
  applyMoves(stock, [{ widgetId: 'x', ticketTypeId: 'a', held: 0, sold: 2 }]);
  expect(decidePublish(stock, [{ id: 'new', capacity: 0 }], 50)).toMatchObject({ ok: true });
  const types = [
    { id: 'new', capacity: 5 },
    { id: 'a', capacity: 1 },
  ];
  expect(decidePublish(stock, types, 50)).toMatchObject({
    code: 'capacity-below-sold',
    details: { ticketTypeId: 'a' },
  });
});

it('promises are made only of what is free and promised to nobody else', () => {
  const stock = stockOf(10, { x: guarantee(6) });
  expect(decideOpenChannel(stock, 'y', guarantee(5), 50)).toMatchObject({ code: 'allotment-exceeds-stock' });
  expect(decideOpenChannel(stock, 'y', guarantee(4), 50)).toMatchObject({ ok: true });
  expect(decideOpenChannel(stock, 'x', guarantee(10), 50)).toMatchObject({ ok: true });
  expect(decideOpenChannel(stock, 'y', guarantee(99), 100)).toMatchObject({ ok: true });
});

it('what a channel has taken already counts towards its promise, and a refusal says what is free', () => {
  const stock = stockOf(10, { x: { kind: 'open' } });
  applyMoves(stock, [{ widgetId: 'x', ticketTypeId: 'a', held: 2, sold: 6 }]);
  expect(decideOpenChannel(stock, 'x', guarantee(10), 50)).toMatchObject({ ok: true });
  expect(decideOpenChannel(stock, 'x', guarantee(11), 50)).toEqual({
    ok: false,
    code: 'allotment-exceeds-stock',
    details: { ticketTypeId: 'a', available: 2 },
  });
  expect(decideOpenChannel(stock, 'y', { kind: 'cap', quantity: 99 }, 50)).toMatchObject({ ok: true });
});
