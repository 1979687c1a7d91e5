// The settings of the operator on the wire. An empty text means that the operator has not given it.

import * as z from 'zod';
import { isAddressLike } from '../link-text.ts';
import { legalKinds } from '../settings.ts';
import { Locale, line, paragraphs } from './basics.ts';
import { Contacts } from './contacts.ts';

/** It stands in the subjects of letters and in tabs: short, and no address that a mail program would make a link of. */
const BrandName = line(1, 40).refine((name) => !isAddressLike(name), { error: 'link-in-name' });
const BrandNames = z.strictObject({ ru: BrandName, en: BrandName });

const Hours = z.strictObject({ ru: line(0, 120), en: line(0, 120) });
const Support = Contacts.extend({ hours: Hours });

const Operator = z.strictObject({ name: line(0, 200), registration: line(0, 200), address: line(0, 300) });

export const LegalKind = z.enum(legalKinds);
export type LegalKind = z.infer<typeof LegalKind>;

/** A long contract has 60,000 characters; eight such texts fit into one row of D1, which takes 2 MB. */
const maxLegalText = 60_000;
const LegalText = z.strictObject({ ru: paragraphs(maxLegalText), en: paragraphs(maxLegalText) });

const Logo = z.strictObject({ url: z.string(), type: z.string(), width: z.int(), height: z.int() });

const WrittenIn = z.array(Locale);

/** What anybody may read. The texts themselves have pages; here stands in which languages there is one. */
export const Settings = z.strictObject({
  revision: z.int().min(0),
  brandName: BrandNames,
  logo: Logo.nullable(),
  support: Support,
  operator: Operator,
  legal: z.strictObject({ terms: WrittenIn, privacy: WrittenIn, refunds: WrittenIn, about: WrittenIn }),
});
export type Settings = z.infer<typeof Settings>;

const LegalTexts = z.strictObject({ terms: LegalText, privacy: LegalText, refunds: LegalText, about: LegalText });
export type LegalTexts = z.infer<typeof LegalTexts>;

export const AllSettings = Settings.extend({ texts: LegalTexts });
export type AllSettings = z.infer<typeof AllSettings>;

/** What is left out stays as it is. */
export const UpdateSettingsRequest = z.strictObject({
  brandName: BrandNames.optional(),
  support: Support.optional(),
  operator: Operator.optional(),
  texts: LegalTexts.partial().optional(),
});
export type UpdateSettingsRequest = z.infer<typeof UpdateSettingsRequest>;
