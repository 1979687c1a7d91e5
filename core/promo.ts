// Promo codes: who may use one, what it takes off. Uses are counted with the hold that takes one, in one transaction.

import { shareOf, splitByWeight } from './money.ts';
import { ok, type Result, refuse } from './result.ts';

export type PromoTerms = {
  code: string;
  discount: { kind: 'percent'; bps: number } | { kind: 'amount'; amountMinor: number };
  /** How many orders may use it; null is without a bound. */
  maxUses: number | null;
  /** How many tickets of one order the discount covers; the others cost their full price. Null or absent: all. */
  maxTickets?: number | null | undefined;
  /** An order that is refunded whole gives its use back. Absent: it does. */
  refundRestoresUse?: boolean | undefined;
  fromMs: number | null;
  toMs: number | null;
  /** The types it applies to; null is all. */
  ticketTypeIds: readonly string[] | null;
};

export type Promo = PromoTerms & { used: number };

export type PromoRefusal =
  | 'promo-code-unknown'
  | 'promo-code-used-up'
  | 'promo-code-expired'
  | 'promo-code-not-applicable';

/** People type codes by hand: case and spaces around them mean nothing. */
export function promoKey(code: string): string {
  return code.normalize('NFC').trim().toUpperCase();
}

/** The code to apply, or null when none was typed. One whose time has not come is nobody's business yet: unknown. */
export function decidePromo(
  promos: ReadonlyMap<string, Promo>,
  typed: string | undefined,
  nowMs: number,
): Result<Promo | null, PromoRefusal> {
  if (typed === undefined) return ok(null);
  const promo = promos.get(promoKey(typed));
  if (promo === undefined) return refuse('promo-code-unknown');
  if (promo.fromMs !== null && nowMs < promo.fromMs) return refuse('promo-code-unknown');
  if (promo.toMs !== null && nowMs >= promo.toMs) return refuse('promo-code-expired');
  if (promo.maxUses !== null && promo.used >= promo.maxUses) return refuse('promo-code-used-up');
  return ok(promo);
}

type PricedLine = { ticketTypeId: string; priceMinor: number; quantity: number };

/** What the code takes off each line, and off how many of its tickets; never more than these tickets cost. */
export function discountsOf(
  promo: PromoTerms | null,
  lines: readonly PricedLine[],
): { discountMinor: number; covered: number }[] {
  if (promo === null) return lines.map(() => ({ discountMinor: 0, covered: 0 }));
  const covered = coveredOf(promo, lines);
  const faces = lines.map((line, i) => line.priceMinor * (covered[i] ?? 0));
  const discounts = offOf(promo.discount, faces);
  return lines.map((_, i) => ({ discountMinor: discounts[i] ?? 0, covered: covered[i] ?? 0 }));
}

/** How many tickets of each line one use covers: the dearest first, since that is what a buyer expects of a discount. */
function coveredOf({ ticketTypeIds, maxTickets }: PromoTerms, lines: readonly PricedLine[]): number[] {
  const covered = lines.map(() => 0);
  let left = maxTickets ?? Number.POSITIVE_INFINITY;
  const dearestFirst = lines
    .map((line, index) => ({ ...line, index }))
    .filter((line) => ticketTypeIds === null || ticketTypeIds.includes(line.ticketTypeId))
    .sort((a, b) => b.priceMinor - a.priceMinor);
  for (const { index, quantity } of dearestFirst) {
    covered[index] = Math.min(quantity, left);
    left -= Math.min(quantity, left);
  }
  return covered;
}

function offOf(discount: PromoTerms['discount'], faces: readonly number[]): number[] {
  if (discount.kind === 'percent') return faces.map((face) => shareOf(face, discount.bps).share);
  const whole = faces.reduce((sum, face) => sum + face, 0);
  return splitByWeight(Math.min(discount.amountMinor, whole), faces);
}

/**
 * Whether an order gives its use back now that some of its tickets are void. Only a whole refund does: with one ticket left
 * the order has had its discount. Who is in has had it too.
 */
export function refundGivesUseBack(
  promo: Pick<PromoTerms, 'refundRestoresUse'>,
  tickets: readonly { valid: boolean; keepsPlace: boolean }[],
): boolean {
  if (promo.refundRestoresUse === false) return false;
  return tickets.every(({ valid, keepsPlace }) => !valid && !keepsPlace);
}
