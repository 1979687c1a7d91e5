// `sabotage`: breaks a copy of the tree, one bug at a time, and demands that the named test turns red. A test that
// stays green guards nothing. The unbroken copy must be green first, or red would prove nothing either.

import { spawn } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Outcome, Run, Trial } from '../trial.ts';
import { type Judge, type Sabotage, sabotages } from './list.ts';

const root = resolve(import.meta.dirname, '../..');
const rooms = [
  'checks',
  'core',
  'durable-objects',
  'hashing',
  'local',
  'migrations',
  'trials',
  'web',
  'widget',
  'worker',
];
const files = ['package.json', 'vitest.config.ts', 'wrangler.toml', 'tsconfig.json'];
/** Histories without the planted bugs of `simulate` itself. */
const histories = { short: '200', long: '1500' };

export const trial: Trial = {
  about: 'named bugs planted one at a time: each must turn its test red',
  forms: {
    short: 'the fit of all, and three planted, one for each kind of test; about half a minute on 2 cores',
    long: `all ${sabotages.length} planted, about half an hour on 2 cores`,
  },
  // One planted bug may make several tests wait until their time limit.
  silentMinutes: { short: 15, long: 15 },
  run,
};

async function run(run: Run): Promise<Outcome> {
  const chosen = run.form === 'long' ? sabotages : sabotages.filter((one) => one.quick === true);
  const tree = copyOf(run.folder);
  const failures = misfits(tree, sabotages);
  if (failures.length > 0) return { ok: false, failures, figures: { planted: 0, found: 0, notFound: [] } };
  for (const judge of distinct(chosen.map((one) => one.judge))) {
    const verdict = await judgeTree(tree, judge, run);
    run.progress(`without any sabotage ${nameOf(judge)} is ${verdict}`);
    if (verdict !== 'green') failures.push(`${nameOf(judge)} is not green without any sabotage`);
  }
  if (failures.length > 0) return { ok: false, failures, figures: { planted: 0, found: 0, notFound: [] } };
  const notFound: string[] = [];
  for (const [i, one] of chosen.entries()) {
    const wrong = await plant(tree, one, run);
    if (wrong !== null) {
      failures.push(wrong);
      notFound.push(one.name);
    }
    run.progress(`${i + 1} of ${chosen.length}: ${one.name}: ${wrong === null ? 'found' : 'NOT FOUND'}`);
  }
  return {
    ok: failures.length === 0,
    failures,
    figures: { planted: chosen.length, found: chosen.length - notFound.length, notFound },
  };
}

/** Which sabotages cannot be planted in `tree`, a sentence each. Both forms check the whole list: it costs milliseconds. */
export function misfits(tree: string, list: readonly Sabotage[]): string[] {
  return list.flatMap((one, i) => {
    const path = join(tree, one.file);
    const places = existsSync(path) ? readFileSync(path, 'utf8').split(one.from).length - 1 : 0;
    const wrong: string[] = [];
    if (places !== 1) wrong.push(`"${one.name}" does not fit ${one.file} any more: found ${places} times`);
    if (one.to === one.from) wrong.push(`"${one.name}" changes nothing`);
    if (one.judge.by !== 'simulate' && !existsSync(join(tree, one.judge.file))) {
      wrong.push(`"${one.name}" names a test that is gone: ${one.judge.file}`);
    }
    if (list.findIndex(({ name }) => name === one.name) !== i) wrong.push(`"${one.name}" is there twice`);
    return wrong;
  });
}

/** Null: its test turned red. */
async function plant(tree: string, one: Sabotage, run: Run): Promise<string | null> {
  const path = join(tree, one.file);
  const before = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    before.replace(one.from, () => one.to),
  );
  try {
    const verdict = await judgeTree(tree, one.judge, run);
    if (verdict === 'not run') return `"${one.name}" kept the tests of ${nameOf(one.judge)} from running`;
    return verdict === 'green' ? `"${one.name}" stayed green in ${nameOf(one.judge)}` : null;
  } finally {
    writeFileSync(path, before);
  }
}

function copyOf(folder: string): string {
  const tree = join(folder, 'tree');
  for (const room of rooms) cpSync(join(root, room), join(tree, room), { recursive: true });
  for (const file of files) cpSync(join(root, file), join(tree, file));
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  return tree;
}

function distinct(judges: Judge[]): Judge[] {
  return [...new Map(judges.map((judge) => [nameOf(judge), judge])).values()];
}

function nameOf(judge: Judge): string {
  return judge.by === 'simulate' ? 'simulate' : judge.file;
}

/** A test file that does not load has turned no test red: its tests were not run. */
type Verdict = 'green' | 'red' | 'not run';

function judgeTree(tree: string, judge: Judge, run: Run): Promise<Verdict> {
  const report = join(run.folder, 'report.json');
  rmSync(report, { force: true });
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const args =
    judge.by === 'simulate'
      ? [join(tree, 'trials/trial.ts'), 'simulate', '--seed', '1']
      : [vitest, 'run', '--project', judge.by, judge.file, '--reporter=json', `--outputFile=${report}`];
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, args, {
      cwd: tree,
      stdio: 'ignore',
      env: { ...process.env, HISTORIES: histories[run.form] },
    });
    run.atEnd(() => {
      child.kill();
    });
    child.on('error', failed);
    child.on('exit', (code, signal) => {
      // A test that was ended from outside or ran out of time has judged nothing, so it does not count as red.
      if (code === 0) done('green');
      else if (code === 1) done(judge.by === 'simulate' || hasFailedTest(report) ? 'red' : 'not run');
      else failed(new Error(`${nameOf(judge)} did not come to a verdict: ${signal ?? code}`));
    });
  });
}

/** Vitest ends with 1 as well when a file did not load or the runtime did not start; then it counts no failed test. */
function hasFailedTest(report: string): boolean {
  return existsSync(report) && /"numFailedTests":\s*[1-9]/.test(readFileSync(report, 'utf8'));
}
