// The import rules of the repository: arrows between rooms go one way, modules are entered by their entry, core stays pure.

import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Import, imports, productRooms, roomOf, root, sources } from './sources.ts';

type Rule = { values: string[]; types?: string[] };

/** Room → rooms it may import from besides itself; `types` only as types. */
const allowed: Record<string, Rule> = {
  core: { values: [] },
  'durable-objects': { values: ['core', 'migrations'] },
  worker: { values: ['durable-objects', 'core', 'migrations'], types: ['hashing'] },
  hashing: { values: [] },
  web: { values: ['core'], types: ['worker'] },
  widget: { values: ['core'] },
  local: { values: ['core'] },
  // Stories and trials see the product from outside. Stories take its texts, to find what a person reads.
  stories: { values: ['local', 'web', 'widget', 'core'] },
  // Trials also build Workers of their own out of its parts.
  trials: { values: ['local', 'worker', 'durable-objects', 'widget', 'core'] },
  // Checks count the dashboard's texts.
  checks: { values: ['core', 'web'] },
};

/** A sentence each, so that a failure names its place. */
const say = (some: readonly Import[]) => some.map(({ source, specifier }) => `${source.file} imports ${specifier}`);

it('the import lines of every room are read', () => {
  const rooms = new Set(imports.map(({ source }) => source.room));
  expect([...rooms].sort()).toEqual(Object.keys(allowed).sort());
  expect(imports.length).toBeGreaterThan(2_000);
  expect(imports.filter(({ source }) => source.isTest).length).toBeGreaterThan(300);
  const missing = imports.filter(({ target }) => target !== null && !existsSync(join(root, target)));
  // What the build generates is not in the repository.
  expect(say(missing).filter((sentence) => !sentence.includes('/generated/'))).toEqual([]);
});

it('arrows between rooms go one way, in tests, trials, stories and scripts too', () => {
  const wrong = imports.filter(({ source, target, typeOnly }) => {
    if (target === null || roomOf(target) === source.room) return false;
    const rule = allowed[source.room];
    const types = typeOnly ? (rule?.types ?? []) : [];
    return ![...(rule?.values ?? []), ...types].includes(roomOf(target));
  });
  expect(say(wrong).filter((sentence) => !testArrows.some((pattern) => pattern.test(sentence)))).toEqual([]);
});

/** Arrows that a test alone may take: it judges one room by the types of another. */
const testArrows = [/^worker\/\S+\.test\.ts imports \S*\/hashing\//];

it('what is deployed imports no test, no fixture and nothing from a folder of tests', () => {
  const wrong = imports.filter(
    ({ source, target }) => !source.isTest && target !== null && /\.(test|bench|fixture)\.tsx?$|\/test\//.test(target),
  );
  expect(say(wrong)).toEqual([]);
});

describe('modules of the Worker', () => {
  /**
   * A module is a folder with an entry file of the same name. Other modules import the entry. The tables of
   * D1 are one database, which several modules read. A folder without such an entry (`http`, `routes`) is a shelf of
   * parts, each imported by itself. A file named here is a second entry of its module, with the reason.
   */
  const secondEntries: Record<string, string> = {
    'worker/catalog/cover-files.ts': 'closing an account deletes the files of its covers',
    'worker/delivery/calendar.ts': 'an event page offers the calendar file that its letter carries',
    'worker/delivery/documents/png.ts': 'the face of an event is drawn for link previews as tickets are',
    'worker/delivery/letters/letter.tsx': 'the frame of every letter; each module writes its own text into it',
    'worker/door/door-links.ts': 'the routes of door links are not those of the gate',
    'worker/door/ticket-access.ts': 'a ticket is read by the door and by its organizer',
    'worker/pages/api-docs.tsx': 'served by the API itself, beside its description',
    'worker/pages/widget/widget-page.tsx': 'the fast path serves the widget before the router is reached',
    'worker/accounts/hash-queue.ts': 'the fast path refuses a sign-in that finds the queue full',
    'worker/accounts/rate-limit.ts': 'one rate limiter counts sign-ins and mail',
    'worker/accounts/stopped-party.ts': 'the catalog and publications ask whether a party was stopped',
    'worker/proof/turnstile.ts': 'the page of the widget carries the site key',
    'worker/buying/buying.ts': 'the gate fingerprints a request as sales do',
    'worker/buying/my-orders.ts': 'the orders of a signed-in buyer, apart from buying',
    'worker/buying/order-access.ts': 'the policy of a route names who may read an order',
  };

  /** The module a file belongs to: its nearest folder, up to the room, that has an entry of its name. */
  function moduleOf(file: string): string | null {
    for (let folder = dirname(file); folder.includes('/'); folder = dirname(folder)) {
      if (entriesOf(folder).some((entry) => existsSync(join(root, entry)))) return folder;
    }
    return null;
  }
  const entriesOf = (folder: string) => ['.ts', '.tsx'].map((ending) => `${folder}/${basename(folder)}${ending}`);

  const entered = imports.flatMap(({ source, target }) => {
    if (source.room !== 'worker' || source.isTest || target === null || roomOf(target) !== 'worker') return [];
    const module = moduleOf(target);
    const [, folder = ''] = target.split('/');
    if (module === null || source.file.startsWith(`worker/${folder}/`)) return [];
    return [{ from: source.file, module, target }];
  });

  it('are entered by their entry, or a second entry that is named with its reason', () => {
    expect(entered.length).toBeGreaterThan(150);
    const wrong = entered.filter(
      ({ module, target }) => !entriesOf(module).includes(target) && !(target in secondEntries),
    );
    expect(wrong.map(({ from, target }) => `${from} imports ${target}`)).toEqual([]);
  });

  it('have no second entry that nobody uses', () => {
    const used = new Set(entered.map(({ target }) => target));
    expect(Object.keys(secondEntries).filter((target) => !used.has(target))).toEqual([]);
  });
});

it('core depends on nothing but zod, and zod only in its contracts', () => {
  const wrong = imports.filter(
    ({ source, specifier, target }) =>
      source.room === 'core' &&
      !source.isTest &&
      target === null &&
      !(specifier === 'zod' && source.file.startsWith('core/contracts/')),
  );
  expect(say(wrong)).toEqual([]);
});

it('browsers take contracts as types only, so that zod does not reach them', () => {
  const browsers = imports.filter(({ source }) => ['web', 'widget'].includes(source.room) && !source.isTest);
  expect(say(browsers.filter((one) => one.target?.startsWith('core/contracts/') && !one.typeOnly))).toEqual([]);
});

it('zod is imported in the form that tree-shakes', () => {
  const wrong = sources.filter(({ text }) => /^import \{[^}]*\} from 'zod'/m.test(text));
  expect(wrong.map(({ file }) => file)).toEqual([]);
});

it('no file and no folder has a name that says nothing', () => {
  const empty = /(^|\/)(utils?|helpers?|common|misc|managers?|services?|repositories)(\/|\.tsx?$)/;
  expect(sources.map(({ file }) => file).filter((file) => empty.test(file))).toEqual([]);
});

it('a list of unknown length goes to D1 as one parameter, since D1 takes a hundred', () => {
  const wrong = sources.filter(({ room, isTest, text }) => {
    const lists = room === 'worker' && !isTest ? text.matchAll(/inArray\([^,]+,\s*(\S)/g) : [];
    return [...lists].some((match) => match[1] !== '[');
  });
  expect(wrong.map(({ file }) => file)).toEqual([]);
});

it('every room of the list is there, and every deployed one has its rule', () => {
  expect(Object.keys(allowed).filter((room) => !existsSync(join(root, room)))).toEqual([]);
  expect(productRooms.filter((room) => allowed[room] === undefined)).toEqual([]);
});
