// The test command: types, lint, then every test, with the stories in a real browser. It ends with what failed, a line
// each, and `N passed, N failed`. A check that could not run has failed; none is skipped.

import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './browser.ts';
import { runVitest, type StepResult } from './vitest-run.ts';

const passed = (): StepResult => ({ passed: 1, failed: 0, failures: [] });
const failed = (failure: string): StepResult => ({ passed: 0, failed: 1, failures: [failure] });

function command(name: string, program: string, args: string[]): StepResult {
  console.log(`\n— ${name}`);
  const ended = spawnSync(program, args, { stdio: 'inherit' });
  return ended.status === 0 ? passed() : failed(`${name}: ${program} ${args.join(' ')} (its output is above)`);
}

function vitest(): Promise<StepResult> {
  console.log('\n— tests');
  mkdirSync('dist', { recursive: true });
  return runVitest([]);
}

/**
 * The short form of every trial but `peers`, which needs PostgreSQL, Redis and wrk. Two at a time: each is mostly one
 * process, and none judges by time. The bundles of the built Worker are made once a lane. `abuse` compares waits with and
 * without a flood, so it has the machine to itself, after the others.
 */
const lanes = [
  ['simulate', 'soak', 'drain', 'start', 'hot-path'],
  ['kill', 'crowd', 'sabotage'],
];

async function trials(): Promise<StepResult[]> {
  const bundles = mkdtempSync(join(tmpdir(), 'foyer-bundles-'));
  console.log('\n— trials');
  try {
    const done = await Promise.all(lanes.map((names) => lane(names, mkdtempSync(join(bundles, 'lane-')))));
    return [...done.flat(), await trial('abuse', mkdtempSync(join(bundles, 'alone-')))];
  } finally {
    rmSync(bundles, { recursive: true, force: true });
  }
}

async function lane(names: readonly string[], bundles: string): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const name of names) results.push(await trial(name, bundles));
  return results;
}

/**
 * Its output is shown when it has ended, because the outputs of two at a time would mix. It ends itself when it hangs.
 */
async function trial(name: string, bundles: string): Promise<StepResult> {
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
  if (code === 0) return passed();
  const named = /^FAILED: (.*)$/m.exec(output)?.[1] ?? `it ended with ${code ?? 'a signal'}`;
  return failed(`trial ${name}: ${named}`);
}

function browser(): StepResult {
  console.log('— browser');
  try {
    console.log(ensureBrowser());
    return passed();
  } catch (error) {
    return failed(`browser: ${error instanceof Error ? error.message : error}`);
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
const steps = [
  browser(),
  command('build', 'npm', ['run', '--silent', 'build']),
  command('types', 'npm', ['run', '--silent', 'types']),
  command('lint', 'npm', ['run', '--silent', 'lint']),
  await vitest(),
  ...(await trials()),
];
const failures = steps.flatMap((step) => step.failures);
const sum = (count: (step: StepResult) => number): number => steps.reduce((total, step) => total + count(step), 0);
if (failures.length > 0) console.log(`\nFailed:\n${failures.map((line) => `  ${line}`).join('\n')}`);
console.log(`\n${sum((step) => step.passed)} passed, ${sum((step) => step.failed)} failed`);
process.exit(failures.length === 0 ? 0 : 1);
