// After every measurement the rows of the store are counted, because a rate of purchases that were not stored proves
// nothing.

import { type Counts, capacity } from './contenders.ts';
import type { Measured } from './wrk.ts';

/** What is wrong, a sentence each. */
export function audit(contender: string, clients: number, runs: Measured[], counts: Counts): string[] {
  const at = `${contender} with ${clients} clients`;
  const acknowledged = runs.reduce((sum, one) => sum + one.purchases, 0);
  const wrong = runs.flatMap((one) => [
    ...(one.refused > 0 ? [`${at}: ${one.refused} answers were not 2xx`] : []),
    ...(one.broken > 0 ? [`${at}: ${one.broken} requests broke`] : []),
    ...(one.purchases === 0 ? [`${at}: nothing was sold`] : []),
  ]);
  if (counts === null) return wrong;
  // The generator stops in the middle: each of its clients may have had one request under way that was stored.
  const unknown = counts.stored - acknowledged;
  if (unknown < 0) wrong.push(`${at}: ${acknowledged} were acknowledged and only ${counts.stored} stored`);
  if (unknown > clients * runs.length) wrong.push(`${at}: ${unknown} were stored that nobody was told of`);
  if (counts.taken + counts.free !== capacity) {
    wrong.push(`${at}: ${counts.taken} taken and ${counts.free} free do not make ${capacity}`);
  }
  if (counts.distinctKeys !== null && counts.distinctKeys < counts.stored) {
    wrong.push(`${at}: ${counts.stored} stored under ${counts.distinctKeys} keys`);
  }
  return wrong;
}
