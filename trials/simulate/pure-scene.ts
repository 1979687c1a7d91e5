// What a life by the pure rules begins with (ticket types, promo codes, channels), and the shapes of what happens in it.

import type { TicketSplit } from '#core/commission.ts';
import type { OrderStatus } from '#core/contracts/sales.ts';
import type { HeldLine, SaleRules } from '#core/holds.ts';
import type { Promo } from '#core/promo.ts';
import type { RefundStatus } from '#core/refunds.ts';
import type { AllotmentRule, Stock } from '#core/stock.ts';

export type Random = { below: (n: number) => number; pick: <T>(list: readonly T[]) => T | undefined };

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  // mulberry32
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number) => Math.floor(next() * n);
  return { below, pick: (list) => list[below(list.length)] };
}

export type Hold = {
  widgetId: string;
  lines: HeldLine[];
  endsAtMs: number;
  asked: boolean;
  state: 'live' | 'ended' | 'sold' | 'refunded';
  promo: Promo | null;
  totalMinor: number;
};
type Ticket = TicketSplit & {
  ticketId: string;
  typeId: string;
  valid: boolean;
  refund: Refund | null;
  refundStatus: RefundStatus | null;
};
export type Refund = { status: RefundStatus; tickets: Ticket[]; amountMinor: number; posted: boolean };
export type Order = {
  hold: Hold;
  status: OrderStatus;
  contact: string;
  late: boolean;
  totalMinor: number;
  payments: Map<string, 'pending' | 'succeeded' | 'failed'>;
  tickets: Ticket[];
  returns: number;
  refunds: Refund[];
};

export const widgets = ['deal', 'own', 'capped'];
export const provider = 'test';
export const maxOfContact = 5;
export const contacts = ['anna', 'boris'];

function promos(): Promo[] {
  const anyTime = { fromMs: null, toMs: null, used: 0 };
  return [
    {
      ...anyTime,
      code: 'P',
      discount: { kind: 'percent', bps: 1_250 },
      maxUses: 2,
      maxTickets: 2,
      ticketTypeIds: ['a'],
    },
    {
      ...anyTime,
      code: 'M',
      discount: { kind: 'amount', amountMinor: 500 },
      maxUses: 1,
      refundRestoresUse: false,
      ticketTypeIds: null,
    },
  ];
}

export function firstRules(random: Random): SaleRules {
  const type = { salesFromMs: null, salesToMs: null, minPerOrder: 1, maxPerOrder: 6, retired: false };
  const price = () => random.pick([0, 1, 3, 199_900, 123_457]) ?? 0;
  return {
    cancelled: false,
    endsAtMs: Number.MAX_SAFE_INTEGER,
    holdMinutes: 10,
    currency: 'RUB',
    types: new Map(
      ['a', 'b'].map((id) => [
        id,
        { ...type, id, name: id, priceMinor: price(), maxPerContact: id === 'a' ? maxOfContact : null },
      ]),
    ),
    promos: new Map(promos().map((promo) => [promo.code, promo])),
  };
}

export function firstStock(random: Random): Stock {
  const stock: Stock = { types: new Map(), channels: new Map() };
  for (const id of ['a', 'b']) stock.types.set(id, { capacity: 1 + random.below(12), held: 0, sold: 0 });
  for (const id of widgets) {
    const allotment: AllotmentRule = id === 'capped' ? { kind: 'cap', quantity: 3 } : { kind: 'open' };
    stock.channels.set(id, { open: true, allotment, counts: new Map() });
  }
  return stock;
}

export function countedOf(hold: Hold): number {
  return hold.lines.reduce((sum, line) => sum + (line.ticketTypeId === 'a' ? line.quantity : 0), 0);
}

export function partiesOf(hold: Hold) {
  return { organizerId: 'o', distributorId: hold.widgetId === 'own' ? null : 'd' };
}

/** A planted bug of the life, which the recount must find. */
export type Sabotage =
  | 'none'
  | 'expiry-leaks'
  | 'settles-twice'
  | 'refunds-twice'
  | 'oversells'
  | 'keeps-codes'
  | 'ignores-contacts';
