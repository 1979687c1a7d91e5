// What a report is made of: checks with their differences, the first of them named.

import type { Check, CheckName, Difference, Verdict } from '#core/contracts/reconciliation.ts';
import type { Reconciliation } from '../../durable-objects/event-sales/rpc.ts';

const mostNamed = 50;

export function check(name: CheckName, compared: number, differences: readonly Difference[]): Check {
  return {
    name,
    verdict: differences.length === 0 ? 'agrees' : 'differs',
    compared,
    differences: differences.slice(0, mostNamed),
    differing: differences.length,
  };
}

export function unanswered(name: CheckName): Check {
  return { name, verdict: 'unknown', compared: 0, differences: [], differing: 0 };
}

/** Red beats unknown, unknown beats green. */
export function verdictOf(checks: readonly Check[]): Verdict {
  if (checks.some((one) => one.verdict === 'differs')) return 'differs';
  return checks.some((one) => one.verdict === 'unknown') ? 'unknown' : 'agrees';
}

/** The object against itself: counters, ledger, tickets. */
export function ownChecks(own: Reconciliation): Check[] {
  const stock = own.stock.flatMap((one): Difference[] => {
    const subject = one.ticketTypeId;
    const found: Difference[] = [];
    if (one.held !== one.heldRecounted) {
      found.push({ kind: 'held-miscounted', subject, expected: `${one.heldRecounted}`, found: `${one.held}` });
    }
    if (one.sold !== one.soldRecounted) {
      found.push({ kind: 'sold-miscounted', subject, expected: `${one.soldRecounted}`, found: `${one.sold}` });
    }
    const taken = one.heldRecounted + one.soldRecounted;
    if (taken > one.capacity) {
      found.push({ kind: 'oversold', subject, expected: `≤ ${one.capacity}`, found: `${taken}` });
    }
    return found;
  });
  const ledger = own.ledger
    .filter((one) => one.sumMinor !== 0)
    .map(
      (one): Difference => ({
        kind: 'ledger-not-zero',
        subject: one.currency,
        expected: '0',
        found: `${one.sumMinor}`,
      }),
    );
  const tickets = own.ordersWithoutTickets.map(
    (subject): Difference => ({ kind: 'paid-without-tickets', subject, expected: 'tickets', found: 'other number' }),
  );
  return [
    check('stock', own.stock.length, stock),
    check('ledger', own.ledger.length, ledger),
    check('tickets', own.paidOrders, tickets),
  ];
}

/** Between two looks: a webhook on its way, or a channel that is being opened or closed, needs less. */
export const secondLookMs = 2_000;

/** Compares, and where something differs compares once more after a moment: only what differs both times is named. */
export async function checkTwice(
  name: CheckName,
  compare: () => Promise<{ compared: number; differences: Difference[] }>,
): Promise<Check> {
  const first = await compare();
  if (first.differences.length === 0) return check(name, first.compared, []);
  await scheduler.wait(secondLookMs);
  const second = await compare();
  return check(name, second.compared, stillDiffering(first.differences, second.differences));
}

/** A state that only passes by differs once; what is wrong differs twice in the same way. */
export function stillDiffering(earlier: readonly Difference[], now: readonly Difference[]): Difference[] {
  const seen = new Set(earlier.map(signature));
  return now.filter((one) => seen.has(signature(one)));
}

function signature({ kind, subject, expected, found }: Difference): string {
  return [kind, subject, expected, found].join('\n');
}
