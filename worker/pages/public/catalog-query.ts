// What the catalog is asked for, as its address says it, and the address of each other choice. Whatever cannot be read is
// left out: an address is typed, cut and passed on by people and programs, and the page of what is left helps them on.

import * as z from 'zod';
import { Cursor } from '#core/contracts/basics.ts';
import { dayChoices } from '#core/day-choices.ts';

const text = (maxLength: number) =>
  z
    .string()
    .transform((value) => value.trim().slice(0, maxLength))
    .pipe(z.string().min(1));

const fields = {
  q: text(200),
  city: text(100),
  tag: text(40),
  days: z.enum(dayChoices),
  free: z.literal('yes'),
  after: Cursor,
} as const;

type Fields = { [Name in keyof typeof fields]: z.infer<(typeof fields)[Name]> };
export type CatalogQuery = { [Name in keyof Fields]?: Fields[Name] | undefined };

export function catalogQueryOf(asked: (name: keyof Fields) => string | undefined): CatalogQuery {
  const read = <Name extends keyof Fields>(name: Name): Fields[Name] | undefined => {
    const value = fields[name].safeParse(asked(name));
    // The schema of this very name made it.
    return value.success ? (value.data as Fields[Name]) : undefined;
  };
  return {
    q: read('q'),
    city: read('city'),
    tag: read('tag'),
    days: read('days'),
    free: read('free'),
    after: read('after'),
  };
}

/** The address of a choice; the names always in one order, so that one choice has one address. */
export function catalogPath(query: CatalogQuery): string {
  const names = Object.keys(fields) as (keyof Fields)[];
  const filled = names.flatMap((name): [string, string][] => {
    const value = query[name];
    return value === undefined ? [] : [[name, value]];
  });
  return filled.length === 0 ? '/catalogue' : `/catalogue?${new URLSearchParams(filled)}`;
}

/** Without what is chosen already, or with it: what a chip leads to. A choice begins at the first page. */
export function toggled(query: CatalogQuery, change: Partial<CatalogQuery>): CatalogQuery {
  const [[name, value] = []] = Object.entries(change) as [keyof CatalogQuery, string][];
  if (name === undefined) return query;
  return { ...query, after: undefined, [name]: query[name] === value ? undefined : value };
}

export function isFiltered({ q, city, tag, days, free }: CatalogQuery): boolean {
  return [q, city, tag, days, free].some((value) => value !== undefined);
}
