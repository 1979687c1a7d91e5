// Accounts, the part around signing in: verification, password reset, sessions, the second factor, door links, the
// audit log.

import * as z from 'zod';
import { Email, Id, Instant, Locale, line, Money, page } from './basics.ts';
import { EventTranslations, TitleTranslations } from './events.ts';
import { Password, Role, SignedIn } from './people.ts';
import { OrderStatus } from './sales.ts';

/** The token in the fragment of a letter's link: 256 bits, base64url. */
const LinkToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

export const TokenRequest = z.strictObject({ token: LinkToken });
/**
 * What a press on "this was not me" did: the account was deleted, taken from intruders, or a change of it was stopped.
 */
export const Disowned = z.strictObject({ outcome: z.enum(['deleted', 'closed', 'stopped']) });
export type Disowned = z.infer<typeof Disowned>;
/** `password` belongs to the account that the letter is about, when that is not the one signed in. */
export const ConfirmEmailRequest = z.strictObject({ token: LinkToken, password: z.string().max(256).optional() });
export const ResetRequest = z.strictObject({ email: z.string().min(1).max(254) });
export const NewPasswordRequest = z.strictObject({ token: LinkToken, password: Password });
export const ChangePasswordRequest = z.strictObject({ currentPassword: z.string().max(256), newPassword: Password });
export const ChangeEmailRequest = z.strictObject({ email: Email, password: z.string().max(256) });

/** Six digits of the authenticator app, or a recovery code as it was shown. */
const SecondFactorCode = z.string().min(6).max(40);
export const CodeRequest = z.strictObject({ code: SecondFactorCode });
export const PasswordRequest = z.strictObject({ password: z.string().max(256) });
export const SecondFactorSignInRequest = z.strictObject({
  challenge: z.string().min(20).max(2_000),
  code: SecondFactorCode,
});

/** The password was right, and the account asks for its second factor. */
export const SecondFactorAsked = z.strictObject({
  secondFactor: z.strictObject({ challenge: z.string(), expiresAt: Instant }),
});
export type SecondFactorAsked = z.infer<typeof SecondFactorAsked>;
export const LoginResponse = z.union([SignedIn, SecondFactorAsked]);
export type LoginResponse = z.infer<typeof LoginResponse>;

export const SecondFactorState = z.strictObject({
  state: z.enum(['off', 'on']),
  recoveryCodesLeft: z.int(),
  /** Until when this session counts as freshly confirmed; null when it does not. */
  confirmedUntil: Instant.nullable(),
});
export type SecondFactorState = z.infer<typeof SecondFactorState>;
export const Enrolment = z.strictObject({ secret: z.string(), uri: z.string() });
export type Enrolment = z.infer<typeof Enrolment>;
export const RecoveryCodes = z.strictObject({ recoveryCodes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;

export const SessionView = z.strictObject({
  id: Id,
  device: z.string(),
  createdAt: Instant,
  lastSeenAt: Instant,
  expiresAt: Instant,
  current: z.boolean(),
});
export type SessionView = z.infer<typeof SessionView>;
export const SessionPage = page(SessionView);

/** `pendingEvents`: how many events' objects do not know it yet. The cron pushes until they do. */
export const AccountState = z.strictObject({ id: Id, disabledAt: Instant.nullable(), pendingEvents: z.int() });
export type AccountState = z.infer<typeof AccountState>;

export const DoorLinkRequest = z.strictObject({ gate: line(1, 40), expiresAt: Instant });
export type DoorLinkRequest = z.infer<typeof DoorLinkRequest>;
export const DoorLink = z.strictObject({
  id: Id,
  gate: z.string(),
  createdAt: Instant,
  expiresAt: Instant,
  revokedAt: Instant.nullable(),
});
export type DoorLink = z.infer<typeof DoorLink>;
export const DoorLinkPage = page(DoorLink);
/** Shown once: the token in it is not stored. */
export const NewDoorLink = DoorLink.extend({ url: z.string(), token: z.string() });
export type NewDoorLink = z.infer<typeof NewDoorLink>;
/** What a device with a door link learns about its event and gate. */
export const DoorView = z.strictObject({
  eventId: Id,
  gate: z.string(),
  expiresAt: Instant,
  admitted: z.int(),
  issued: z.int(),
});
export type DoorView = z.infer<typeof DoorView>;

export const MyOrder = z.strictObject({
  orderId: Id,
  /** Short, for people (`core/order-number.ts`). */
  number: z.string(),
  status: OrderStatus,
  total: Money,
  createdAt: Instant,
  event: z.strictObject({
    id: Id,
    title: z.string(),
    language: Locale,
    translations: EventTranslations,
    startsAt: Instant,
    timeZone: z.string(),
  }),
  /** The order page, with the right to the order in its address; null while the event's object does not respond. */
  url: z.string().nullable(),
});
export type MyOrder = z.infer<typeof MyOrder>;
export const MyOrderPage = page(MyOrder);

export const AuditWhat = z.enum([
  'signed-in',
  'sign-in-refused',
  'signed-out',
  'session-ended',
  'refresh-reused',
  'password-changed',
  'password-reset',
  'email-verified',
  'email-changed',
  'email-change-undone',
  'account-closed-by-owner',
  'account-deleted',
  'second-factor-on',
  'second-factor-off',
  'recovery-code-used',
  'payout-details-changed',
  'public-contacts-changed',
  'settings-changed',
  'role-changed',
  'account-disabled',
  'account-enabled',
  'event-published',
  'event-cancelled',
  'ticket-type-added',
  'ticket-type-changed',
  'ticket-type-deleted',
  'promo-code-added',
  'promo-code-changed',
  'promo-code-retired',
  'deal-offered',
  'deal-countered',
  'deal-accepted',
  'deal-rejected',
  'deal-withdrawn',
  'deal-terminated',
  'standing-terms-set',
  'standing-terms-taken',
  'refund-asked',
  'order-note-changed',
  'buyers-mailed',
  'ticket-issued',
  'holder-renamed',
  'door-link-made',
  'door-link-revoked',
]);
export type AuditWhat = z.infer<typeof AuditWhat>;
export const AuditQuery = z.strictObject({
  eventId: Id.optional(),
  what: AuditWhat.optional(),
  cursor: z.string().max(500).optional(),
});
export const AuditEntry = z.strictObject({
  id: Id,
  at: Instant,
  what: AuditWhat,
  byMe: z.boolean(),
  userId: Id.nullable(),
  role: Role.nullable(),
  subjectId: z.string().nullable(),
  eventId: Id.nullable(),
  /** The title of the event; null without an event, and when it was deleted. */
  event: z.strictObject({ title: z.string(), translations: TitleTranslations }).nullable(),
  /** For admins: what the person and the subject are called, where they are a person or a party. */
  names: z.strictObject({ person: z.string().nullable(), subject: z.string().nullable() }),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
export const AuditPage = page(AuditEntry);
