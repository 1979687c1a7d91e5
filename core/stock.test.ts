import fc from 'fast-check';
import { expect, it } from 'vitest';
import { guarantee, stockOf } from './stock.fixture.ts';
import { type AllotmentRule, applyMoves, availableTo, leastCapacity, shortOf } from './stock.ts';

it.each([
  ['everybody shares what is free', { x: { kind: 'open' } }, 'x', 10],
  ['a cap bounds its own channel', { x: { kind: 'cap', quantity: 3 } }, 'x', 3],
  ['a cap bounds nobody else', { x: { kind: 'cap', quantity: 3 }, y: { kind: 'open' } }, 'y', 10],
  ['a guarantee is kept from others', { x: guarantee(4), y: { kind: 'open' } }, 'y', 6],
  ['a guarantee is kept from the organizer', { x: guarantee(4) }, null, 6],
  ['a guarantee does not bound its own channel', { x: guarantee(4) }, 'x', 10],
  ['two guarantees stand side by side', { x: guarantee(4), y: guarantee(5) }, 'x', 5],
  ['a guarantee past its release keeps nothing', { x: guarantee(4, 50), y: { kind: 'open' } }, 'y', 10],
] as [string, Record<string, AllotmentRule>, string | null, number][])(
  'available tickets: %s',
  (_, allotments, widgetId, available) => {
    expect(availableTo(stockOf(10, allotments), 'a', widgetId, 50)).toBe(available);
  },
);

it('what a guaranteed channel took of its promise is promised no more', () => {
  const stock = stockOf(10, { x: guarantee(4), y: { kind: 'open' } });
  applyMoves(stock, [{ widgetId: 'x', ticketTypeId: 'a', held: 3, sold: 0 }]);
  expect(availableTo(stock, 'a', 'y', 50)).toBe(6);
  expect(leastCapacity(stock, 'a', 50)).toBe(4);
});

it('lines of one hold share the cap of their channel', () => {
  const stock = stockOf(10, { x: { kind: 'cap', quantity: 3 } });
  stock.types.set('b', { capacity: 10, held: 0, sold: 0 });
  const lines = (a: number, b: number) => [
    { ticketTypeId: 'a', quantity: a },
    { ticketTypeId: 'b', quantity: b },
  ];
  expect(shortOf(stock, lines(2, 1), 'x', 0)).toBeNull();
  expect(shortOf(stock, lines(2, 2), 'x', 0)).toEqual({ ticketTypeId: 'b', available: 1 });
});

it('no sequence of moves makes more of a type than there is, or gives back what was not taken', () => {
  const move = fc.record({
    widgetId: fc.constantFrom('x', 'y', null),
    ticketTypeId: fc.constant('a'),
    held: fc.integer({ min: -3, max: 3 }),
    sold: fc.integer({ min: -3, max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
      const stock = stockOf(5, { x: { kind: 'open' }, y: { kind: 'open' } });
      for (const one of moves) {
        try {
          applyMoves(stock, [one]);
        } catch {
          // The assertion stops a bug: the transaction then rolls back, and the object reads its state from the rows
          // again.
          return;
        }
        const type = stock.types.get('a');
        expect(type && type.held >= 0 && type.sold >= 0 && type.held + type.sold <= 5).toBe(true);
      }
    }),
  );
});
