// The files of the repository as the checks read them: their text and their import lines.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..');

/** Rooms that are deployed. */
export const productRooms = ['core', 'durable-objects', 'hashing', 'worker', 'web', 'widget'];
/** Rooms that stand around the product: they may use it, and it may not use them. */
export const outerRooms = ['local', 'stories', 'trials', 'checks'];

export type Source = {
  /** From the root of the repository, with `/`. */
  file: string;
  room: string;
  text: string;
  /** Tests, benches, fixtures and what stands in a folder `test`: never part of what is deployed. */
  isTest: boolean;
};

export function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return /^\.|^node_modules$|^dist$/.test(entry.name) ? [] : filesOf(path);
    return /(?<!\.d)\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

const isTest = /\.(test|bench|fixture)\.tsx?$|\/test\//;

export const sources: Source[] = [...productRooms, ...outerRooms].flatMap((room) =>
  filesOf(join(root, room)).map((path) => {
    const file = relative(root, path);
    return { file, room, text: readFileSync(path, 'utf8'), isTest: isTest.test(file) };
  }),
);

export type Import = {
  source: Source;
  /** As it is written. */
  specifier: string;
  /** What it leads to from the root of the repository, or null for a library. */
  target: string | null;
  typeOnly: boolean;
  /** `import('…')`: loaded when it is needed. */
  later: boolean;
  /** The names it takes; `*` for a whole module. */
  names: string[];
};

const statement =
  /^(?:import|export)\s+(?<type>type\s)?(?<clause>[^;'"]*?)\s*from\s+'(?<named>[^']+)'|^import\s+'(?<whole>[^']+)'|\bimport\('(?<later>[^']+)'\)/gm;

export const imports: Import[] = sources.flatMap((source) =>
  [...source.text.matchAll(statement)].map(({ groups = {} }) => {
    const specifier = groups.named ?? groups.whole ?? groups.later ?? '';
    const names = namesOf(groups.clause ?? '*');
    return {
      source,
      specifier,
      target: targetOf(source, specifier),
      typeOnly: groups.type !== undefined,
      later: groups.later !== undefined,
      names,
    };
  }),
);

/** `{ a, type b as c }` takes a and b; a default import and `* as all` may take anything. */
function namesOf(clause: string): string[] {
  const list = /^\{([^}]*)\}$/.exec(clause.trim())?.[1];
  if (list === undefined) return ['*'];
  return list.split(',').flatMap((part) => {
    const name = part
      .trim()
      .replace(/^type\s+/, '')
      .replace(/\s+as\s.*$/, '');
    return name === '' ? [] : [name];
  });
}

function targetOf({ file }: Source, specifier: string): string | null {
  if (specifier.startsWith('#core/')) return specifier.slice(1);
  if (!specifier.startsWith('.')) return null;
  // A query says how the file is loaded, as in `letter.css?raw`.
  return relative(root, resolve(root, dirname(file), specifier.replace(/\?.*$/, '')));
}

export function roomOf(file: string): string {
  return file.split('/')[0] ?? '';
}
