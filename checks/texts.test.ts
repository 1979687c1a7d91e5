// A screen of the dashboard is drawn once the texts of the areas named beside it are loaded. Here those names are
// compared with the texts that the screen and everything it imports read: a missing one would be undefined at run time, and
// one too many is downloaded for nothing.

import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { accountEn } from '../web/messages/account/en.ts';
import { adminEn } from '../web/messages/admin/en.ts';
import { catalogueEn } from '../web/messages/catalogue/en.ts';
import { dealsEn } from '../web/messages/deals/en.ts';
import { doorEn } from '../web/messages/door/en.ts';
import { en } from '../web/messages/en.ts';
import { eventEn } from '../web/messages/event/en.ts';
import { homeEn } from '../web/messages/home/en.ts';
import { insideEn } from '../web/messages/inside/en.ts';
import { mailingsEn } from '../web/messages/mailings/en.ts';
import { moneyEn } from '../web/messages/money/en.ts';
import { securityEn } from '../web/messages/security/en.ts';
import { settingsEn } from '../web/messages/settings/en.ts';
import { shellEn } from '../web/messages/shell/en.ts';
import { widgetsEn } from '../web/messages/widgets/en.ts';
import { imports, read, sources } from './sources.ts';

const areas: Record<string, object> = {
  account: accountEn,
  admin: adminEn,
  catalogue: catalogueEn,
  deals: dealsEn,
  door: doorEn,
  event: eventEn,
  home: homeEn,
  inside: insideEn,
  mailings: mailingsEn,
  money: moneyEn,
  security: securityEn,
  settings: settingsEn,
  widgets: widgetsEn,
  shell: shellEn,
};

const screens = sources.filter(({ file, isTest }) => file.startsWith('web/') && !isTest);

it('every text belongs to one area', () => {
  const keys = Object.values(areas).flatMap((area) => Object.keys(area));
  expect(keys.toSorted()).toEqual(Object.keys(en).toSorted());
  expect(new Set(keys).size).toBe(keys.length);
});

it('every screen is loaded with the texts it reads, and with no others', () => {
  const loaded = screens.flatMap(({ file, text }) => lazyParts(file, text));
  expect(loaded.length).toBeGreaterThan(30);
  const wrong = loaded.filter(({ entry, texts }) => needed(entry).join() !== texts.toSorted().join());
  expect(wrong.map(({ entry, texts }) => `${entry}: [${texts}] instead of [${needed(entry)}]`)).toEqual([]);
});

it('what is there before any screen reads the texts of the shell alone', () => {
  expect(reached('web/main.tsx').size).toBeGreaterThan(10);
  expect(needed('web/main.tsx')).toEqual([]);
});

it('texts are read in a way that can be counted here', () => {
  const otherwise = screens.flatMap(({ file, text }) =>
    [...text.matchAll(/\bt\(\)(?!\s*\.\w)(?!: Messages)/g)].map(() => file),
  );
  expect(otherwise.filter((file) => file !== 'web/language.ts')).toEqual([]);
});

/** The screens that a file loads when they are opened, each with the areas named beside it. */
function lazyParts(file: string, text: string): { entry: string; texts: string[] }[] {
  // A loader used by several routes has a name.
  const named = Object.fromEntries(
    [...text.matchAll(/const (\w+) = \(\) =>\s*import\('([^']+)'\)/g)].map(([, name = '', path = '']) => [name, path]),
  );
  return [
    ...text.matchAll(/texts: \[([^\]]*)\],\s*load:\s*(?:\(\) =>\s*(?:import\('([^']+)'\)|(\w+)\(\))|(\w+))/g),
  ].map(([, list = '', path, called, passed]) => ({
    entry: join(dirname(file), path ?? named[called ?? passed ?? ''] ?? ''),
    texts: [...list.matchAll(/'(\w+)'/g)].map(([, area = '']) => area),
  }));
}

function needed(entry: string): string[] {
  const keys = [...reached(entry)].flatMap((file) =>
    [...read(file).matchAll(/\bt\(\)\s*\.(\w+)/g)].map(([, key = '']) => key),
  );
  const found = keys.map((key) => Object.keys(areas).find((area) => key in (areas[area] ?? {})) ?? `unknown ${key}`);
  return [...new Set(found)].filter((area) => area !== 'shell').toSorted();
}

/** The file and everything it imports at once; what is imported only when it is needed has its own place in a route. */
function reached(entry: string, seen = new Set<string>()): Set<string> {
  if (seen.has(entry) || !entry.startsWith('web/')) return seen;
  seen.add(entry);
  for (const { source, target, typeOnly, later } of imports) {
    if (source.file === entry && target !== null && !typeOnly && !later) reached(target, seen);
  }
  return seen;
}
