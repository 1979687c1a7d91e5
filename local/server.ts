// Foyer on one machine: prepares everything that `wrangler dev` needs, without a question, and runs the server. Used by
// `npm start`, the stories and the trials.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { developmentVars } from './development.ts';
import { ensureSecrets } from './secrets.ts';
import { lockState } from './state-lock.ts';

export const root = resolve(import.meta.dirname, '..');

type ServerOptions = {
  port: number;
  /** Where D1, objects, queues and R2 store their data; the same folder again has all of it. */
  state: string;
  /** Where wrangler's own output goes; the terminal when absent. */
  logFile?: string;
  /** Further variables of the Worker, as `wrangler dev --var` takes them. */
  vars?: Record<string, string>;
};

type Server = { origin: string; process: ChildProcess; stop(): Promise<void> };

// No questions, no telemetry, no colors in logs: a start must be the same on a desk and in CI.
const quiet = {
  CI: '1',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_LOG_PATH: join(root, '.wrangler', 'logs'),
  NO_COLOR: '1',
  // miniflare would ask the internet for the location of this machine; there may be no internet.
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
};
const environment = { ...process.env, ...quiet };

/**
 * Locks the state folder and checks the port first. Only then it builds the browsers' parts, makes local secrets and
 * applies migrations, because an attempt to start a second server must not touch the files of a running one. Throws a
 * sentence, or the output of the command that failed.
 */
export async function prepare({ port, state }: Pick<ServerOptions, 'port' | 'state'>): Promise<void> {
  lockState(state);
  if (!(await isFree(port))) throw new Error(`Something already listens on port ${port}: stop it, or use PORT=…`);
  ensureSecrets(join(root, '.dev.vars'));
  mkdirSync(join(root, 'dist', 'site'), { recursive: true });
  // The test command has built them just now. Tests set another NODE_ENV, and Vite would then build JSX for development.
  if (process.env.FOYER_BUILT !== 'yes') run('npm', ['run', '--silent', 'build'], { NODE_ENV: 'production' });
  // Loaded only now, because it brings wrangler and miniflare with it.
  const { migrateState } = await import('./migrations.ts');
  await migrateState(state);
}

function run(command: string, args: string[], variables: Record<string, string> = {}): void {
  const ended = spawnSync(command, args, { cwd: root, env: { ...environment, ...variables }, encoding: 'utf8' });
  if (ended.status === 0) return;
  throw new Error(
    `${command} ${args.join(' ')} failed:\n${ended.stdout ?? ''}${ended.stderr ?? ''}${ended.error ?? ''}`,
  );
}

/** `wrangler dev` ended before its Worker responded. */
class EndedEarly extends Error {}

const mostStarts = 3;

/**
 * As `startOnce`, again where `wrangler dev` ended at once: it chooses free ports before it takes them, so that of many that
 * start at one moment (the tests in workerd and the stories do) one may find its port taken and end. With its output on the
 * terminal it starts once, so that a person reads of a mistake once.
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  for (let start = 1; ; start += 1) {
    try {
      return await startOnce(options);
    } catch (error) {
      if (!(error instanceof EndedEarly) || start === mostStarts || options.logFile === undefined) throw error;
      console.warn(`${error.message}\nStarting it once more.`);
    }
  }
}

/**
 * Starts the Workers in `wrangler dev` and resolves when the API responds. Each has a process of its own: Workers of
 * one process share one thread, and a password hash would stop every sale for its 30 ms.
 */
async function startOnce(options: ServerOptions): Promise<Server> {
  const origin = `http://localhost:${options.port}`;
  const vars = Object.entries({ ...developmentVars, PUBLIC_ORIGIN: origin, ...options.vars }).flatMap(
    ([name, value]) => ['--var', `${name}:${value}`],
  );
  // The folder in which the two Workers find each other. It belongs to the state, so that two Foyers on one machine
  // never share a Worker.
  const meeting = join(options.state, 'running-workers');
  rmSync(meeting, { recursive: true, force: true });
  const hashing = wranglerDev(options, meeting, [
    '--config',
    'hashing/wrangler.toml',
    '--ip',
    '127.0.0.1',
    '--port',
    '0',
  ]);
  const child = wranglerDev(options, meeting, ['--port', String(options.port), '--persist-to', options.state, ...vars]);
  const stopAll = async () => void (await Promise.all([stop(child), stop(hashing)]));
  try {
    await untilTrue(async () => existsSync(join(meeting, 'foyer-hashing')), hashing, options.logFile);
    await untilTrue(() => answers(origin), child, options.logFile);
  } catch (error) {
    await stopAll();
    throw error;
  }
  const cron = setInterval(() => void tick(origin), 60_000);
  child.once('exit', () => {
    clearInterval(cron);
    void stop(hashing);
  });
  return { origin, process: child, stop: stopAll };
}

function wranglerDev(options: ServerOptions, meeting: string, args: string[]): ChildProcess {
  const always = ['--log-level', 'error', '--show-interactive-dev-session=false', '--inspector-port', '0'];
  const runner = [join(import.meta.dirname, 'end-with-parent.ts'), 'wrangler'];
  const child = spawn(process.execPath, [...runner, 'dev', ...args, ...always], {
    cwd: root,
    env: { ...environment, WRANGLER_REGISTRY_PATH: meeting },
    // The child watches this pipe and ends when we are gone; nothing is written to it.
    stdio: ['pipe', 'pipe', 'pipe'],
    // A process group of its own: ending it ends workerd too.
    detached: true,
  });
  const log = options.logFile === undefined ? process.stderr : createWriteStream(options.logFile, { flags: 'a' });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  // However the leader ended, no process of its group may still hold the port.
  child.once('exit', () => signalGroup(child.pid, 'SIGKILL'));
  return child;
}

/** Whether no process listens on the port, on any loopback address. */
async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1']) {
    const code = await new Promise<string | undefined>((done) => {
      const probe = createServer();
      probe.once('error', (error: NodeJS.ErrnoException) => done(error.code));
      probe.listen({ port, host, exclusive: true }, () => probe.close(() => done(undefined)));
    });
    if (code === 'EADDRINUSE') return false;
  }
  return true;
}

// `wrangler dev` never fires crons by itself.
async function tick(origin: string): Promise<void> {
  await fetch(`${origin}/cdn-cgi/handler/scheduled`).catch(() => undefined);
}

async function untilTrue(
  isReady: () => Promise<boolean>,
  child: ChildProcess,
  logFile: string | undefined,
): Promise<void> {
  const patienceMs = 240_000;
  const startedAt = Date.now();
  while (Date.now() - startedAt < patienceMs) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new EndedEarly(`wrangler dev ended with ${child.exitCode ?? child.signalCode}; ${outputIn(logFile)}`);
    if (await isReady()) return;
    await sleep(250);
  }
  throw new Error(`wrangler dev did not answer within ${patienceMs / 1000} s`);
}

function outputIn(logFile: string | undefined): string {
  if (logFile === undefined) return 'its output is above';
  const output = existsSync(logFile) ? readFileSync(logFile, 'utf8') : '';
  return `its last output:\n${output.slice(-4_000)}`;
}

async function answers(origin: string): Promise<boolean> {
  try {
    const response = await fetch(`${origin}/api/openapi.json`, { signal: AbortSignal.timeout(5_000) });
    return response.ok;
  } catch {
    return false;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolveGone) => child.once('exit', () => resolveGone()));
  // Wrangler ends its own children in order; what is left after that is killed.
  child.kill('SIGTERM');
  await Promise.race([gone, sleep(5_000)]);
  signalGroup(child.pid, 'SIGKILL');
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Already gone.
  }
}
