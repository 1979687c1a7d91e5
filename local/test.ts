// The test command: types, lint, then every test, the stories in a real browser included.
// Ends with `N passed, N failed`; a check that could not run has failed, never been skipped.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './browser.ts';

/** A run that hangs has failed; it must not hold the machine until somebody notices. */
const vitestWithinMs = 13 * 60_000;

type Counts = { passed: number; failed: number };

function command(name: string, program: string, args: string[]): Counts {
  console.log(`\n— ${name}`);
  const ended = spawnSync(program, args, { stdio: 'inherit' });
  return ended.status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function vitest(): Counts {
  console.log('\n— tests');
  const report = 'dist/tests.json';
  rmSync(report, { force: true });
  mkdirSync('dist', { recursive: true });
  const ended = spawnSync('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], {
    stdio: 'inherit',
    timeout: vitestWithinMs,
    killSignal: 'SIGKILL',
  });
  const counts = existsSync(report) ? countsOf(readFileSync(report, 'utf8')) : { passed: 0, failed: 0 };
  // A file that could not be loaded fails the run without failing a test.
  if (ended.status !== 0 && counts.failed === 0) return { ...counts, failed: 1 };
  return counts.passed === 0 ? { passed: 0, failed: 1 } : counts;
}

function countsOf(json: string): Counts {
  const report: unknown = JSON.parse(json);
  const read = (name: string): number => {
    const value: unknown = typeof report === 'object' && report !== null ? Reflect.get(report, name) : undefined;
    return typeof value === 'number' ? value : 0;
  };
  // A test marked as skipped or to do is a check that did not run.
  const notRun = read('numPendingTests') + read('numTodoTests');
  return { passed: read('numPassedTests'), failed: read('numFailedTests') + notRun };
}

/**
 * The short form of every trial but `peers`, which needs PostgreSQL, Redis and wrk. Two at a time: each is mostly one
 * process, and none judges by speed alone. The bundles of the built Worker are made once a lane.
 */
const lanes = [
  ['simulate', 'soak', 'drain', 'start', 'hot-path'],
  ['kill', 'crowd', 'sabotage'],
];

async function trials(): Promise<Counts[]> {
  const bundles = mkdtempSync(join(tmpdir(), 'foyer-bundles-'));
  console.log('\n— trials');
  try {
    const done = await Promise.all(lanes.map((names) => lane(names, mkdtempSync(join(bundles, 'lane-')))));
    return done.flat();
  } finally {
    rmSync(bundles, { recursive: true, force: true });
  }
}

async function lane(names: readonly string[], bundles: string): Promise<Counts[]> {
  const counts: Counts[] = [];
  for (const name of names) counts.push(await trial(name, bundles));
  return counts;
}

/** What it writes is shown when it has ended: two at a time would be read by nobody. */
async function trial(name: string, bundles: string): Promise<Counts> {
  const startedAt = Date.now();
  const child = spawn('node', ['trials/trial.ts', name, '--short'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TRIAL_BUNDLES: bundles },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  console.log(`\n— trial ${name}, ${Math.round((Date.now() - startedAt) / 1_000)} s\n${output}`);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function browser(): Counts {
  console.log('— browser');
  try {
    console.log(ensureBrowser());
    return { passed: 1, failed: 0 };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1 };
  }
}

const steps = [
  browser(),
  command('build', 'npm', ['run', '--silent', 'build']),
  command('types', 'npm', ['run', '--silent', 'types']),
  command('lint', 'npm', ['run', '--silent', 'lint']),
  vitest(),
  ...(await trials()),
];
const passed = steps.reduce((sum, step) => sum + step.passed, 0);
const failed = steps.reduce((sum, step) => sum + step.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
