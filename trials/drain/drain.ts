// What waits in the outbox after a kill must leave it within a minute, and the sale must not stand still for it.

import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { field, must } from '../../local/api-client.ts';
import { type BuiltWorker, builtWorker, bundle } from '../built-worker.ts';
import { orderStep } from '../peers/contenders.ts';
import { wrk } from '../peers/wrk.ts';
import { openShop, type Shop } from '../shop.ts';
import type { Form, Outcome, Run, Trial } from '../trial.ts';

const plans: Record<Form, { rows: number }> = { short: { rows: 600 }, long: { rows: 10_000 } };
const goalSeconds = 60;
const clients = 64;

export const trial: Trial = {
  about:
    'free tickets are sold while nothing takes the queue, the server is killed, and the outbox drains under a sale.',
  forms: { short: '600 rows; about 40 seconds', long: '10,000 rows; about 3 minutes' },
  limitMinutes: { short: 5, long: 15 },
  run,
};

async function run(trialRun: Run): Promise<Outcome> {
  const { rows } = plans[trialRun.form];
  trialRun.progress('bundling and starting the Worker');
  const options = {
    bundle: bundle(trialRun.folder, 'trials/start/worker/filling-worker.ts'),
    state: `${trialRun.folder}/state`,
  };
  const silent = await builtWorker(trialRun, { ...options, consumers: false });
  await silent.start();
  const types = [{ name: 'Вход', rubles: 0, capacity: 900_000 }];
  const shop = await openShop(silent.origin, 'drain', { types });
  await sellUntil(trialRun, silent, shop, rows);
  trialRun.progress('the sale alone, to compare with');
  const alone = await wrk(trialRun, { ...holdsOf(silent, shop), clients, seconds: 5 });
  const before = await waiting(silent, shop);
  silent.kill('both');
  const worker = await builtWorker(trialRun, options);
  await worker.start();
  const startedAt = Date.now();
  const selling = { rates: [] as number[], left: before };
  // What is sold meanwhile is only held, so it adds nothing to the outbox.
  while (selling.left > 0 && Date.now() - startedAt < 3 * goalSeconds * 1_000) {
    const { perSecond } = await wrk(trialRun, { ...holdsOf(worker, shop), clients, seconds: 2 });
    selling.rates.push(Math.round(perSecond));
    selling.left = await waiting(worker, shop);
    trialRun.progress(`${selling.left} rows of ${before} left, ${Math.round(perSecond)} holds/s`);
  }
  const seconds = (Date.now() - startedAt) / 1_000;
  await worker.end();
  const mean = selling.rates.reduce((sum, rate) => sum + rate, 0) / Math.max(1, selling.rates.length);
  const failures = [
    ...(selling.left > 0 ? [`${selling.left} rows of ${before} were left after ${seconds} s`] : []),
    ...(seconds > goalSeconds ? [`the drain took ${seconds} s, the goal is ${goalSeconds}`] : []),
    ...(mean < alone.perSecond / 2 ? [`the sale fell from ${alone.perSecond} to ${mean} holds/s`] : []),
  ];
  const figures = { rows: before, seconds, alonePerSecond: alone.perSecond, rates: selling.rates, load: loadavg() };
  return { ok: failures.length === 0, failures, figures, table: JSON.stringify(figures, null, 2) };
}

function holdsOf(worker: BuiltWorker, shop: Shop) {
  const body = { lines: [{ ticketTypeId: shop.ticketTypeIds[0], quantity: 1 }] };
  return { origin: worker.origin, path: `/api/widgets/${shop.widgetId}/holds`, body };
}

async function sellUntil(trialRun: Run, worker: BuiltWorker, shop: Shop, rows: number): Promise<void> {
  for (let tries = 0; tries < 100 && (await waiting(worker, shop)) < rows; tries++) {
    trialRun.progress(`selling: ${await waiting(worker, shop)} of ${rows} rows wait`);
    await wrk(trialRun, { ...holdsOf(worker, shop), order: orderStep, clients: 16, seconds: 1 });
    await sleep(100);
  }
}

async function waiting(worker: BuiltWorker, shop: Shop): Promise<number> {
  return Number(field(await must(worker.origin, 'GET', `/trial/waiting?event=${shop.eventId}`, {}, 200), 'waiting'));
}
