// The settings of the operator: one row, which is there once something was saved. Each text of a contract is a column of
// its own, so that reading the small part does not read them.

import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Settings } from '#core/contracts/settings.ts';
import type { PictureType } from '#core/pictures/pictures.ts';

/** Its file lies in R2 under its id (see worker/settings/logo.ts). */
export type StoredLogo = { id: string; type: PictureType; width: number; height: number };

export const settings = sqliteTable('settings', {
  /** Always 1. */
  id: integer().primaryKey(),
  revision: integer().notNull(),
  brandName: text('brand_name', { mode: 'json' }).$type<Settings['brandName']>().notNull(),
  logo: text({ mode: 'json' }).$type<StoredLogo>(),
  support: text({ mode: 'json' }).$type<Settings['support']>().notNull(),
  operator: text({ mode: 'json' }).$type<Settings['operator']>().notNull(),
  changedAt: integer('changed_at').notNull(),
  termsRu: text('terms_ru').notNull().default(''),
  termsEn: text('terms_en').notNull().default(''),
  privacyRu: text('privacy_ru').notNull().default(''),
  privacyEn: text('privacy_en').notNull().default(''),
  refundsRu: text('refunds_ru').notNull().default(''),
  refundsEn: text('refunds_en').notNull().default(''),
  aboutRu: text('about_ru').notNull().default(''),
  aboutEn: text('about_en').notNull().default(''),
});
