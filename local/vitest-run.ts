// Runs vitest and watches it. A run is ended by silence (no test has ended for five minutes), never by how long the
// whole takes, because a slow machine only takes longer.

import { type ChildProcess, spawn } from 'node:child_process';
import type { EventEmitter } from 'node:events';
import { join, resolve } from 'node:path';
import type { Progress } from './test-progress.ts';

/** The result of one step of the test command. `failures` names each thing that failed, in one line. */
export type StepResult = { passed: number; failed: number; failures: string[] };

const silenceMs = 5 * 60_000;
const root = resolve(import.meta.dirname, '..');

type Options = {
  cwd?: string;
  /** What vitest writes comes to the terminal at once, or in one piece when it has ended, or not at all. */
  output?: 'shown' | 'held' | 'dropped';
};

/** `args` are vitest's own. */
export function runVitest(args: string[], { cwd = root, output = 'shown' }: Options = {}): Promise<StepResult> {
  const program = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', `--reporter=${join(import.meta.dirname, 'test-progress.ts')}`];
  const stream = ({ shown: 'inherit', held: 'pipe', dropped: 'ignore' } as const)[output];
  const child = spawn(process.execPath, [program, 'run', ...reporters, ...args], {
    cwd,
    stdio: ['ignore', stream, stream, 'ipc'],
    // A group of its own, so that ending it also ends the runtimes and servers that it started.
    detached: true,
  });
  const show = hold(child);
  const end = () => killGroup(child);
  process.once('exit', end);
  return watch(child, end).finally(() => {
    process.off('exit', end);
    show();
  });
}

/** Keeps what the child writes into its pipes, until the returned function shows it. */
function hold(child: ChildProcess): () => void {
  let held = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      held += text;
    });
  }
  return () => {
    if (held !== '') console.log(held);
  };
}

/** The result of a run, made from what it reports while it runs. `end` ends it when it has been silent for too long. */
export function watch(child: EventEmitter, end: () => void): Promise<StepResult> {
  const running = new Set<string>();
  const result: StepResult = { passed: 0, failed: 0, failures: [] };
  return new Promise((done) => {
    const fail = (failure: string): void => {
      result.failed += 1;
      result.failures.push(failure);
    };
    const silence = setTimeout(() => {
      const files = running.size === 0 ? 'no file was running' : `running were ${[...running].join(', ')}`;
      fail(`vitest was ended: no test has ended for ${silenceMs / 60_000} minutes; ${files}`);
      end();
    }, silenceMs);
    child.on('message', (progress: Progress) => {
      silence.refresh();
      record(progress, running, result, fail);
    });
    child.once('error', (error) => fail(`vitest could not be started: ${error.message}`));
    child.once('close', (code) => {
      clearTimeout(silence);
      if (code !== 0 && result.failed === 0) fail(`vitest ended with ${code ?? 'a signal'} and named no test`);
      if (code === 0 && result.passed === 0) fail('vitest ran no test');
      done(result);
    });
  });
}

function record(progress: Progress, running: Set<string>, result: StepResult, fail: (failure: string) => void): void {
  if (progress.kind === 'file-started') running.add(progress.file);
  else if (progress.kind === 'file-ended') running.delete(progress.file);
  else if (progress.kind === 'not-loaded') fail(`${progress.file}: ${firstLine(progress.error)}`);
  else if (progress.state === 'passed') result.passed += 1;
  // A test marked as skipped or to do is a check that did not run.
  else
    fail(
      `${progress.file} > ${progress.test}: ${progress.state === 'skipped' ? 'skipped' : firstLine(progress.error)}`,
    );
}

const firstLine = (text: string): string => text.split('\n')[0] ?? '';

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
