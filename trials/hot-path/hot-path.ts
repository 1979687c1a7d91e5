// What the way of one hold costs, piece by piece, in workerd itself and on one thread: each piece is done some thousand
// times in one request, and the empty loop is taken off.

import { loadavg } from 'node:os';
import { builtWorker, bundle } from '../built-worker.ts';
import { spreadOf } from '../peers/report.ts';
import type { Form, Outcome, Run, Trial } from '../trial.ts';

const plans: Record<Form, { times: number; rounds: number }> = {
  short: { times: 640, rounds: 2 },
  long: { times: 6_400, rounds: 9 },
};

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
      const each = await timeOf(worker.origin, name, times);
      if (round > 0) micros.get(name)?.push(each);
    }
  }
  await worker.end();
  const loop = spreadOf(micros.get(pieces[0] ?? '') ?? []).median;
  const spreads = pieces.map((name) => [name, spreadOf((micros.get(name) ?? []).map((one) => one - loop))] as const);
  const rows = spreads.map(
    ([name, { median, min, max }]) => `  ${name.padEnd(44)}${median.toFixed(1).padStart(8)}  (${min}–${max})`,
  );
  return {
    ok: true,
    failures: [],
    figures: { times, rounds, load: loadavg(), micros: Object.fromEntries(spreads) },
    table: ['µs each: median (range), the empty loop taken off', ...rows].join('\n'),
  };
}

async function timeOf(origin: string, piece: string, times: number): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(`${origin}/?piece=${encodeURIComponent(piece)}&times=${times}`);
  const text = await response.text();
  if (text !== 'done') throw new Error(`${piece}: ${response.status} ${text}`);
  return ((performance.now() - startedAt) * 1_000) / times;
}
