// `simulate`: the real event object, with everything around it faked, through histories of crashes and lost, doubled,
// late and shuffled messages. A planted bug must be found each time, or the run proves nothing.

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Outcome, Run, Trial } from '../trial.ts';
import { canaries } from './canaries.ts';
import type { Heard, Share } from './crew.ts';

const sizes = { short: { histories: 5_000, pure: 50_000 }, long: { histories: 1_000_000, pure: 2_000_000 } };
const canaryHistories = 400;

export const trial: Trial = {
  about: 'the event object through seeded histories of crashes and faults: safety after every step, then liveness',
  forms: {
    short: '5,000 histories of the whole object and 50,000 of the pure decisions, about a minute on 2 cores',
    long: '1,000,000 histories of the whole object and 2,000,000 of the pure decisions, some hours on 2 cores',
  },
  run,
};

async function run(run: Run): Promise<Outcome> {
  // One history again: `SEED_OF_HISTORY=N npm run trial -- simulate`.
  const single = process.env.SEED_OF_HISTORY;
  const fewer = process.env.HISTORIES;
  const size = single !== undefined ? { histories: 1, pure: 1 } : sizeOf(run, fewer);
  const from = single === undefined ? run.seed : Number(single);
  const blind = single === undefined && fewer === undefined ? await blindTo(run) : [];
  const startMs = performance.now();
  const threads = single === undefined ? availableParallelism() : 1;
  const heard = await Promise.all(
    Array.from({ length: threads }, (_, i) => {
      const share = (all: number) => Math.ceil((all - i) / threads);
      const part: Share = {
        from: from + i,
        step: threads,
        histories: share(size.histories),
        pure: share(size.pure),
        canary: null,
      };
      return crew(part, run, total);
    }),
  );
  const all = heard.reduce(add);
  const seconds = (performance.now() - startMs) / 1_000;
  const failures = all.failures.map(
    ({ seed, what }) => `seed ${seed}: ${what} (again: SEED_OF_HISTORY=${seed} npm run trial -- simulate)`,
  );
  const { histories, pure, steps, crashes, sold } = all;
  return {
    ok: failures.length === 0 && blind.length === 0,
    failures: [...blind, ...failures],
    figures: {
      histories,
      pure,
      steps,
      crashes,
      sold,
      canariesFound: canaries.length - blind.length,
      seconds: Math.round(seconds),
    },
    table: `${histories} histories, ${steps} steps, ${crashes} crashes, ${sold} tickets sold; ${pure} pure lives; ${Math.round(seconds)} s`,
  };
}

/** `HISTORIES=N` is for `sabotage`, which wants one answer quickly and plants the bugs itself. */
function sizeOf(run: Run, fewer: string | undefined) {
  return fewer === undefined ? sizes[run.form] : { histories: Number(fewer), pure: 0 };
}

const total = { histories: 0, pure: 0, failed: 0 };

async function blindTo(run: Run): Promise<string[]> {
  const left = [...canaries];
  const wrong: string[] = [];
  const look = async (): Promise<void> => {
    for (let canary = left.pop(); canary !== undefined; canary = left.pop()) {
      const part: Share = { from: run.seed, step: 1, histories: canaryHistories, pure: 0, canary };
      const { failures } = await crew(part, run, null);
      if (failures.length === 0) wrong.push(`the planted bug ${canary} was not found in ${canaryHistories} histories`);
      else run.progress(`planted bug ${canary}: found`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, look));
  return wrong;
}

function crew(part: Share, run: Run, counted: typeof total | null): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./crew.ts', import.meta.url), { workerData: part });
    run.atEnd(async () => {
      await thread.terminate();
    });
    let sum: Heard = { histories: 0, pure: 0, steps: 0, crashes: 0, sold: 0, failures: [] };
    thread.on('message', (heard: Heard) => {
      sum = add(sum, heard);
      if (counted === null) return;
      counted.histories += heard.histories;
      counted.pure += heard.pure;
      counted.failed += heard.failures.length;
      run.progress(`${counted.histories} histories, ${counted.pure} pure lives, ${counted.failed} failed`);
    });
    thread.on('error', reject);
    thread.on('exit', () => resolve(sum));
  });
}

function add(one: Heard, other: Heard): Heard {
  return {
    histories: one.histories + other.histories,
    pure: one.pure + other.pure,
    steps: one.steps + other.steps,
    crashes: one.crashes + other.crashes,
    sold: one.sold + other.sold,
    failures: [...one.failures, ...other.failures],
  };
}
