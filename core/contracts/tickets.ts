// Tickets and the door.

import * as z from 'zod';
import { Email, Id, Instant, line } from './basics.ts';
import { TicketStatus } from './sales.ts';

export const AddTicketRequest = z.strictObject({
  ticketTypeId: Id,
  holder: z.strictObject({ name: line(1, 120), email: Email }),
});
export type AddTicketRequest = z.infer<typeof AddTicketRequest>;

export const Ticket = z.strictObject({
  id: Id,
  /** Short, for people: printed on the ticket, said on the phone. */
  number: z.string(),
  status: TicketStatus,
  eventId: Id,
  ticketTypeId: Id,
  ticketTypeName: z.string(),
  holder: z.strictObject({ name: z.string(), email: z.string() }),
  /** What the QR carries: signed, without personal data. */
  code: z.string(),
  activatedAt: z.string().nullable(),
});
export type Ticket = z.infer<typeof Ticket>;

export const CheckInRequest = z.strictObject({
  /** Required but for a door device's token, which names its event itself. */
  eventId: Id.optional(),
  code: z.string().min(1).max(300),
  gate: line(0, 60).optional(),
  /** Made by the scanner, one a scan: the same nonce gets the same answer. */
  nonce: z.string().min(8).max(100),
  scannedAt: Instant.optional(),
});
export type CheckInRequest = z.infer<typeof CheckInRequest>;

export const CheckInResult = z.enum([
  'admitted',
  'already-admitted',
  'void',
  'wrong-event',
  'invalid',
  'event-cancelled',
]);
export type CheckInResult = z.infer<typeof CheckInResult>;

export const CheckInAnswer = z.strictObject({
  result: CheckInResult,
  ticket: z
    .strictObject({
      id: Id,
      number: z.string(),
      ticketTypeId: Id,
      ticketTypeName: z.string(),
      /** When and where it was admitted first. */
      admittedAt: z.string().nullable(),
      gate: z.string().nullable(),
    })
    .optional(),
});
export type CheckInAnswer = z.infer<typeof CheckInAnswer>;

export const DoorStats = z.strictObject({ admitted: z.int(), issued: z.int() });
