// How long an event with a season of orders takes to start, and how much memory it then needs: an object may be evicted
// at any time, and the next buyer waits for its start.

import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { field, must } from '../../local/api-client.ts';
import { openShop, type Shop } from '../../local/shop.ts';
import { type BuiltWorker, builtWorker, bundle } from '../built-worker.ts';
import { spreadOf } from '../peers/report.ts';
import type { Form, Outcome, Run, Trial } from '../trial.ts';

const plans: Record<Form, { orders: number; starts: number }> = {
  short: { orders: 20_000, starts: 2 },
  long: { orders: 500_000, starts: 7 },
};
const goalMs = 100;
const goalMegabytes = 64;
/** Sales go on while all figures are counted anew: no buyer may notice. */
const goalWaitMs = 1_000;
const chunk = 25_000;

export const trial: Trial = {
  about: 'the first call to an event object after a restart: one with many orders beside one with none.',
  forms: { short: '20,000 orders, 2 starts; about 15 seconds', long: '500,000 orders, 7 starts; about 3 minutes' },
  run,
};

async function run(trialRun: Run): Promise<Outcome> {
  const { orders, starts } = plans[trialRun.form];
  trialRun.progress('bundling and starting the Worker');
  const worker = await builtWorker(trialRun, {
    bundle: bundle(trialRun.folder, 'trials/start/worker/filling-worker.ts'),
    state: `${trialRun.folder}/state`,
    consumers: false,
  });
  await worker.start({ consumers: true });
  const types = [{ name: 'Вход', rubles: 0, capacity: 900_000 }];
  const empty = await openShop(worker.origin, 'start-empty', { types });
  const full = await openShop(worker.origin, 'start-full', { types });
  await worker.start();
  for (let from = 1; from <= orders; from += chunk) {
    trialRun.progress(`filling: ${from - 1} of ${orders} orders`);
    const to = Math.min(orders, from + chunk - 1);
    await must(worker.origin, 'GET', `/trial/fill?event=${full.eventId}&from=${from}&to=${to}`, {}, 200);
  }
  const samples = { emptyMs: [] as number[], fullMs: [] as number[], megabytes: [] as number[] };
  for (let start = 1; start <= starts; start++) {
    trialRun.progress(`start ${start} of ${starts}`);
    await worker.start();
    samples.emptyMs.push(await firstCall(worker, empty));
    const before = megabytesOf(worker);
    samples.fullMs.push(await firstCall(worker, full));
    samples.megabytes.push(megabytesOf(worker) - before);
  }
  trialRun.progress('reconciling beside a sale');
  const counting = await reconcileBesideSale(worker, full);
  await worker.end();
  return judge(trialRun.form, orders, samples, counting);
}

type Counting = { reconcileMs: number; longestHoldMs: number; holdsMeanwhile: number };

/** One buyer after another while all orders are counted anew: the longest wait. */
async function reconcileBesideSale(worker: BuiltWorker, shop: Shop): Promise<Counting> {
  const body = { lines: [{ ticketTypeId: shop.ticketTypeIds[0], quantity: 1 }] };
  const path = `/api/widgets/${shop.widgetId}/holds`;
  const hold = (n: number) =>
    must(worker.origin, 'POST', path, { key: `start-hold-${String(n).padStart(9, '0')}`, body }, 201);
  await hold(0);
  const startedAt = performance.now();
  let reconcileMs: number | null = null;
  const counted = must(worker.origin, 'GET', `/trial/reconcile?event=${shop.eventId}`, {}, 200).then((response) => {
    reconcileMs = performance.now() - startedAt;
    return field(response, 'agrees');
  });
  let longestHoldMs = 0;
  let holdsMeanwhile = 0;
  while (reconcileMs === null) {
    const askedAt = performance.now();
    await hold(++holdsMeanwhile);
    longestHoldMs = Math.max(longestHoldMs, performance.now() - askedAt);
  }
  if ((await counted) !== true) throw new Error('the recount of a filled event does not agree');
  return { reconcileMs: Math.round(reconcileMs), longestHoldMs: Math.round(longestHoldMs), holdsMeanwhile };
}

type Samples = { emptyMs: number[]; fullMs: number[]; megabytes: number[] };

function judge(form: Form, orders: number, samples: Samples, counting: Counting): Outcome {
  const emptyMs = spreadOf(samples.emptyMs);
  const fullMs = spreadOf(samples.fullMs);
  const megabytes = spreadOf(samples.megabytes);
  const failures = [
    // Only the long form judges time: the short one runs beside other tests, on any machine.
    ...(form === 'long' && fullMs.median > goalMs
      ? [`the first call took ${fullMs.median} ms, the goal is ${goalMs}`]
      : []),
    ...(form === 'long' && counting.longestHoldMs > goalWaitMs
      ? [`a buyer waited ${counting.longestHoldMs} ms while all was counted, the goal is ${goalWaitMs}`]
      : []),
    ...(megabytes.median > goalMegabytes ? [`it took ${megabytes.median} MB, the goal is ${goalMegabytes}`] : []),
  ];
  const figures = { orders, emptyMs, fullMs, megabytes, ...counting, load: loadavg() };
  return { ok: failures.length === 0, failures, figures, table: JSON.stringify(figures, null, 2) };
}

/** The whole first call, HTTP included: the object is read from disk in it. */
async function firstCall(worker: BuiltWorker, shop: Shop): Promise<number> {
  const startedAt = performance.now();
  await must(worker.origin, 'GET', `/api/widgets/${shop.widgetId}`, {}, 200);
  return performance.now() - startedAt;
}

/** Resident memory of workerd, SQLite's cache included. */
function megabytesOf(worker: BuiltWorker): number {
  const kilobytes = worker.pids().workerd.map((pid) => {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  });
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1_024;
}
