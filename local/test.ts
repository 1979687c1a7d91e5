// The test command: types, lint, then every test, the stories in a real browser included.
// Ends with `N passed, N failed`; a check that could not run has failed, never been skipped.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './browser.ts';

/** A run that hangs has failed; it must not hold the machine until somebody notices. */
const vitestWithinMs = 13 * 60_000;

type Counts = { passed: number; failed: number };

function command(name: string, program: string, args: string[], env: Record<string, string> = {}): Counts {
  console.log(`\n— ${name}`);
  const ended = spawnSync(program, args, { stdio: 'inherit', env: { ...process.env, ...env } });
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
 * The short form of every trial but `peers`, which needs PostgreSQL, Redis and wrk. One after another: each may use the
 * whole machine. The bundles of the built Worker are made once and are this run's own.
 */
function trials(): Counts[] {
  const names = ['simulate', 'sabotage', 'kill', 'crowd', 'soak', 'drain', 'start', 'hot-path'];
  const bundles = mkdtempSync(join(tmpdir(), 'foyer-bundles-'));
  try {
    return names.map((name) => {
      const startedAt = Date.now();
      const counts = command(`trial ${name}`, 'node', ['trials/trial.ts', name, '--short'], { TRIAL_BUNDLES: bundles });
      console.log(`${name}: ${Math.round((Date.now() - startedAt) / 1_000)} s`);
      return counts;
    });
  } finally {
    rmSync(bundles, { recursive: true, force: true });
  }
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
  ...trials(),
];
const passed = steps.reduce((sum, step) => sum + step.passed, 0);
const failed = steps.reduce((sum, step) => sum + step.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
