// How fast the sale is beside what people would build instead: one run, interleaved rounds in random order, the same
// meaning and durability for all. Ratios are computed within a round, because a shared machine drifts between rounds.

import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundle } from '../built-worker.ts';
import type { Form, Outcome, Run, Trial } from '../trial.ts';
import { audit } from './audit.ts';
import { type Contender, type ContenderName, contenders, type Ground } from './contenders.ts';
import { structuralCounts } from './counts.ts';
import { ratiosOf, tableOf } from './report.ts';
import { requirePrograms, startPostgres, startRedis } from './servers/stores.ts';
import { type Measured, wrk } from './wrk.ts';

export type Sample = {
  contender: ContenderName;
  clients: number;
  round: number;
  measured: Measured;
  cpuMicrosPerPurchase: number;
};

const plans: Record<Form, { clients: number[]; rounds: number; seconds: number }> = {
  short: { clients: [64], rounds: 5, seconds: 2 },
  long: { clients: [16, 64, 256], rounds: 5, seconds: 3 },
};
// By then all just-in-time compilers have settled; after one second workerd's was still at work.
const warmUpSeconds = 3;
/** The figures the goals are stated for. */
const goalClients = 64;

export const trial: Trial = {
  about:
    'rates of Foyer’s sale beside an echo object, a naive object, Fastify with PostgreSQL (three ways) and with Redis.\n' +
    'Needs PostgreSQL 15, Redis and wrk (Debian: apt-get install postgresql-15 redis-server wrk); it starts its own.',
  forms: {
    short: '64 clients, 5 rounds of 2 s; about 8 minutes',
    long: '16, 64 and 256 clients, 5 rounds of 3 s each; about half an hour',
  },
  silentMinutes: { short: 20, long: 20 },
  run,
};

async function run(trialRun: Run): Promise<Outcome> {
  requirePrograms();
  const { clients, rounds, seconds } = plans[trialRun.form];
  trialRun.progress('bundling the Worker, starting PostgreSQL and Redis');
  const ground: Ground = {
    run: trialRun,
    productBundle: bundle(trialRun.folder),
    peersBundle: bundle(trialRun.folder, 'trials/peers/worker/peers-worker.ts'),
    postgres: await startPostgres(trialRun),
    redis: await startRedis(trialRun),
  };
  const all = contenders(ground);
  const failures: string[] = [];
  const samples: Sample[] = [];
  const loadBefore = loadavg();
  for (let round = 1; round <= rounds; round++) {
    for (const count of trialRun.random.shuffled(clients)) {
      for (const contender of trialRun.random.shuffled(all)) {
        const sample = await measure(trialRun, contender, { clients: count, seconds, round }, failures);
        samples.push(sample);
        const rate = Math.round(sample.measured.perSecond);
        trialRun.progress(`round ${round}/${rounds}, ${count} clients, ${contender.name}: ${rate}/s`);
      }
    }
  }
  trialRun.progress('counting commits, rows, calls and statements');
  const counts = await structuralCounts(ground, failures);
  return {
    ok: failures.length === 0,
    failures,
    figures: {
      conditions: { rounds, seconds, loadBefore, loadAfter: loadavg() },
      ratios: ratiosOf(samples, goalClients),
      ratiosByClients: Object.fromEntries(clients.map((count) => [count, ratiosOf(samples, count)])),
      counts,
      samples: samples.map(({ measured, ...sample }) => ({ ...sample, ...measured })),
    },
    table: tableOf(samples, clients, counts),
  };
}

async function measure(
  trialRun: Run,
  contender: Contender,
  { clients, seconds, round }: { clients: number; seconds: number; round: number },
  failures: string[],
): Promise<Sample> {
  const running = await contender.open();
  try {
    const warm = await wrk(trialRun, { ...running.load, clients, seconds: warmUpSeconds });
    const cpuBefore = running.cpuMicros();
    const measured = await wrk(trialRun, { ...running.load, clients, seconds });
    const cpuMicros = running.cpuMicros() - cpuBefore;
    // What was under way when the generator stopped is still being written.
    await sleep(200);
    failures.push(...audit(contender.name, clients, [warm, measured], await running.counts()));
    const cpuMicrosPerPurchase = cpuMicros / Math.max(1, measured.purchases);
    return { contender: contender.name, clients, round, measured, cpuMicrosPerPurchase };
  } finally {
    await running.end();
  }
}
