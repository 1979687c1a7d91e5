// The figures of a run: ratios within each round, and a table for people.

import { type ContenderName, contenderNames } from './contenders.ts';
import type { StructuralCounts } from './counts.ts';
import type { Sample } from './peers.ts';

export type Spread = { median: number; min: number; max: number };

/** Our hold and our complete free purchase beside each of the others. */
const ratioPairs = [
  ['hold', 'echo'],
  ['hold', 'bare-echo'],
  ['hold', 'naive'],
  ['hold', 'for-update'],
  ['hold', 'one-statement'],
  ['hold', 'skip-locked'],
  ['hold', 'redis'],
  ['hold', 'plain'],
  ['purchase', 'for-update'],
  ['purchase', 'for-update-two-steps'],
] as const;

export function ratiosOf(samples: readonly Sample[], clients: number): Record<string, Spread> {
  const rates = new Map(
    samples
      .filter((one) => one.clients === clients)
      .map((one) => [`${one.contender} ${one.round}`, one.measured.perSecond]),
  );
  const rounds = [...new Set(samples.map((one) => one.round))];
  return Object.fromEntries(
    ratioPairs.map(([ours, theirs]) => {
      const ratios = rounds.map(
        (round) => (rates.get(`${ours} ${round}`) ?? 0) / (rates.get(`${theirs} ${round}`) ?? 0),
      );
      return [`${ours}/${theirs}`, spreadOf(ratios)];
    }),
  );
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? 0;
  const median = Number.isInteger(middle) ? ((sorted[middle - 1] ?? 0) + upper) / 2 : upper;
  return { median: rounded(median), min: rounded(sorted[0] ?? 0), max: rounded(sorted.at(-1) ?? 0) };
}

const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;

export function tableOf(samples: readonly Sample[], clients: readonly number[], counts: StructuralCounts): string {
  return [...clients.map((count) => tableFor(samples, count)), countsTable(counts)].join('\n\n');
}

function tableFor(samples: readonly Sample[], clients: number): string {
  const head =
    `${clients} clients`.padEnd(24) + ['per second', 'range', 'p50 ms', 'p99 ms', 'CPU µs each'].map(cell).join('');
  const rows = contenderNames.map((name) => rowOf(samples, name, clients));
  const ratios = Object.entries(ratiosOf(samples, clients)).map(
    ([name, { median, min, max }]) =>
      `  ${name.padEnd(32)} ${median.toFixed(2)}  (${min.toFixed(2)}–${max.toFixed(2)})`,
  );
  return [head, ...rows, '', `ratios per round at ${clients} clients: median (range)`, ...ratios].join('\n');
}

const cell = (text: string): string => text.padStart(16);

function rowOf(samples: readonly Sample[], name: ContenderName, clients: number): string {
  const own = samples.filter((one) => one.contender === name && one.clients === clients);
  const rates = spreadOf(own.map((one) => one.measured.perSecond));
  const cells = [
    rates.median.toFixed(0),
    `${rates.min.toFixed(0)}–${rates.max.toFixed(0)}`,
    spreadOf(own.map((one) => one.measured.p50Ms)).median.toFixed(1),
    spreadOf(own.map((one) => one.measured.p99Ms)).median.toFixed(1),
    spreadOf(own.map((one) => one.cpuMicrosPerPurchase)).median.toFixed(0),
  ];
  return `  ${name.padEnd(22)}${cells.map(cell).join('')}`;
}

function countsTable(counts: StructuralCounts): string {
  const lines = Object.entries(counts).map(
    ([step, figures]) =>
      `  ${step.padEnd(22)}${Object.entries(figures)
        .map(([name, value]) => `${name} ${value === null ? 'not counted' : value}`)
        .join(', ')}`,
  );
  return ['for each purchase, at 64 clients', ...lines].join('\n');
}
