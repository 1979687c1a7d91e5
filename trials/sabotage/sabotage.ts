// `sabotage`: breaks a copy of the tree on purpose, one bug at a time, and demands that the named test turns red. A test
// that stays green guards nothing. The unbroken copy must be green first, or red would prove nothing either.

import { spawn } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Outcome, Run, Trial } from '../trial.ts';
import { type Judge, type Sabotage, sabotages } from './list.ts';

const root = resolve(import.meta.dirname, '../..');
const rooms = ['core', 'durable-objects', 'hashing', 'local', 'migrations', 'trials', 'web', 'widget', 'worker'];
const files = ['package.json', 'vitest.config.ts', 'wrangler.toml', 'tsconfig.json'];
/** Histories without the planted bugs of `simulate` itself. */
const histories = { short: '200', long: '1500' };

export const trial: Trial = {
  about: 'named bugs planted one at a time: each must turn its test red',
  forms: {
    short: 'three, one of each kind of test; about half a minute on 2 cores',
    long: `all ${sabotages.length}, about ten minutes on 2 cores`,
  },
  // One planted bug may cost several tests their whole patience.
  silentMinutes: { short: 15, long: 15 },
  run,
};

async function run(run: Run): Promise<Outcome> {
  const chosen = run.form === 'long' ? sabotages : sabotages.filter((one) => one.quick === true);
  const tree = copyOf(run.folder);
  const failures: string[] = [];
  for (const judge of distinct(chosen.map((one) => one.judge))) {
    if (!(await isGreen(tree, judge, run))) failures.push(`${nameOf(judge)} is red without any sabotage`);
  }
  if (failures.length > 0) return { ok: false, failures, figures: { planted: 0, found: 0, stayedGreen: [] } };
  const stayedGreen: string[] = [];
  for (const [i, one] of chosen.entries()) {
    const wrong = await plant(tree, one, run);
    if (wrong !== null) {
      failures.push(wrong);
      stayedGreen.push(one.name);
    }
    run.progress(`${i + 1} of ${chosen.length}: ${one.name}: ${wrong === null ? 'found' : 'NOT FOUND'}`);
  }
  return {
    ok: failures.length === 0,
    failures,
    figures: { planted: chosen.length, found: chosen.length - stayedGreen.length, stayedGreen },
  };
}

/** Null: its test turned red. */
async function plant(tree: string, one: Sabotage, run: Run): Promise<string | null> {
  const path = join(tree, one.file);
  const before = readFileSync(path, 'utf8');
  const places = before.split(one.from).length - 1;
  if (places !== 1) return `"${one.name}" does not fit ${one.file} any more: found ${places} times`;
  writeFileSync(
    path,
    before.replace(one.from, () => one.to),
  );
  try {
    return (await isGreen(tree, one.judge, run)) ? `"${one.name}" stayed green in ${nameOf(one.judge)}` : null;
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

function isGreen(tree: string, judge: Judge, run: Run): Promise<boolean> {
  const args =
    judge.by === 'simulate'
      ? [join(tree, 'trials/trial.ts'), 'simulate', '--seed', '1']
      : [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', judge.by, judge.file];
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
      // Ended from outside or out of time, a test has judged nothing, and calling that red would praise a blind test.
      if (code === 0 || code === 1) done(code === 0);
      else failed(new Error(`${nameOf(judge)} did not come to a verdict: ${signal ?? code}`));
    });
  });
}
