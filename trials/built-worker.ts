// The product as it is deployed: bundled once by wrangler, run by workerd with a socket of its own, without a
// development proxy between it and the clients. It runs in a child process group, so that a trial can kill it.

import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundleWorker, hashingConfig } from '../local/bundle.ts';
import { root } from '../local/server.ts';
import { cpuMicrosOf, familyOf, freePort, type Started, signalProcess, start } from './processes.ts';
import type { Run } from './trial.ts';

/** Bundles an entry (the product's own when absent) into `folder`, as a deployment would. */
export function bundle(folder: string, entry?: string): string {
  // `npm test` runs several trials of one tree: each entry is bundled once for all of them.
  const place = process.env.TRIAL_BUNDLES ?? folder;
  const outdir = join(place, entry === undefined ? 'bundle' : `bundle-${entry.replaceAll(/\W+/g, '-')}`);
  bundleOnce(outdir, entry === undefined ? [] : [entry]);
  bundleOnce(hashingBundleOf(outdir), ['--config', hashingConfig]);
  return outdir;
}

/** Another trial may make the same bundle at this moment, so it appears as a whole, and who comes second drops theirs. */
function bundleOnce(outdir: string, args: string[]): void {
  if (existsSync(outdir)) return;
  const made = `${outdir}.${process.pid}`;
  bundleWorker(made, args);
  try {
    renameSync(made, outdir);
  } catch (error) {
    if (!existsSync(outdir)) throw error;
    rmSync(made, { recursive: true, force: true });
  }
}

/** The bundle of the hashing Worker is beside that of the Worker that calls it. */
function hashingBundleOf(bundle: string): string {
  return join(dirname(bundle), 'hashing');
}

export type WorkerOptions = {
  /** A folder that `bundle` made. */
  bundle: string;
  /** Where D1, the objects and R2 live; the same folder again keeps all data. */
  state: string;
  vars?: Record<string, string>;
  /** False: the queue takes messages and delivers none, as if the consumers ran on other machines. */
  consumers?: boolean;
  /** Classes of a trial's own entry beyond those of wrangler.toml: binding → class. */
  objects?: Record<string, string>;
};

export type BuiltWorker = {
  origin: string;
  /**
   * Starts the Worker on the same port and state, and resolves when the API responds. `consumers` overrides the option
   * for this start: a shop is opened with consumers, because its organizer verifies an address by a letter.
   */
  start(how?: { consumers: boolean }): Promise<void>;
  end(): Promise<void>;
  /**
   * Sends SIGKILL to workerd alone (its parent starts another), to the parent alone (workerd is orphaned), or to both.
   * False: no process was alive.
   */
  kill(whom: 'workerd' | 'parent' | 'both'): boolean;
  /** Runs the Worker's cron now. Nothing else does, because there is no platform here. */
  cron(): Promise<void>;
  cpuMicros(): number;
  pids(): { parent: number | null; workerd: number[] };
  /** The end of its output, for a report. */
  output(): string;
};

export async function builtWorker(run: Run, options: WorkerOptions): Promise<BuiltWorker> {
  const port = await freePort();
  const entryPort = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  let child: Started | undefined;
  // The exit is reported some turns after the signal, and an orphan goes on responding meanwhile.
  let struck: Started | undefined;
  // The orphans of a killed parent are in no process tree any more, so their ids are stored until they are seen to be
  // dead.
  let workerds: number[] = [];

  const place = { hashing: hashingBundleOf(options.bundle), port, entryPort, origin };
  const pids = () => {
    if (child === undefined) return { parent: null, workerd: [] };
    const ended = child === struck || child.process.exitCode !== null || child.process.signalCode !== null;
    const found = familyOf(child.pid).filter((row) => row.name === 'workerd');
    workerds = [...new Set([...workerds, ...found.map((row) => row.pid)])].filter(isWorkerd);
    return { parent: ended ? null : child.pid, workerd: workerds };
  };
  const kill = (whom: 'workerd' | 'parent' | 'both'): boolean => {
    const { parent, workerd } = pids();
    // The parent is killed first, because it would start another workerd at once.
    if (whom !== 'workerd' && parent !== null) {
      signalProcess(parent, 'SIGKILL');
      struck = child;
    }
    if (whom !== 'parent') for (const pid of workerd) signalProcess(pid, 'SIGKILL');
    return (whom !== 'workerd' && parent !== null) || (whom !== 'parent' && workerd.length > 0);
  };
  const worker: BuiltWorker = {
    origin,
    kill,
    pids,
    start: async (how) => {
      kill('both');
      await untilGone(() => pids().workerd);
      await child?.end();
      let migrated = false;
      child = start(
        process.execPath,
        [join(import.meta.dirname, 'built-worker-process.ts'), JSON.stringify({ ...options, ...place, ...how })],
        {
          cwd: root,
          onLine: (line) => {
            migrated ||= line.startsWith('ready on ');
          },
        },
      );
      await untilReady(origin, child, () => migrated);
      pids();
    },
    end: async () => {
      kill('both');
      await untilGone(() => pids().workerd);
      await child?.end();
      child = undefined;
      workerds = [];
    },
    cron: async () => {
      const response = await fetch(`http://127.0.0.1:${entryPort}/cdn-cgi/local/scheduled?cron=*+*+*+*+*`);
      await response.body?.cancel();
      if (!response.ok) throw new Error(`the cron answered ${response.status}`);
    },
    cpuMicros: () => (child === undefined ? 0 : cpuMicrosOf(child.pid)),
    output: () => child?.output() ?? '',
  };
  run.atEnd(() => worker.end());
  return worker;
}

function isWorkerd(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'workerd' && !isZombie(pid);
  } catch {
    return false;
  }
}

function isZombie(pid: number): boolean {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return stat.charAt(stat.lastIndexOf(')') + 2) === 'Z';
}

async function untilGone(alive: () => number[]): Promise<void> {
  for (let tries = 0; tries < 200 && alive().length > 0; tries++) await sleep(25);
}

async function untilReady(origin: string, child: Started, migrated: () => boolean): Promise<void> {
  const until = Date.now() + 240_000;
  while (Date.now() < until) {
    if (child.process.exitCode !== null || child.process.signalCode !== null) break;
    if (migrated() && (await answers(origin))) return;
    await sleep(50);
  }
  throw new Error(`the built Worker did not start:\n${child.output()}`);
}

export async function answers(origin: string): Promise<boolean> {
  try {
    // An address without an operation: the Worker itself answers it, without an object or a database.
    const response = await fetch(`${origin}/api/nothing-here`, { signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return response.status === 404;
  } catch {
    return false;
  }
}
