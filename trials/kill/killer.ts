// The killer: sends SIGKILL to workerd, to its parent, or to both, at random moments: under load, while the outbox
// drains, during a restart, twice within a second.

import { setTimeout as sleep } from 'node:timers/promises';
import { answers, type BuiltWorker } from '../built-worker.ts';
import type { Random } from '../random.ts';
import type { Scene } from './kill-buyer.ts';

export type Kills = {
  total: number;
  workerd: number;
  parent: number;
  both: number;
  inRestart: number;
  inDrain: number;
};

export const noKills = (): Kills => ({ total: 0, workerd: 0, parent: 0, both: 0, inRestart: 0, inDrain: 0 });

export async function killOnce(worker: BuiltWorker, scene: Scene, kills: Kills, random: Random): Promise<void> {
  const inDrain = random.chance(0.25);
  if (inDrain) scene.pausing = true;
  await sleep(inDrain ? 100 + random.below(1_500) : 300 + random.below(2_200));
  if (inDrain) kills.inDrain++;
  strike(worker, kills, random);
  scene.pausing = false;
  if (random.chance(0.2)) await strikeInRestart(worker, kills, random);
  await bringBack(worker);
}

function strike(worker: BuiltWorker, kills: Kills, random: Random): void {
  const whom = random.pick(['both', 'both', 'workerd', 'parent'] as const);
  if (!worker.kill(whom)) return;
  kills[whom]++;
  kills.total++;
}

/** Up to the first responses and a little longer: migrations, constructors and the first alarms run then. */
async function strikeInRestart(worker: BuiltWorker, kills: Kills, random: Random): Promise<void> {
  const starting = worker.start().catch(() => undefined);
  await sleep(random.below(2_500));
  if (worker.kill('both')) {
    kills.inRestart++;
    kills.total++;
  }
  await starting;
}

/** A workerd whose parent lives is started again by the parent; everything else by us. */
async function bringBack(worker: BuiltWorker): Promise<void> {
  const { parent } = worker.pids();
  for (let tries = 0; parent !== null && tries < 100; tries++) {
    if (worker.pids().parent === null) break;
    if (await answers(worker.origin)) return;
    await sleep(100);
  }
  await worker.start();
}
