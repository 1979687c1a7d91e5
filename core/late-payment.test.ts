import { expect, it } from 'vitest';
import type { SaleRules, TicketTypeTerms } from './holds.ts';
import { canTakeAgain, type LateOrder } from './orders.ts';
import type { Promo } from './promo.ts';
import type { Stock } from './stock.ts';

const type: TicketTypeTerms = {
  id: 'a',
  name: 'Партер',
  priceMinor: 100,
  salesFromMs: null,
  salesToMs: null,
  minPerOrder: 1,
  maxPerOrder: 10,
  retired: false,
};
const promo: Promo = {
  code: 'ONCE',
  discount: { kind: 'percent', bps: 1_000 },
  maxUses: 1,
  fromMs: null,
  toMs: null,
  ticketTypeIds: null,
  used: 0,
};
const nowMs = 1_000;

type Case = {
  rules?: Partial<SaleRules>;
  type?: Partial<TicketTypeTerms>;
  promo?: Partial<Promo> | null;
  free?: number;
  order?: Partial<LateOrder>;
};

function judge({ rules, type: changed, promo: code = {}, free = 2, order }: Case): boolean {
  const stock: Stock = {
    types: new Map([['a', { capacity: free, held: 0, sold: 0 }]]),
    channels: new Map([['w', { open: true, allotment: { kind: 'open' }, counts: new Map() }]]),
  };
  const all: SaleRules = {
    cancelled: false,
    endsAtMs: 2_000,
    holdMinutes: 10,
    currency: 'RUB',
    types: new Map([['a', { ...type, ...changed }]]),
    promos: new Map(code === null ? [] : [['ONCE', { ...promo, ...code }]]),
    ...rules,
  };
  const late: LateOrder = {
    channel: { widgetId: 'w', open: true },
    lines: [{ ticketTypeId: 'a', quantity: 2 }],
    promoCode: 'ONCE',
    overContactLimit: false,
    ...order,
  };
  return canTakeAgain(all, stock, late, nowMs);
}

it.each<[string, Case, boolean]>([
  ['when everything is still there', {}, true],
  ['without a code', { order: { promoCode: null }, promo: null }, true],
  ['not when the tickets are gone', { free: 1 }, false],
  ['not when the contact has enough by now', { order: { overContactLimit: true } }, false],
  ['not when the code was used up meanwhile', { promo: { used: 1 } }, false],
  ['not when the time of the code is over', { promo: { toMs: nowMs } }, false],
  ['not when the code begins later now', { promo: { fromMs: nowMs + 1 } }, false],
  ['not when the code was retired', { promo: null }, false],
  ['not through a closed channel', { order: { channel: { widgetId: 'w', open: false } } }, false],
  ['not through a channel nobody knows', { order: { channel: null } }, false],
  ['not when the event is off', { rules: { cancelled: true } }, false],
  ['not when the event is over', { rules: { endsAtMs: nowMs } }, false],
  ['not when the type was taken out', { type: { retired: true } }, false],
  ['not when the sale of the type has ended', { type: { salesToMs: nowMs } }, false],
])('a late payment buys %s', (_what, given, expected) => {
  expect(judge(given)).toBe(expected);
});
