// How the world of one history is set up, drawn from its seed.

import type { Allotment } from '#core/contracts/deals.ts';
import type { PromoTerms } from '#core/promo.ts';
import type { Random } from '../random.ts';
import type { Faults } from './platform.ts';

export type Settings = {
  capacity: number;
  priceMinor: number;
  crash: Faults;
  queueLoses: number;
  queueDoubles: number;
  answerLost: number;
  providerDown: number;
  webhookLost: number;
  /** The gate does not answer, or the object dies while it does. */
  gateDown: number;
  steps: number;
  /** Through the deal's channel; the organizer's own is always open to all that is free. */
  allotment: Allotment;
  /** One bound for the whole history: one that is set later counts from then on. */
  maxPerContact: number | null;
  /** With the few networks of a history it is what one of them may hold: two such orders. */
  maxPerOrder: number;
  /** Each ticket has a question that must be replied to. */
  asks: boolean;
};

/** Every history draws its own mix of faults, because some kinds of faults hide others. */
export function drawSettings(random: Random): Settings {
  const rate = (most: number) => (random.chance(0.4) ? 0 : random.unit() * most);
  const drawn = drawFaults(random, rate);
  return {
    ...drawn,
    allotment: drawAllotment(random),
    maxPerContact: random.chance(0.4) ? random.between(1, 4) : null,
    maxPerOrder: random.chance(0.5) ? 5 : random.between(1, 3),
    asks: random.chance(0.5),
  };
}

function drawAllotment(random: Random): Allotment {
  if (random.chance(0.4)) return { kind: 'open' };
  if (random.chance(0.5)) return { kind: 'cap', quantity: random.between(1, 4) };
  const releaseAt = new Date(startMs + random.between(1, 60) * 60_000).toISOString();
  return { kind: 'guarantee', lines: [{ ticketTypeId: typeId, quantity: random.between(1, 3) }], releaseAt };
}

function drawFaults(random: Random, rate: (most: number) => number) {
  return {
    capacity: random.between(1, 8),
    priceMinor: random.chance(0.25) ? 0 : random.pick([100, 333, 199_900]),
    crash: { before: rate(0.08), after: rate(0.08) },
    queueLoses: rate(0.5),
    queueDoubles: rate(0.5),
    answerLost: rate(0.3),
    providerDown: rate(0.4),
    webhookLost: rate(0.6),
    gateDown: rate(0.4),
    steps: random.between(15, 60),
  };
}

export const startMs = 1_800_000_000_000;

export const typeId = 'tty_0123456789abcdef_0';

/** The networks of buyers. The last is a hoarder's, which brings every proof it is asked for. */
export const networks = ['net-a', 'net-b', 'net-hoarder'] as const;

/** Around some of them lies a wider one. */
export const wideNetwork = 'net-wide';

export const questionId = 'size';

export type Offer = { capacity: number; priceMinor: number; promos: PromoTerms[] };

const anyTime = { fromMs: null, toMs: null, ticketTypeIds: null };
export const codes: readonly [PromoTerms, ...PromoTerms[]] = [
  { ...anyTime, code: 'THIRD', discount: { kind: 'percent', bps: 3_333 }, maxUses: 2, maxTickets: 2 },
  { ...anyTime, code: 'AMOUNT', discount: { kind: 'amount', amountMinor: 250 }, maxUses: 1 },
  { ...anyTime, code: 'GIFT', discount: { kind: 'percent', bps: 10_000 }, maxUses: 3, refundRestoresUse: false },
];
