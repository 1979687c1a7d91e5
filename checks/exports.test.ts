// An export says that another file needs the name. One that no other file imports misleads the reader and hides dead code;
// one that only tests import makes the product carry what its tests need.

import { expect, it } from 'vitest';
import { imports, type Source, sources } from './sources.ts';

/** Rooms that are judged. What the build and the runtime take from a file (entries) is named below. */
const judged = ['core', 'worker', 'hashing', 'web', 'widget', 'local'];

/** Exports that no line of ours imports, each with who needs it. */
const neededElsewhere: Record<string, string> = {
  'local/ticket-fonts.ts: makeTicketFonts': 'vitest.config.ts makes the fonts before the tests of the Worker',
  'worker/schema/projection.ts: channels': 'drizzle-kit writes migrations from the tables a schema exports',
};

/**
 * Values for tests alone, each with the reason why its test does not go through what the product uses. A type that only a
 * test names is no matter: it is the word for what the test passes.
 */
const forTestsAlone: Record<string, string> = {
  'core/contracts/people.ts: Login': 'what may be a login, without the other fields of a registration',
  'core/full-house.ts: saleOrders': 'a property goes through every order of sale',
  'core/letter-limits.ts: mostIn':
    'says what a rule allows in a number of hours, which the promise of the limits is about',
  'core/purchase-limits.ts: freeGuesses': 'the bound that the table of guesses stands on',
  'core/purchase-limits.ts: guessForgottenMs': 'the bound that the table of guesses stands on',
  'core/when.ts: weekdayText': 'a table of languages and time zones',
  'core/when.ts: offsetText': 'a table of time zones on both sides of a clock change',
  'worker/accounts/credentials-changed.ts: lastingLinks': 'a test makes one link of each kind that must survive',
  'worker/accounts/hash-queue.ts: makeHashQueue': 'a queue of its own beside the one of the isolate',
  'worker/accounts/new-password.ts: isWidelyUsed': 'goes through the whole list of common passwords without hashing',
  'worker/accounts/totp.ts: stepAt': 'tests and helpers play the authenticator app',
  'worker/accounts/totp.ts: codeAt': 'the vectors of the RFC; tests and helpers play the authenticator app',
  'worker/app.ts: app': 'the access test reads the routes of the router itself',
  'worker/catalog/duplicate.ts: shiftBetween': 'a table of time zones and clock changes',
  'worker/catalog/reindex.ts: listedFacets': 'the bench fills the index by the same expression',
  'worker/catalog/lists.ts: listedQuery': 'the plan of the query is explained, to see its index',
  'worker/catalog/search-words.ts: priceFacets': 'a property over all prices',
  'worker/delivery/delivery.ts: mailTickets': 'sends the letter again without an event object behind it',
  'worker/delivery/delivery.ts: mailStatusLetter': 'sends each kind of letter without an event object behind it',
  'worker/delivery/mail/mail.ts: sendOnce': 'a delivery that dies between its two steps',
  'worker/http/read-json.ts: maxBodyBytes': 'bodies of exactly this length and one byte more',
  'worker/reconciliation/reconciliation.ts: claimDue': 'two crons that claim at one moment',
  'worker/results/traffic.ts: writeTraffic': 'counts are written now, and not when some seconds have passed',
  'worker/settings/memory.ts: forgetSettings': 'test files share the memory of one isolate',
  'worker/scheduled.ts: runScheduled': 'one task of the cron by itself',
  'local/common-passwords.ts: commonPasswordList': 'compared with the list in the repository',
  'local/common-passwords.ts: listFile': 'compared with the list in the repository',
  'local/vitest-run.ts: watch': 'a run is watched by a clock that the test moves',
};

const declared =
  /^export\s+(?:declare\s+)?(?:async\s+)?(?:function\*?|const|let|class|type|interface|enum)\s+([\w$]+)/gm;
const listed = /^export\s+(?:type\s+)?\{([^}]*)\}(?!\s*from)/gm;

function namesIn(list: string): string[] {
  return list.split(',').flatMap((part) => {
    const name = part.trim().replace(/^type\s+/, '');
    return name === '' ? [] : [name];
  });
}

function exportsOf({ text }: Source): string[] {
  const own = [...text.matchAll(declared)].map(([, name = '']) => name);
  const later = [...text.matchAll(listed)].flatMap(([, list = '']) =>
    namesIn(list).map((name) => name.replace(/^.*\sas\s+/, '')),
  );
  // A schema and its type share a name.
  return [...new Set([...own, ...later])];
}

/** File → names that files of the product, and names that tests, import from it; `*` is all of them. */
function importedNames(byTests: boolean): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const add = (file: string, names: string[]) => {
    const all = found.get(file) ?? new Set();
    for (const name of names) all.add(name);
    found.set(file, all);
  };
  for (const { source, target, names } of imports) {
    if (target !== null && source.isTest === byTests) add(target, names);
  }
  return found;
}

const byProduct = importedNames(false);
const byTests = importedNames(true);
const uses = (found: Map<string, Set<string>>, file: string, name: string) =>
  found.get(file)?.has(name) === true || found.get(file)?.has('*') === true;

const exported = sources.flatMap((source) =>
  judged.includes(source.room) && !source.isTest ? exportsOf(source).map((name) => ({ file: source.file, name })) : [],
);
const typesOf = (file: string) => sources.find((source) => source.file === file)?.text ?? '';
const isType = (file: string, name: string) =>
  new RegExp(`^export (type|interface) ${name}\\b`, 'm').test(typesOf(file));
const unused = exported.filter(({ file, name }) => !uses(byProduct, file, name));
const inTests = unused
  .filter(({ file, name }) => uses(byTests, file, name) && !isType(file, name))
  .map(({ file, name }) => `${file}: ${name}`);
const nowhere = unused
  .filter(({ file, name }) => !uses(byTests, file, name))
  .map(({ file, name }) => `${file}: ${name}`);

it('the exports and the imported names of every room are read', () => {
  expect(exported.length).toBeGreaterThan(800);
  expect(uses(byProduct, 'core/result.ts', 'refuse')).toBe(true);
  expect(uses(byTests, 'core/result.ts', 'nothing')).toBe(false);
});

it('every export is imported somewhere, or named with who needs it', () => {
  expect(nowhere.sort()).toEqual(Object.keys(neededElsewhere).sort());
});

it('no export is for tests alone, or it is named with its reason', () => {
  expect(inTests.sort()).toEqual(Object.keys(forTestsAlone).sort());
});
