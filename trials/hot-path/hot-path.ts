// What each piece of a hold costs, in workerd itself and on one thread: each piece is done some thousand times in one
// request, and the time of the empty loop is subtracted.

import { loadavg } from 'node:os';
import { type BuiltWorker, builtWorker, bundle } from '../built-worker.ts';
import { type Spread, spreadOf } from '../peers/report.ts';
import type { Form, Outcome, Run, Trial } from '../trial.ts';

// The cost of the network check is a small difference of two large figures, so it has many rounds.
const plans: Record<Form, { times: number; rounds: number; checkTimes: number; checkRounds: number }> = {
  short: { times: 640, rounds: 2, checkTimes: 640, checkRounds: 2 },
  long: { times: 6_400, rounds: 9, checkTimes: 3_200, checkRounds: 30 },
};
const checked = 'a whole hold, its object in it';
const unchecked = 'the same without the network check';

export const trial: Trial = {
  about: 'the cost of each piece of a hold’s way through the Worker, in microseconds.',
  forms: { short: '640 times each, 2 rounds; about 10 seconds', long: '6,400 times each, 9 rounds; about a minute' },
  run,
};

async function run(trialRun: Run): Promise<Outcome> {
  const { times, rounds } = plans[trialRun.form];
  trialRun.progress('bundling and starting the Worker');
  const worker = await builtWorker(trialRun, {
    bundle: bundle(trialRun.folder, 'trials/hot-path/worker/pieces-worker.ts'),
    state: `${trialRun.folder}/state`,
    consumers: false,
  });
  await worker.start();
  const names: unknown = await (await fetch(worker.origin)).json();
  if (!Array.isArray(names)) throw new Error('the Worker names no pieces');
  const pieces = names.map(String);
  const micros = new Map(pieces.map((name): [string, number[]] => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    trialRun.progress(`round ${round} of ${rounds}${round === 0 ? ', to warm up' : ''}`);
    for (const name of trialRun.random.shuffled(pieces)) {
      const each = await timeOf(worker, name, times);
      if (round > 0) micros.get(name)?.push(each);
    }
  }
  const check = await costOfCheck(trialRun, worker);
  await worker.end();
  const loop = spreadOf(micros.get(pieces[0] ?? '') ?? []).median;
  const spreads = pieces.map((name) => [name, spreadOf((micros.get(name) ?? []).map((one) => one - loop))] as const);
  const rows = spreads.map(
    ([name, { median, min, max }]) => `  ${name.padEnd(44)}${median.toFixed(1).padStart(8)}  (${min}–${max})`,
  );
  return {
    ok: true,
    failures: [],
    figures: { times, rounds, load: loadavg(), micros: Object.fromEntries(spreads), check },
    table: ['µs each: median (range), the empty loop taken off', ...rows, '', lineOf(check)].join('\n'),
  };
}

const thereAndBack = ['with', 'without', 'without', 'with'] as const;
const backAndThere = ['without', 'with', 'with', 'without'] as const;

type Check = { ratio: number; ratios: Spread; checkedMicros: number; uncheckedMicros: number };

/**
 * Each round measures whole holds with and without the check, in both orders, so that a drift of the machine affects
 * both.
 */
async function costOfCheck({ form, progress }: Run, worker: BuiltWorker): Promise<Check> {
  const { checkTimes, checkRounds } = plans[form];
  const rounds: { with: number; without: number }[] = [];
  for (let round = 1; round <= checkRounds; round++) {
    progress(`the network check, round ${round} of ${checkRounds}`);
    const one = { with: 0, without: 0 };
    for (const which of round % 2 === 0 ? thereAndBack : backAndThere) {
      one[which] += (await timeOf(worker, which === 'with' ? checked : unchecked, checkTimes)) / 2;
    }
    rounds.push(one);
  }
  const mean = (of: 'with' | 'without') => rounds.reduce((sum, one) => sum + one[of], 0) / rounds.length;
  return {
    ratio: mean('with') / mean('without'),
    ratios: spreadOf(rounds.map((one) => one.with / one.without)),
    checkedMicros: mean('with'),
    uncheckedMicros: mean('without'),
  };
}

function lineOf({ ratio, ratios, checkedMicros, uncheckedMicros }: Check): string {
  return (
    `network check: ${(100 * (ratio - 1)).toFixed(1)} % of a hold ` +
    `(${checkedMicros.toFixed(1)} µs with, ${uncheckedMicros.toFixed(1)} µs without; ` +
    `with ÷ without by rounds: median ${ratios.median}, ${ratios.min}–${ratios.max})`
  );
}

async function timeOf(worker: BuiltWorker, piece: string, times: number): Promise<number> {
  const before = worker.cpuMicros();
  const response = await fetch(`${worker.origin}/?piece=${encodeURIComponent(piece)}&times=${times}`);
  const text = await response.text();
  if (text !== 'done') throw new Error(`${piece}: ${response.status} ${text}`);
  return (worker.cpuMicros() - before) / times;
}
