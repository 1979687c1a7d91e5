// `npm run trial -- NAME [--short|--long] [--seed N] [--json]`: runs one long experiment against the product.
// A trial is a folder here with an entry file of the same name that exports `trial`.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { newSeed, randomFrom } from './random.ts';
import { openStage } from './stage.ts';

export type Form = 'short' | 'long';

/** What a trial is given: everything that must differ between runs, and everything that must be ended after one. */
export type Run = {
  form: Form;
  seed: number;
  random: ReturnType<typeof randomFrom>;
  /** A temporary folder of this run, removed at its end. */
  folder: string;
  /** Says how far the trial is; shown at once, and repeated while nothing new is said. */
  progress(line: string): void;
  /** Called at the end of the run, the latest first, also when it failed or was interrupted. */
  atEnd(end: () => Promise<void> | void): void;
};

export type Outcome = {
  ok: boolean;
  /** What was wrong, a sentence each; empty when ok. */
  failures: string[];
  figures: Record<string, unknown>;
  /** For people: printed before the last line. */
  table?: string;
};

export type Trial = {
  about: string;
  /** What each form does and about how long it takes. */
  forms: Record<Form, string>;
  /**
   * After so many minutes without a new line of progress the run is ended and has failed; five by default. How long the
   * whole takes is never judged, because a slow machine only takes longer.
   */
  silentMinutes?: Record<Form, number>;
  run(run: Run): Promise<Outcome>;
};

const names = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(entryOf(entry.name)))
  .map((entry) => entry.name);

function entryOf(name: string): string {
  return join(import.meta.dirname, name, `${name}.ts`);
}

async function load(name: string): Promise<Trial> {
  const module: { trial?: Trial } = await import(entryOf(name));
  if (module.trial === undefined) throw new Error(`trials/${name}/${name}.ts exports no trial`);
  return module.trial;
}

function options() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        short: { type: 'boolean' },
        long: { type: 'boolean' },
        seed: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}

const usage = `npm run trial -- NAME [--short|--long] [--seed N] [--json]

  --short   the form that \`npm test\` runs (the default)
  --long    the form whose figures the documents quote
  --seed N  repeats a run's choices; printed by every run
  --json    the last line is one object: ok, seed and the figures
  --help    what this trial does

Trials: ${names.join(', ')}`;

function help(name: string, trial: Trial): string {
  return `${name}: ${trial.about}\n\n  --short  ${trial.forms.short}\n  --long   ${trial.forms.long}\n\n${usage}`;
}

async function main(): Promise<number> {
  const { values, positionals } = options();
  const name = positionals[0];
  if (name === undefined || positionals.length > 1 || !names.includes(name)) {
    console.log(usage);
    return name === undefined && values.help === true ? 0 : 2;
  }
  if (values.short === true && values.long === true) {
    console.error('Choose one of --short and --long.');
    return 2;
  }
  const seed = values.seed === undefined ? newSeed() : Number(values.seed);
  if (!Number.isSafeInteger(seed) || seed < 0) {
    console.error('--seed takes a whole number from 0.');
    return 2;
  }
  // Imported only now: a trial brings miniflare and wrangler with it, which take seconds to load.
  const trial = await load(name);
  if (values.help === true) {
    console.log(help(name, trial));
    return 0;
  }
  const outcome = await perform(name, trial, values.long === true ? 'long' : 'short', seed);
  report(name, seed, outcome, values.json === true);
  return outcome.ok ? 0 : 1;
}

async function perform(name: string, trial: Trial, form: Form, seed: number): Promise<Outcome> {
  const minutes = trial.silentMinutes?.[form] ?? 5;
  const stage = openStage(name, minutes * 60_000);
  stage.progress(`${form} form, seed ${seed}`);
  const run: Run = { ...stage.run, form, seed, random: randomFrom(seed) };
  try {
    return await Promise.race([trial.run(run), stage.silence]);
  } catch (error) {
    const failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ok: false, failures: [failure], figures: {} };
  } finally {
    await stage.close();
  }
}

function report(name: string, seed: number, outcome: Outcome, json: boolean): void {
  if (outcome.table !== undefined) console.log(`\n${outcome.table}\n`);
  for (const failure of outcome.failures) console.error(`FAILED: ${failure}`);
  console.log(`${name}: ${outcome.ok ? 'ok' : 'NOT OK'}, seed ${seed}`);
  if (json) {
    console.log(JSON.stringify({ ok: outcome.ok, trial: name, seed, failures: outcome.failures, ...outcome.figures }));
  }
}

if (import.meta.main) process.exit(await main());
