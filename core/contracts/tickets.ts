// Tickets and the door.

import * as z from 'zod';
import { Email, Id, Instant, line, PersonName } from './basics.ts';
import { TicketStatus, TypeNames } from './sales.ts';

export const AddTicketRequest = z.strictObject({
  ticketTypeId: Id,
  holder: z.strictObject({ name: PersonName, email: Email }),
});
export type AddTicketRequest = z.infer<typeof AddTicketRequest>;

export const Ticket = z.strictObject({
  id: Id,
  /** Short, for people: it is printed on the ticket and said on the phone. */
  number: z.string(),
  status: TicketStatus,
  eventId: Id,
  ticketTypeId: Id,
  ticketTypeName: z.string(),
  holder: z.strictObject({ name: z.string(), email: z.string() }),
  /** The text in the QR code: signed, without personal data. */
  code: z.string(),
  activatedAt: z.string().nullable(),
});
export type Ticket = z.infer<typeof Ticket>;

/** Exactly one of `code` and `number`. */
export const CheckInRequest = z
  .strictObject({
    /** Required unless the token is a door link's, which names its event itself. */
    eventId: Id.optional(),
    /** What a camera or a scanner read: the signed code. It admits at once. */
    code: z.string().min(1).max(300).optional(),
    /** The printed number as a person typed it. It admits nobody until a person has confirmed whose ticket it is. */
    number: line(1, 40).optional(),
    /** With `number`: the person at the door has seen the answer `confirm` and lets the holder in. */
    confirmed: z.boolean().optional(),
    gate: line(0, 60).optional(),
    /** The scanning device makes one for each scan: the same nonce gets the same result. */
    nonce: z.string().min(8).max(100),
    scannedAt: Instant.optional(),
  })
  .refine((request) => (request.code === undefined) !== (request.number === undefined), {
    path: ['code'],
    error: 'code or number',
  })
  .refine((request) => request.confirmed !== true || request.number !== undefined, {
    path: ['confirmed'],
    error: 'only with number',
  });
export type CheckInRequest = z.infer<typeof CheckInRequest>;

export const CheckInResult = z.enum([
  'admitted',
  /** A typed number named a valid ticket; nobody is admitted before it is sent again with `confirmed`. */
  'confirm',
  'already-admitted',
  'void',
  'wrong-event',
  'invalid',
  'event-cancelled',
]);
export type CheckInResult = z.infer<typeof CheckInResult>;

export const CheckInResponse = z.strictObject({
  result: CheckInResult,
  ticket: z
    .strictObject({
      id: Id,
      number: z.string(),
      ticketTypeId: Id,
      ticketTypeName: z.string(),
      ticketTypeTranslations: TypeNames.optional(),
      /** When and where it was admitted first. */
      admittedAt: z.string().nullable(),
      gate: z.string().nullable(),
      /** Only with `confirm`: what the person at the door compares with the guest. */
      holderName: z.string().optional(),
      orderId: Id.optional(),
    })
    .optional(),
});
export type CheckInResponse = z.infer<typeof CheckInResponse>;

export const DoorStats = z.strictObject({ admitted: z.int(), issued: z.int() });
