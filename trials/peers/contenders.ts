// The contenders, each with the same meaning: POST with a unique key, validated, fingerprinted, stock checked, a row
// that survives a crash, JSON back. Each measurement starts its server anew, so that no work of the last is left.

import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { must, text } from '../../local/api-client.ts';
import { openShop, stockOf } from '../../local/shop.ts';
import { type BuiltWorker, builtWorker } from '../built-worker.ts';
import { cpuMicrosOf, freePort, start } from '../processes.ts';
import type { Run } from '../trial.ts';
import type { Variant } from './servers/sale.ts';
import { type Store, untilListening } from './servers/stores.ts';
import { type Load, somebody } from './wrk.ts';

export const capacity = 400_000;

/** What the store says after a run; null for those that store nothing. */
export type Counts = { stored: number; distinctKeys: number | null; taken: number; free: number } | null;

export type RunningContender = {
  load: Pick<Load, 'origin' | 'path' | 'body' | 'order'>;
  cpuMicros(): number;
  counts(): Promise<Counts>;
  end(): Promise<void>;
};

export type Contender = { name: ContenderName; open(): Promise<RunningContender> };

export type Ground = { run: Run; productBundle: string; peersBundle: string; postgres: Store; redis: Store };

export const contenderNames = [
  'hold',
  'purchase',
  'echo',
  'bare-echo',
  'naive',
  'plain',
  'for-update',
  'for-update-two-steps',
  'one-statement',
  'skip-locked',
  'redis',
] as const;
export type ContenderName = (typeof contenderNames)[number];

export function contenders(ground: Ground): Contender[] {
  const open: Record<ContenderName, () => Promise<RunningContender>> = {
    hold: () => product(ground, 'hold'),
    purchase: () => product(ground, 'purchase'),
    echo: () => object(ground, 'echo'),
    naive: () => object(ground, 'naive'),
    'bare-echo': () => bare(ground, '/bare-echo'),
    plain: () => bare(ground, '/plain'),
    'for-update': () => fastify(ground, 'for-update', 'hold'),
    'for-update-two-steps': () => fastify(ground, 'for-update', 'purchase'),
    'one-statement': () => fastify(ground, 'one-statement', 'hold'),
    'skip-locked': () => fastify(ground, 'skip-locked', 'hold'),
    redis: () => fastify(ground, 'redis', 'hold'),
  };
  // For a run with some of them; a contender that is left out has no ratio.
  const only = process.env.PEERS?.split(',');
  return contenderNames.filter((name) => only?.includes(name) ?? true).map((name) => ({ name, open: open[name] }));
}

const holdBody = (ticketTypeId: string) => ({ lines: [{ ticketTypeId, quantity: 1 }] });
export const orderStep = {
  body: { buyer: { name: 'Мария Соколова', email: `${somebody}@mail.example` }, locale: 'ru' },
};

/** Ours, as deployed. In production the queue's consumers run on other machines, so they do not run here. */
export async function product(
  ground: Ground,
  step: 'hold' | 'purchase',
  bundle = ground.productBundle,
): Promise<RunningContender & { worker: BuiltWorker }> {
  const state = join(ground.run.folder, `state-${randomUUID()}`);
  const worker = await builtWorker(ground.run, { bundle, state, consumers: false });
  await worker.start({ consumers: true });
  const name = `peers-${randomUUID().slice(0, 8)}`;
  const shop = await openShop(worker.origin, name, { types: [{ name: 'Вход', rubles: 0, capacity }] });
  await worker.start();
  const load = {
    origin: worker.origin,
    path: `/api/widgets/${shop.widgetId}/holds`,
    body: holdBody(shop.ticketTypeIds[0] ?? ''),
    ...(step === 'purchase' ? { order: orderStep } : {}),
  };
  return {
    worker,
    load,
    cpuMicros: worker.cpuMicros,
    counts: async () => {
      const [stock] = await stockOf(shop);
      if (stock === undefined) throw new Error('the event lost its ticket type');
      const stored = step === 'purchase' ? stock.sold : stock.held;
      // Keys are a primary key of the object; the API has no way to list them.
      const taken = stock.sold + stock.held;
      return { stored, distinctKeys: null, taken, free: stock.available };
    },
    end: () => endWith(worker, state),
  };
}

// The stocks of past rounds would fill the disk in a long run.
async function endWith(worker: BuiltWorker, state: string): Promise<void> {
  await worker.end();
  rmSync(state, { recursive: true, force: true });
}

async function peersWorker(ground: Ground): Promise<BuiltWorker> {
  const state = join(ground.run.folder, `state-${randomUUID()}`);
  const objects = { ECHO_SALE: 'EchoSale', NAIVE_SALE: 'NaiveSale' };
  const worker = await builtWorker(ground.run, { bundle: ground.peersBundle, state, consumers: false, objects });
  await worker.start();
  return { ...worker, end: () => endWith(worker, state) };
}

async function object(ground: Ground, peer: 'echo' | 'naive'): Promise<RunningContender> {
  const worker = await peersWorker(ground);
  const prepared = await must(worker.origin, 'POST', '/trial/prepare', { body: { capacity } }, 200);
  const counted = `/trial/counts/${text(prepared, 'eventId')}`;
  return {
    load: {
      origin: worker.origin,
      path: `/${peer}/api/widgets/${text(prepared, 'widgetId')}/holds`,
      body: holdBody(text(prepared, 'ticketTypeId')),
    },
    cpuMicros: worker.cpuMicros,
    counts: async () =>
      peer === 'echo' ? null : countsFrom((await must(worker.origin, 'GET', counted, {}, 200)).body),
    end: worker.end,
  };
}

async function bare(ground: Ground, path: string): Promise<RunningContender> {
  const worker = await peersWorker(ground);
  return {
    load: { origin: worker.origin, path, body: holdBody('tty_of_nothing') },
    cpuMicros: worker.cpuMicros,
    counts: async () => null,
    end: worker.end,
  };
}

async function fastify(ground: Ground, variant: Variant, step: 'hold' | 'purchase'): Promise<RunningContender> {
  const port = await freePort();
  const store = variant === 'redis' ? ground.redis : ground.postgres;
  const script = join(import.meta.dirname, 'servers', 'fastify-server.ts');
  const server = start(process.execPath, [script, JSON.stringify({ port, variant, storePort: store.port })]);
  ground.run.atEnd(server.end);
  await untilListening(port, server);
  const origin = `http://127.0.0.1:${port}`;
  const ticketTypeId = `tty_${randomUUID()}`;
  await must(origin, 'POST', '/trial/prepare', { body: { ticketTypeId, capacity } }, 200);
  return {
    load: {
      origin,
      path: `/api/widgets/wgt_${randomUUID()}/holds`,
      body: holdBody(ticketTypeId),
      ...(step === 'purchase' ? { order: orderStep } : {}),
    },
    cpuMicros: () => cpuMicrosOf(server.pid) + cpuMicrosOf(store.pid),
    counts: async () => {
      const counts = (await must(origin, 'GET', '/trial/counts', {}, 200)).body;
      const orders = Number(Reflect.get(Object(counts), 'orders'));
      const held = countsFrom(counts);
      return step === 'purchase' && held !== null ? { ...held, stored: orders } : held;
    },
    end: server.end,
  };
}

function countsFrom(body: unknown): Counts {
  const read = (name: string): number => Number(Reflect.get(Object(body), name));
  return { stored: read('stored'), distinctKeys: read('distinctKeys'), taken: read('taken'), free: read('free') };
}
