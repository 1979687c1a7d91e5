// The one row of the settings, and what it says. The small part and the texts are read apart: pages need the first all the
// time, and a text only for its own page.

import { eq, sql } from 'drizzle-orm';
import type { Locale } from '#core/contracts/basics.ts';
import type { LegalKind, LegalTexts, Settings } from '#core/contracts/settings.ts';
import { defaultSettings, legalKinds } from '#core/settings.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { type StoredLogo, settings } from '../schema/settings.ts';
import { logoView } from './logo-files.ts';

export const rowId = 1;
export const ownRow = eq(settings.id, rowId);

export const columnsOf = {
  terms: { ru: 'termsRu', en: 'termsEn' },
  privacy: { ru: 'privacyRu', en: 'privacyEn' },
  refunds: { ru: 'refundsRu', en: 'refundsEn' },
  about: { ru: 'aboutRu', en: 'aboutEn' },
} as const satisfies Record<LegalKind, Record<Locale, keyof typeof settings.$inferSelect>>;

const locales = ['ru', 'en'] as const;

/** For each text a 1 where there is one and a 0 where there is none, in the order of `legalKinds`, Russian first. */
const written = sql<string>`${sql.join(
  legalKinds.flatMap((kind) => locales.map((locale) => sql`(${settings[columnsOf[kind][locale]]} <> '')`)),
  sql.raw(' || '),
)}`;

export async function readSettings(env: Env): Promise<Settings> {
  const { revision, brandName, logo, support, operator } = settings;
  const [row] = await databaseOf(env)
    .select({ revision, brandName, logo, support, operator, written })
    .from(settings)
    .where(ownRow);
  if (row === undefined) return defaultSettings;
  const has = (kind: LegalKind) => {
    const at = legalKinds.indexOf(kind) * locales.length;
    return locales.filter((_locale, n) => row.written[at + n] === '1');
  };
  return {
    revision: row.revision,
    brandName: row.brandName,
    logo: row.logo === null ? null : logoView(row.logo),
    support: row.support,
    operator: row.operator,
    legal: { terms: has('terms'), privacy: has('privacy'), refunds: has('refunds'), about: has('about') },
  };
}

export async function readTexts(env: Env): Promise<LegalTexts> {
  const [row] = await databaseOf(env).select().from(settings).where(ownRow);
  const textOf = (kind: LegalKind) => ({
    ru: row?.[columnsOf[kind].ru] ?? '',
    en: row?.[columnsOf[kind].en] ?? '',
  });
  return { terms: textOf('terms'), privacy: textOf('privacy'), refunds: textOf('refunds'), about: textOf('about') };
}

/** One text in one language; empty while it is not written. */
export async function readText(env: Env, kind: LegalKind, locale: Locale): Promise<string> {
  const [row] = await databaseOf(env).select({ text: settings[columnsOf[kind][locale]] }).from(settings).where(ownRow);
  return row?.text ?? '';
}

export async function readLogo(env: Env): Promise<StoredLogo | null> {
  const [row] = await databaseOf(env).select({ logo: settings.logo }).from(settings).where(ownRow);
  return row?.logo ?? null;
}
