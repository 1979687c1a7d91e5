// Promo codes: who may use one, what it takes off. Uses are counted with the hold that takes one, in one transaction.

import { shareOf, splitByWeight } from './money.ts';
import { ok, type Result, refuse } from './result.ts';

export type PromoTerms = {
  code: string;
  discount: { kind: 'percent'; bps: number } | { kind: 'amount'; amountMinor: number };
  /** How many orders may use it; null is without a bound. */
  maxUses: number | null;
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

/** What the code takes off each line; never more than the line costs. */
export function discountsOf(
  promo: PromoTerms | null,
  lines: readonly { ticketTypeId: string; faceMinor: number }[],
): number[] {
  if (promo === null) return lines.map(() => 0);
  const types = promo.ticketTypeIds;
  const faces = lines.map((line) => (types === null || types.includes(line.ticketTypeId) ? line.faceMinor : 0));
  const { discount } = promo;
  if (discount.kind === 'percent') return faces.map((face) => shareOf(face, discount.bps).share);
  const whole = faces.reduce((sum, face) => sum + face, 0);
  return splitByWeight(Math.min(discount.amountMinor, whole), faces);
}
