// Promo codes: when one may be used and how it lowers the price. A use is counted in the transaction of the hold that
// takes it.

import { shareOf, splitByWeight } from './money.ts';
import { ok, type Result, refuse } from './result.ts';

export type PromoTerms = {
  code: string;
  discount: { kind: 'percent'; bps: number } | { kind: 'amount'; amountMinor: number };
  /** How many orders may use it; null means no limit. */
  maxUses: number | null;
  /** How many tickets of one order the discount covers; the others cost their full price. Null or absent: all. */
  maxTickets?: number | null | undefined;
  /** Whether a whole refund gives the use back; absent means yes. */
  refundRestoresUse?: boolean | undefined;
  fromMs: number | null;
  toMs: number | null;
  /** The ticket types it applies to; null means all. */
  ticketTypeIds: readonly string[] | null;
};

export type Promo = PromoTerms & { used: number };

export type PromoRefusal =
  | 'promo-code-unknown'
  | 'promo-code-used-up'
  | 'promo-code-expired'
  | 'promo-code-not-applicable';

/** People type codes by hand, so case and surrounding spaces do not matter. */
export function promoKey(code: string): string {
  return code.normalize('NFC').trim().toUpperCase();
}

/**
 * The code to apply, or null when none was typed. A code that is not valid yet is *unknown*, so its existence is not
 * revealed.
 */
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

/** The discount on each line and the number of its tickets it covers. It never exceeds the price of these tickets. */
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

/** How many tickets of each line one use covers: the most expensive ones first, as buyers expect. */
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
 * Whether an order gives its use back now that some of its tickets are void. Only a whole refund does: with one valid
 * ticket left the order has had its discount, and so it has when a holder was admitted.
 */
export function refundGivesUseBack(
  promo: Pick<PromoTerms, 'refundRestoresUse'>,
  tickets: readonly { valid: boolean; keepsPlace: boolean }[],
): boolean {
  if (promo.refundRestoresUse === false) return false;
  return tickets.every(({ valid, keepsPlace }) => !valid && !keepsPlace);
}
