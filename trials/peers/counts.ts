// What a purchase costs on any machine: commits, rows, calls and statements, counted in a build with counters (and disk
// commits by strace, where it is installed).

import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { must } from '../../local/api-client.ts';
import { bundle } from '../built-worker.ts';
import { start } from '../processes.ts';
import { type Ground, product } from './contenders.ts';
import { wrk } from './wrk.ts';

export type StructuralCounts = Record<'hold' | 'purchase', Record<string, number | null>>;

const clients = 64;
const seconds = 2;

export async function structuralCounts(ground: Ground, failures: string[]): Promise<StructuralCounts> {
  const counting = bundle(ground.run.folder, 'trials/peers/worker/counting-worker.ts');
  return {
    hold: await countsOf(ground, counting, 'hold', failures),
    purchase: await countsOf(ground, counting, 'purchase', failures),
  };
}

const tallied = ['objectCalls', 'transactions', 'statements', 'rowsWritten', 'd1Statements'] as const;

async function countsOf(ground: Ground, counting: string, step: 'hold' | 'purchase', failures: string[]) {
  const running = await product(ground, step, counting);
  try {
    await wrk(ground.run, { ...running.load, clients, seconds: 1 });
    const tally = async () => (await must(running.worker.origin, 'GET', '/trial/tally', {}, 200)).body;
    const before = await tally();
    const { purchases } = await wrk(ground.run, { ...running.load, clients, seconds });
    const after = await tally();
    if (purchases === 0) failures.push(`counting ${step}: nothing was sold`);
    const each = (count: number): number => Math.round((count / Math.max(1, purchases)) * 10_000) / 10_000;
    const read = (from: unknown, name: string): number => Number(Reflect.get(Object(from), name));
    const counts = tallied.map((name) => [name, each(read(after, name) - read(before, name))] as const);
    return { ...Object.fromEntries(counts), ...(await commitsOnDisk(ground, running)) };
  } finally {
    await running.end();
  }
}

/** How often the disk was asked to flush, for each purchase. */
async function commitsOnDisk(
  ground: Ground,
  running: Awaited<ReturnType<typeof product>>,
): Promise<{ commitsOnDisk: number | null }> {
  const [workerd] = running.worker.pids().workerd;
  if (workerd === undefined || !existsSync('/usr/bin/strace')) return { commitsOnDisk: null };
  const tracer = start('/usr/bin/strace', ['-f', '-c', '-e', 'trace=fsync,fdatasync', '-p', String(workerd)]);
  await sleep(300);
  const { purchases } = await wrk(ground.run, { ...running.load, clients, seconds });
  tracer.process.kill('SIGINT');
  await new Promise<void>((resolve) => {
    tracer.process.once('exit', () => resolve());
    setTimeout(resolve, 3_000).unref();
  });
  const output = tracer.output();
  await tracer.end();
  const calls = [...output.matchAll(/^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+)\s+(?:\d+\s+)?(?:fsync|fdatasync)$/gm)];
  if (calls.length === 0 || purchases === 0) return { commitsOnDisk: null };
  const sum = calls.reduce((total, match) => total + Number(match[1]), 0);
  return { commitsOnDisk: Math.round((sum / purchases) * 10_000) / 10_000 };
}
