// What was acknowledged must not be lost: buyers record what they were told while the server is killed again and again.
// Then an audit over HTTP compares their records, the acquirer's and the product's responses.

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { call, text } from '../../local/api-client.ts';
import { factsOnTheirWay, openShop, paidOrderIdsOf, type Shop } from '../../local/shop.ts';
import { type Audit, auditPromises, auditShop, noFaults, sideBySide } from '../audit.ts';
import { type BuiltWorker, builtWorker, bundle } from '../built-worker.ts';
import { type Purchase, traffic } from '../buyer.ts';
import type { Form, Outcome, Run, Trial } from '../trial.ts';
import { type Acquirer, startAcquirer } from './acquirer.ts';
import { buyAndBuy, type Scene } from './kill-buyer.ts';
import { killOnce, noKills } from './killer.ts';
import { auditMails, hasLetter } from './mails.ts';

type Plan = {
  kills: number;
  orders: number;
  buyers: number;
  shops: number;
  capacity: number;
  /** After so many kills the buyers wait until everything is delivered, as crowds end in life too. */
  calmAfter: number;
};
const plans: Record<Form, Plan> = {
  short: { kills: 3, orders: 120, buyers: 12, shops: 1, capacity: 1_000, calmAfter: 3 },
  long: { kills: 200, orders: 50_000, buyers: 32, shops: 8, capacity: 20_000, calmAfter: 20 },
};
/** This shop has fewer tickets than buyers: only such a shop can oversell. */
const scarceCapacity = 60;
/** A goal of the long form. The short form runs on any machine and judges no time. */
const factsWithinMs = { short: Number.POSITIVE_INFINITY, long: 60_000 };
/**
 * Ends of waiting and no goals: a message that died with five servers has a lease of minutes, and a letter includes a
 * PDF. The short form waits until the run is silent.
 */
const calmWithinMs = { short: Number.POSITIVE_INFINITY, long: 600_000 };
const lettersWithinMs = { short: Number.POSITIVE_INFINITY, long: 1_800_000 };

export const trial: Trial = {
  about:
    'the built Worker is killed (SIGKILL to workerd, to its parent, to both) under load, in drains and in restarts;\n' +
    'then everything the buyers and the acquirer know is compared with what the product answers.',
  forms: { short: '3 kills, 120 purchases; about a minute', long: '200 kills, 50,000 purchases; some hours' },
  silentMinutes: { short: 10, long: 35 },
  run,
};

async function run(trialRun: Run): Promise<Outcome> {
  const plan = plans[trialRun.form];
  const { worker, acquirer } = await openStreet(trialRun);
  const scene = await openScene(trialRun, worker, acquirer, plan);
  const kills = await killUnderLoad(trialRun, worker, scene, plan);
  trialRun.progress('faults have stopped; the outbox drains');
  const drainMs = await factsDrained(worker, scene.shops, acquirer, factsWithinMs[trialRun.form]);
  trialRun.progress('the last letters');
  const lettersMs = await lettersDrained(worker, scene.shops, lettersWithinMs[trialRun.form]);
  trialRun.progress('auditing');
  const audit: Audit = { tally: noFaults(), wrong: [...scene.surprises] };
  if (drainMs === null) audit.wrong.push(`facts not drained ${factsWithinMs.long / 1_000} s after the last purchase`);
  if (lettersMs === null)
    audit.wrong.push(`letters not drained ${lettersWithinMs.long / 1_000} s after the last purchase`);
  const figures = await judge(scene, acquirer, audit);
  const ok = audit.wrong.length === 0 && Object.values(audit.tally).every((count) => count === 0);
  const all = {
    kills,
    purchases: scene.done,
    ...figures,
    drainMs,
    lettersMs,
    refusals: Object.fromEntries(scene.refusals),
    traffic: { ...traffic },
    ...audit.tally,
  };
  const table = Object.entries(all)
    .map(([name, value]) => `  ${name.padEnd(22)}${JSON.stringify(value)}`)
    .join('\n');
  return { ok, failures: audit.wrong, figures: all, table };
}

async function openStreet(trialRun: Run): Promise<{ worker: BuiltWorker; acquirer: Acquirer }> {
  trialRun.progress('bundling the Worker');
  let origin = '';
  const acquirer = await startAcquirer(trialRun, () => origin, trialRun.random.branch(1));
  const worker = await builtWorker(trialRun, {
    bundle: bundle(trialRun.folder, 'trials/kill/worker/kill-worker.ts'),
    state: join(trialRun.folder, 'state'),
    vars: { OUTSIDE_ACQUIRER: acquirer.origin },
  });
  origin = worker.origin;
  await worker.start();
  return { worker, acquirer };
}

async function openScene(trialRun: Run, worker: BuiltWorker, acquirer: Acquirer, plan: Plan): Promise<Scene> {
  const shops: Shop[] = [];
  for (let nth = 0; nth <= plan.shops; nth++) {
    const capacity = nth === 0 ? scarceCapacity : plan.capacity;
    const types = [
      { name: 'Партер', rubles: 1_999, capacity },
      { name: 'Входной', rubles: 0, capacity },
    ];
    shops.push(
      await openShop(worker.origin, `kill${trialRun.seed.toString(36)}-${nth}`, { types, deals: [{ kind: 'open' }] }),
    );
  }
  return {
    shops,
    acquirer,
    journal: [],
    surprises: [],
    refusals: new Map(),
    name: `kill${trialRun.seed.toString(36)}`,
    stopping: false,
    pausing: false,
    done: 0,
    left: plan.orders,
  };
}

async function killUnderLoad(trialRun: Run, worker: BuiltWorker, scene: Scene, plan: Plan) {
  const kills = noKills();
  const buyers = Array.from({ length: plan.buyers }, (_, nth) =>
    buyAndBuy(scene, nth, trialRun.random.branch(100 + nth)),
  );
  const random = trialRun.random.branch(2);
  while (kills.total < plan.kills) {
    await killOnce(worker, scene, kills, random);
    trialRun.progress(`${kills.total}/${plan.kills} kills, ${scene.done}/${plan.orders} purchases`);
    // The cron would do this within a minute of a restart.
    await worker.cron().catch(() => undefined);
    if (kills.total % plan.calmAfter !== 0 || kills.total >= plan.kills) continue;
    scene.pausing = true;
    const withinMs = calmWithinMs[trialRun.form];
    const facts = await factsDrained(worker, scene.shops, scene.acquirer, withinMs);
    const letters = await lettersDrained(worker, scene.shops, withinMs);
    scene.pausing = false;
    if (facts === null || letters === null) scene.surprises.push(`not drained after ${withinMs / 1_000} s of calm`);
  }
  const reporting = setInterval(() => trialRun.progress(`${scene.done}/${plan.orders} purchases`), 10_000);
  await Promise.all(buyers).finally(() => clearInterval(reporting));
  return kills;
}

/** Orders whose letter was seen. */
const written = new Set<string>();

/** Milliseconds until the acquirer has nothing under way and no order's message waits for D1, or null. */
async function factsDrained(
  worker: BuiltWorker,
  shops: Shop[],
  acquirer: Acquirer,
  withinMs: number,
): Promise<number | null> {
  const startedAt = Date.now();
  const left = (): number => startedAt + withinMs - Date.now();
  await worker.cron().catch(() => undefined);
  while (acquirer.waiting() > 0 && left() > 0) await sleep(200);
  // The product itself says so. Whether the lists then agree is for the audit, and reading them takes longer than the
  // drain.
  for (const shop of shops) {
    while ((await factsOnTheirWay(shop)) > 0) {
      if (left() <= 0) return null;
      await sleep(200);
    }
  }
  return Date.now() - startedAt;
}

/** Milliseconds until every paid order has its letter, or null. */
async function lettersDrained(worker: BuiltWorker, shops: Shop[], withinMs: number): Promise<number | null> {
  const startedAt = Date.now();
  // Orders whose letter was seen in an earlier pause are skipped. Reading a letter loads its PDF from the same server,
  // so few are read at a time.
  const paid = (await Promise.all(shops.map(paidOrderIdsOf))).flat();
  const unwritten = paid.filter((orderId) => !written.has(orderId));
  await sideBySide(unwritten, 4, async (orderId) => {
    while (!written.has(orderId) && Date.now() - startedAt < withinMs) {
      if (await hasLetter(worker.origin, orderId)) written.add(orderId);
      else await sleep(250);
    }
  });
  return unwritten.every((orderId) => written.has(orderId)) ? Date.now() - startedAt : null;
}

async function judge(scene: Scene, acquirer: Acquirer, audit: Audit) {
  const origin = scene.shops[0]?.origin ?? '';
  await auditPromises(origin, scene.journal, audit);
  const paidOrders: string[] = [];
  let sold = 0;
  for (const shop of scene.shops) {
    const figures = await auditShop(shop, audit);
    sold += figures.sold;
    paidOrders.push(...figures.paidOrderIds);
  }
  await auditMoney(origin, acquirer, scene.journal, audit);
  const toldPaid = scene.journal.flatMap((one) =>
    one.ticketIds === undefined || one.orderId === undefined ? [] : [one.orderId],
  );
  const mails = await auditMails(origin, [...new Set([...paidOrders, ...toldPaid])], audit);
  const told = (which: (purchase: Purchase) => boolean): number => scene.journal.filter(which).length;
  return {
    sold,
    paidOrders: paidOrders.length,
    acknowledgedOrders: told((one) => one.orderId !== undefined),
    toldPaid: toldPaid.length,
    unknown: told((one) => one.unknown === true),
    charged: acquirer.payments().filter((one) => one.status === 'succeeded').length,
    refunded: acquirer.refunds().length,
    mails,
  };
}

/** Every buyer who was charged has their tickets, or their money back. */
async function auditMoney(origin: string, acquirer: Acquirer, journal: Purchase[], audit: Audit): Promise<void> {
  const tokens = new Map(journal.map((one) => [one.orderId, one.orderToken]));
  await sideBySide(acquirer.payments(), 16, async (payment) => {
    if (payment.status !== 'succeeded' || payment.refundedMinor === payment.amountMinor) return;
    const token = tokens.get(payment.reference);
    if (token === undefined) return;
    const response = await call(origin, 'GET', `/api/orders/${payment.reference}`, { token });
    const status = response.status === 200 ? text(response, 'status') : `${response.status}`;
    if (status === 'paid') return;
    audit.tally.paidWithoutTicket++;
    audit.wrong.push(`paidWithoutTicket: ${payment.reference} was charged and is ${status}`);
  });
}
