import { expect, it } from 'vitest';
import { noCommission } from './commission.ts';
import { decideHold, maxTicketsPerHold, type SaleRules } from './holds.ts';
import { maxAmountMinor, maxPriceMinor, maxServiceFeeMinor } from './money.ts';
import type { Stock } from './stock.ts';

function ask(priceMinor: number, serviceFeeMinor: number, quantity: number) {
  const ids = ['a', 'b'];
  const stock: Stock = {
    types: new Map(ids.map((id) => [id, { capacity: 1_000, held: 0, sold: 0 }])),
    channels: new Map([['w', { open: true, allotment: { kind: 'open' }, counts: new Map() }]]),
  };
  const type = { priceMinor, salesFromMs: null, salesToMs: null, minPerOrder: 1, maxPerOrder: 50, retired: false };
  const rules: SaleRules = {
    cancelled: false,
    endsAtMs: 2_000,
    holdMinutes: 10,
    currency: 'RUB',
    types: new Map(ids.map((id) => [id, { ...type, id, name: id }])),
    promos: new Map(),
  };
  const channel = { widgetId: 'w', open: true, terms: { ...noCommission, serviceFeeMinor } };
  return decideHold(rules, channel, stock, { lines: ids.map((ticketTypeId) => ({ ticketTypeId, quantity })) }, 1_000);
}

it('the largest order of the dearest tickets with the highest fee costs what can be paid, to the kopeck', () => {
  const half = maxTicketsPerHold / 2;
  expect(ask(maxPriceMinor, maxServiceFeeMinor, half)).toMatchObject({
    ok: true,
    value: { totalMinor: maxAmountMinor },
  });
});

it('what costs more is refused by name before anything is written: prices set before they were bounded', () => {
  expect(ask(maxPriceMinor + 1, maxServiceFeeMinor, 50)).toEqual({ ok: false, code: 'total-too-large' });
  expect(ask(maxAmountMinor, maxAmountMinor, 50)).toEqual({ ok: false, code: 'total-too-large' });
  expect(ask(maxAmountMinor / 2, 0, 1)).toMatchObject({ ok: true });
});
