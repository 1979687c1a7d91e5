// Processes that a trial starts and ends: each in a process group of its own, so that ending it ends its children too.

import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export type Started = { pid: number; process: ChildProcess; output(): string; end(): Promise<void> };

const living = new Set<number>();
// At the latest when this process exits, also by an exception, everything that was started is ended.
process.once('exit', () => {
  for (const pid of living) signalGroup(pid, 'SIGKILL');
});

export type StartOptions = {
  cwd?: string;
  env?: Record<string, string>;
  /** Run as this user and group; only root may. */
  as?: { uid: number; gid: number };
  /** Lines of standard output, one by one. */
  onLine?: (line: string) => void;
};

export function start(command: string, args: string[], options: StartOptions = {}): Started {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...options.as,
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} could not be started`);
  living.add(pid);
  const output = collect(child, options.onLine);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const end = async (): Promise<void> => {
    signalGroup(pid, 'SIGTERM');
    await Promise.race([gone, sleep(3_000)]);
    signalGroup(pid, 'SIGKILL');
    await Promise.race([gone, sleep(3_000)]);
    living.delete(pid);
  };
  return { pid, process: child, output, end };
}

function collect(child: ChildProcess, onLine: ((line: string) => void) | undefined): () => string {
  let output = '';
  let open = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    keep(chunk);
    const lines = (open + chunk).split('\n');
    open = lines.pop() ?? '';
    for (const line of lines) onLine?.(line);
  });
  child.stderr?.setEncoding('utf8').on('data', keep);
  function keep(chunk: string): void {
    // A report needs only the end, and a server may write for an hour.
    output = (output + chunk).slice(-20_000);
  }
  return () => output;
}

export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  signalProcess(-pid, signal);
}

export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  // 0 would be our own group, -1 every process of the machine.
  if (pid === 0 || pid === -1) throw new Error(`no process has the id ${pid}`);
  try {
    process.kill(pid, signal);
  } catch {
    // Already gone.
  }
}

/**
 * A free port of the loopback, below those that the system gives to outgoing connections: a server that is killed and
 * started again must find its port free, and not taken by a client's connection.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 200; tries++) {
    const port = randomInt(12_000, 32_000);
    if (!given.has(port) && (await isFree(port))) {
      given.add(port);
      return port;
    }
  }
  throw new Error('no free port between 12000 and 32000');
}

const given = new Set<number>();

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

type ProcessRow = { pid: number; parent: number; name: string; cpuMicros: number };

/** This process and everything below it, from /proc. */
export function familyOf(root: number): ProcessRow[] {
  const rows = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => rowOf(Number(entry)));
  const family = rows.filter((row) => row.pid === root);
  for (let at = 0; at < family.length; at++) {
    const member = family[at];
    if (member !== undefined) family.push(...rows.filter((row) => row.parent === member.pid));
  }
  return family;
}

// Linux counts processor time in ticks of 10 ms on every architecture we run on.
const microsPerTick = 10_000;

function rowOf(pid: number): ProcessRow[] {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return []; // It ended while we looked.
  }
  // The name is in brackets and may hold spaces; the fields after it may not.
  const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [parent, userTicks, systemTicks] = [fields[1], fields[11], fields[12]].map(Number);
  return [{ pid, parent: parent ?? 0, name, cpuMicros: ((userTicks ?? 0) + (systemTicks ?? 0)) * microsPerTick }];
}

/** Processor time of this process and everything below it so far. */
export function cpuMicrosOf(root: number): number {
  return familyOf(root).reduce((sum, row) => sum + row.cpuMicros, 0);
}
