// Messages that wait in the outbox after a kill must be sent within a minute, and sales must go on meanwhile.

import { loadavg } from 'node:os';
import { field, must, text } from '../../local/api-client.ts';
import { openShop, type Shop } from '../../local/shop.ts';
import { type BuiltWorker, builtWorker, bundle } from '../built-worker.ts';
import { wrk } from '../peers/wrk.ts';
import type { Form, Outcome, Run, Trial } from '../trial.ts';

const plans: Record<Form, { messages: number; seconds: number }> = {
  short: { messages: 600, seconds: 1 },
  long: { messages: 10_000, seconds: 5 },
};
const goalSeconds = 60;
const clients = 64;

export const trial: Trial = {
  about:
    'tickets are sold while nothing takes the queue, the server is killed, and the outbox drains under a sale. Each order\n' +
    'leaves two messages of the lane facts (for the lists, for the gate) and a letter. The goal is about this lane; how many letters went out\n' +
    'meanwhile is told beside it: each is a PDF and a mail, work of the consumers and not of the object.',
  forms: { short: '600 messages; about 20 seconds', long: '10,000 messages beside 5,000 letters; about 3 minutes' },
  run,
};

async function run(trialRun: Run): Promise<Outcome> {
  const plan = plans[trialRun.form];
  // The short form runs where only the repository is installed, so it does without wrk.
  const load = trialRun.form === 'long' ? loadByWrk : loadByNode;
  trialRun.progress('bundling and starting the Worker');
  const options = {
    bundle: bundle(trialRun.folder, 'trials/start/worker/filling-worker.ts'),
    state: `${trialRun.folder}/state`,
  };
  const types = [{ name: 'Вход', rubles: 0, capacity: 900_000 }];
  const silent = await builtWorker(trialRun, { ...options, consumers: false });
  await silent.start({ consumers: true });
  const shop = await openShop(silent.origin, 'drain', { types });
  await silent.start();
  await sellUntil(trialRun, silent, shop, plan.messages);
  trialRun.progress('the sale alone, to compare with');
  const alone = await load(trialRun, silent, shop, plan.seconds);
  const before = await waiting(silent, shop);
  silent.kill('both');
  const worker = await builtWorker(trialRun, options);
  await worker.start();
  const startedAt = Date.now();
  const rates: number[] = [];
  let left = before;
  // Buyers only place holds meanwhile, so they add nothing to the outbox.
  while (left.facts > 0) {
    rates.push(await load(trialRun, worker, shop, 2));
    left = await waiting(worker, shop);
    // The progress line is the count alone, so a count that no longer falls ends the run.
    trialRun.progress(`${left.facts} facts of ${before.facts} left`);
  }
  const seconds = (Date.now() - startedAt) / 1_000;
  await worker.end();
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / Math.max(1, rates.length);
  const failures = [
    ...(before.facts < plan.messages ? [`only ${before.facts} facts were waiting`] : []),
    // Only the long form judges time: the short one runs beside other tests, on any machine.
    ...(trialRun.form === 'long' && seconds > goalSeconds
      ? [`the drain took ${seconds} s, the goal is ${goalSeconds}`]
      : []),
    ...(trialRun.form === 'long' && mean < alone / 2 ? [`the sale fell from ${alone} to ${mean} holds/s`] : []),
  ];
  const letters = { waiting: before.letters, left: left.letters };
  const figures = { facts: before.facts, seconds, letters, alonePerSecond: alone, meanPerSecond: mean, rates };
  const all = { ...figures, load: loadavg() };
  return { ok: failures.length === 0, failures, figures: all, table: JSON.stringify(all, null, 2) };
}

async function loadByWrk(trialRun: Run, worker: BuiltWorker, shop: Shop, seconds: number): Promise<number> {
  const body = { lines: [{ ticketTypeId: shop.ticketTypeIds[0], quantity: 1 }] };
  const path = `/api/widgets/${shop.widgetId}/holds`;
  const { perSecond } = await wrk(trialRun, { origin: worker.origin, path, body, clients, seconds });
  return Math.round(perSecond);
}

async function loadByNode(trialRun: Run, worker: BuiltWorker, shop: Shop, seconds: number): Promise<number> {
  const until = Date.now() + seconds * 1_000;
  const atOnce = shopAt(worker, shop);
  let holds = 0;
  const client = async (): Promise<void> => {
    while (Date.now() < until) {
      await hold(trialRun, atOnce);
      holds += 1;
    }
  };
  await Promise.all(Array.from({ length: 16 }, client));
  return Math.round(holds / seconds);
}

const shopAt = (worker: BuiltWorker, shop: Shop): Shop => ({ ...shop, origin: worker.origin });
const newKey = (trialRun: Run): string => `drain-${trialRun.random.below(2 ** 31)}-${trialRun.random.below(2 ** 31)}`;

async function hold(trialRun: Run, shop: Shop): Promise<string> {
  const body = { lines: [{ ticketTypeId: shop.ticketTypeIds[0], quantity: 1 }] };
  const path = `/api/widgets/${shop.widgetId}/holds`;
  return text(await must(shop.origin, 'POST', path, { key: newKey(trialRun), body }, 201), 'holdId');
}

/** An order has two messages of the lane `facts`. */
async function sellUntil(trialRun: Run, worker: BuiltWorker, shop: Shop, messages: number): Promise<void> {
  let left = Math.ceil(messages / 2) + 10;
  const at = shopAt(worker, shop);
  const client = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const nth = left;
      if (left % 1_000 === 0) trialRun.progress(`selling: ${left} orders to go`);
      const holdId = await hold(trialRun, at);
      // Each order has an address of its own, because the letters to one mailbox are limited.
      const body = { buyer: { name: 'Мария Соколова', email: `maria-${nth}@mail.example` }, locale: 'ru' };
      await must(at.origin, 'POST', `/api/holds/${holdId}/order`, { key: newKey(trialRun), body }, 201);
    }
  };
  await Promise.all(Array.from({ length: 32 }, client));
}

async function waiting(worker: BuiltWorker, shop: Shop): Promise<{ facts: number; letters: number }> {
  const response = await must(worker.origin, 'GET', `/trial/waiting?event=${shop.eventId}`, {}, 200);
  return { facts: Number(field(response, 'facts')), letters: Number(field(response, 'letters')) };
}
