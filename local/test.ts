// The test command: types, lint, then every test, with the stories in a real browser. It ends with what failed, a line
// each, and `N passed, N failed`. A check that could not run has failed; none is skipped.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './browser.ts';
import { keepTemporaryFilesInMemory } from './temporary-folder.ts';
import { runVitest, type StepResult } from './vitest-run.ts';

type Step = () => Promise<StepResult>;

const passed = (): StepResult => ({ passed: 1, failed: 0, failures: [] });
const failed = (failure: string): StepResult => ({ passed: 0, failed: 1, failures: [failure] });

/** Its output is shown when it has ended, because the outputs of two at a time would mix. */
async function ended(name: string, program: string, args: string[], env: Record<string, string> = {}) {
  const startedAt = Date.now();
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
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
  console.log(`\n— ${name}, ${secondsSince(startedAt)} s\n${output}`);
  return { code, output };
}

const secondsSince = (startedAt: number): number => Math.round((Date.now() - startedAt) / 1_000);

async function script(name: string): Promise<StepResult> {
  const { code } = await ended(name, 'npm', ['run', '--silent', name]);
  return code === 0 ? passed() : failed(`${name}: npm run ${name} (its output is above)`);
}

/** The tests of one project; what it writes is shown as it comes, or when it has ended. */
async function project(name: string, output: 'shown' | 'held'): Promise<StepResult> {
  const startedAt = Date.now();
  const result = await runVitest(['--project', name], { output });
  console.log(`\n— ${name}, ${secondsSince(startedAt)} s: ${result.passed} passed, ${result.failed} failed`);
  return result;
}

/** The short form of a trial. It ends itself when it hangs. */
async function trial(name: string, bundles: string): Promise<StepResult> {
  const args = ['trials/trial.ts', name, '--short'];
  const { code, output } = await ended(`trial ${name}`, 'node', args, { TRIAL_BUNDLES: bundles });
  if (code === 0) return passed();
  const named = /^FAILED: (.*)$/m.exec(output)?.[1] ?? `it ended with ${code ?? 'a signal'}`;
  return failed(`trial ${name}: ${named}`);
}

/**
 * Two at a time, in this order. The tests in workerd and the stories are the longest, and the trials beside what is left
 * of the stories wait for starts and kills most of the time, so that neither core is idle.
 */
async function sideBySide(steps: Step[]): Promise<StepResult[]> {
  const waiting = [...steps];
  const results: StepResult[] = [];
  const lane = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) results.push(await step());
  };
  await Promise.all([lane(), lane()]);
  return results;
}

/**
 * The short form of every trial but `peers`, which needs PostgreSQL, Redis and wrk, and `first-screens`, whose pages the
 * stories weigh; the longest come first. None of them
 * judges by time.
 */
const trials = ['simulate', 'abuse', 'kill', 'crowd', 'sabotage', 'drain', 'start', 'soak', 'hot-path'];

async function tests(): Promise<StepResult[]> {
  const bundles = mkdtempSync(join(tmpdir(), 'foyer-bundles-'));
  try {
    return await sideBySide([
      () => project('workerd', 'shown'),
      () => project('stories', 'held'),
      ...trials.map((name) => () => trial(name, bundles)),
    ]);
  } finally {
    rmSync(bundles, { recursive: true, force: true });
  }
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
keepTemporaryFilesInMemory();
mkdirSync('dist', { recursive: true });
const ready = [browser(), await script('build')];
// The stage of the stories need not build again (local/server.ts).
if (ready.every((step) => step.failed === 0)) process.env.FOYER_BUILT = 'yes';
const steps = [
  ...ready,
  ...(await Promise.all([script('types'), script('lint'), project('rules', 'shown')])),
  ...(await tests()),
];
const failures = steps.flatMap((step) => step.failures);
const sum = (count: (step: StepResult) => number): number => steps.reduce((total, step) => total + count(step), 0);
if (failures.length > 0) console.log(`\nFailed:\n${failures.map((line) => `  ${line}`).join('\n')}`);
console.log(`\n${sum((step) => step.passed)} passed, ${sum((step) => step.failed)} failed`);
process.exit(failures.length === 0 ? 0 : 1);
