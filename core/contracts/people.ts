// Accounts: who signs in, and the party that they act for.

import * as z from 'zod';
import { isCommonPassword } from '../common-passwords.ts';
import { readableText } from '../readable-text.ts';
import { BasisPoints, DisplayName, Email, Id, Instant, Locale, line, paragraphs } from './basics.ts';
import { Contacts } from './contacts.ts';
import { NotificationKind } from './notification-kinds.ts';

const ChosenRole = z.enum(['organizer', 'distributor', 'buyer']);
export const Role = z.enum(['organizer', 'distributor', 'buyer', 'admin']);
export type Role = z.infer<typeof Role>;

export const Login = z
  .string()
  .min(3)
  .max(40)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u)
  // A Hangul filler is a letter by its Unicode class and invisible.
  .refine((text) => readableText(text) === text.normalize('NFC'), { error: 'forbidden characters' });

/** A password is taken exactly as typed, without trimming or normalisation. Its 256 bytes limit the cost of a hash. */
export const Password = z
  .string()
  .min(8)
  .max(256)
  .refine((text) => utf8Length(text) <= 256, { error: 'too long' })
  .refine((text) => !isCommonPassword(text), { error: 'common-password' });

export const RegisterRequest = z.strictObject({
  login: Login,
  email: Email,
  password: Password,
  role: ChosenRole,
  displayName: DisplayName.optional(),
  locale: Locale.optional(),
});
export type RegisterRequest = z.infer<typeof RegisterRequest>;

export const LoginRequest = z.strictObject({ email: z.string().max(254), password: z.string().max(256) });
export type LoginRequest = z.infer<typeof LoginRequest>;

/** What visitors and buyers see of an organizer beside the name. */
export const PublicContacts = Contacts;
export type PublicContacts = z.infer<typeof PublicContacts>;

export const Me = z.strictObject({
  id: Id,
  login: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  role: Role,
  displayName: z.string(),
  locale: Locale,
  partyId: Id.nullable(),
  payoutDetails: z.string().nullable(),
  /** Null for whoever is no organizer. */
  publicContacts: PublicContacts.nullable(),
  /** Notifications that come without a letter. */
  withoutLetter: z.array(NotificationKind).max(20),
  createdAt: Instant,
});
export type Me = z.infer<typeof Me>;

export const SignedIn = z.strictObject({ user: Me, accessToken: z.string() });
export type SignedIn = z.infer<typeof SignedIn>;

export const Roles = z.strictObject({
  isOrganizer: z.boolean(),
  isDistributor: z.boolean(),
  isBuyer: z.boolean(),
  isAdmin: z.boolean(),
});

export const UpdateMeRequest = z.strictObject({
  displayName: DisplayName.optional(),
  locale: Locale.optional(),
  payoutDetails: line(0, 200).nullable().optional(),
  /** Of organizers; nobody else has any. */
  publicContacts: PublicContacts.optional(),
  withoutLetter: z.array(NotificationKind).max(20).optional(),
});
export type UpdateMeRequest = z.infer<typeof UpdateMeRequest>;

/** What one party may know of another: enough for a deal, but no address and no balance. */
export const PartyCard = z.strictObject({ id: Id, name: z.string() });
export type PartyCard = z.infer<typeof PartyCard>;

export const DistributorCard = z.strictObject({
  id: Id,
  name: z.string(),
  acceptedDeals: z.int(),
  /**
   * A range, computed once a day, and only from enough deals of enough organizers that nobody's terms can be read from
   * it.
   */
  usualCommission: z.strictObject({ fromBps: BasisPoints, toBps: BasisPoints }).nullable(),
  /** The beginning of what the distributor says of their audience, or else of themselves. */
  says: z.string(),
  sites: z.array(z.string()),
});
export type DistributorCard = z.infer<typeof DistributorCard>;

const Site = z
  .string()
  .max(300)
  .regex(/^https?:\/\/[^\s<>"'\\]+$/i);
const profileFields = {
  about: paragraphs(2_000),
  audience: paragraphs(2_000),
  sites: z.array(Site).max(10),
  /** Whether organizers see `results`. */
  showResults: z.boolean(),
};

/** What a distributor sold in the last twelve months. */
export const SellerResults = z.strictObject({
  events: z.int(),
  /** Counted up to a bound: `isMore` then. */
  tickets: z.int(),
  isMore: z.boolean(),
});
export type SellerResults = z.infer<typeof SellerResults>;

/** What a distributor says of themselves. */
export const DistributorProfile = z.strictObject({
  id: Id,
  name: z.string(),
  ...profileFields,
  /** Null when the distributor does not show them; they themselves always see them. */
  results: SellerResults.nullable(),
});
export type DistributorProfile = z.infer<typeof DistributorProfile>;

export const UpdateDistributorProfileRequest = z.strictObject(profileFields).partial();
export type UpdateDistributorProfileRequest = z.infer<typeof UpdateDistributorProfileRequest>;

function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
