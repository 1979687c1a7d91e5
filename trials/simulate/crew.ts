// One thread's share of the histories. Each thread has a clock and a random generator of its own, so that threads do
// not disturb each other.

import { parentPort, workerData } from 'node:worker_threads';
import { randomFrom } from '../random.ts';
import type { Canary } from './canaries.ts';
import { loadEventSales } from './platform.ts';
import { live } from './pure-judge.ts';

export type Share = { from: number; step: number; histories: number; pure: number; canary: Canary | null };
export type Heard = {
  histories: number;
  pure: number;
  steps: number;
  crashes: number;
  sold: number;
  failures: Failure[];
};
export type Failure = { seed: number; what: string };

/** So many findings show a pattern; more of them would only repeat it. */
const mostFailures = 5;
const reportEvery = 250;

async function work({ from, step, histories, pure, canary }: Share): Promise<void> {
  const make = await loadEventSales();
  const { tellHistory } = await import('./history.ts');
  let heard = nothing();
  let failures = 0;
  // One finding of a planted bug is enough.
  const most = canary === null ? mostFailures : 1;
  for (let i = 0; i < histories && failures < most; i++) {
    const seed = (from + i * step) >>> 0;
    const told = await tellHistory(make, randomFrom(seed), canary).catch(thrown);
    heard.histories += 1;
    heard.steps += told.steps;
    heard.crashes += told.crashes;
    heard.sold += told.sold;
    if (told.failures.length > 0) {
      failures += 1;
      heard.failures.push({ seed, what: told.failures.slice(0, 3).join('; ') });
    }
    if (heard.histories >= reportEvery) heard = say(heard);
  }
  for (let i = 0; i < pure && failures < mostFailures; i++) {
    const seed = (from + i * step) >>> 0;
    try {
      live(seed, 'none');
    } catch (error) {
      failures += 1;
      heard.failures.push({ seed, what: `pure: ${error instanceof Error ? error.message : String(error)}` });
    }
    heard.pure += 1;
    if (heard.pure >= 5_000) heard = say(heard);
  }
  say(heard);
}

/** An invariant that throws is a finding too. */
function thrown(error: unknown) {
  return { failures: [error instanceof Error ? error.message : String(error)], steps: 0, crashes: 0, sold: 0 };
}

function nothing(): Heard {
  return { histories: 0, pure: 0, steps: 0, crashes: 0, sold: 0, failures: [] };
}

function say(heard: Heard): Heard {
  parentPort?.postMessage(heard);
  return nothing();
}

await work(workerData);
process.exit(0);
