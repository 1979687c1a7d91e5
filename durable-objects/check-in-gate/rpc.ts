// The RPC interface of an event's gate, and the shapes that travel.

import type * as z from 'zod';
import type { TypeNames } from '#core/contracts/sales.ts';
import type { CheckInResponse, DoorStats } from '#core/contracts/tickets.ts';
import type { GateTicket } from '../event-sales/rpc.ts';

/** What a camera or a scanner reads is a `code`, whatever it is; a `number` is typed by a person. */
export type Presented = { kind: 'code'; code: string } | { kind: 'number'; number: string; confirmed: boolean };

export type Scan = {
  eventId: string;
  presented: Presented;
  gate: string | null;
  nonce: string;
  /** By the scanner's clock; null means now. Used only when it lies within the last week. */
  scannedAtMs: number | null;
  by: string;
  /** The door link of the scanner; null for somebody who is signed in. */
  linkId?: string | null;
  /** The organizer whose event this must be; null for an admin. */
  organizerId: string | null;
  /** The other event that the code names, if the Worker found its id genuine. */
  otherEventId: string | null;
};

/** `not-found`: no such event, or another organizer's; the two look the same. */
export type ScanOutcome =
  | { kind: 'answered'; response: CheckInResponse }
  | { kind: 'not-found' }
  | { kind: 'nonce-reused' }
  /** The door link was revoked, or the organizer's account is disabled. */
  | { kind: 'revoked' }
  /** This link or account has typed too many wrong numbers. */
  | { kind: 'too-many-requests'; retryAfterSeconds: number };

/** Numbered as all that the event's sales object tells. */
export type TypeNamesBySeq = { seq: number; names: Record<string, TypeNames> };

export type TicketAdmission = { ticketId: string; atMs: number; gate: string | null };

export type Admission = { admittedAt: string; gate: string | null };

export interface CheckInGateCalls {
  /**
   * Takes over which tickets exist and which are void. Idempotent: a ticket is applied only if its revision is newer.
   */
  learn(tickets: GateTicket[]): Promise<void>;
  /** What the ticket types are called in each language, by the type's id. An older `seq` changes nothing. */
  nameTypes(known: TypeNamesBySeq): Promise<void>;
  checkIn(scan: Scan): Promise<ScanOutcome>;
  /**
   * Voids all tickets, or none of them when one was admitted and `evenIfAdmitted` is false. After this has returned
   * nobody is admitted with what it voided. `admitted`: the ids of the admitted ones. Idempotent.
   */
  voidTickets(tickets: GateTicket[], evenIfAdmitted: boolean): Promise<{ admitted: string[] }>;
  /** From now on nobody is admitted. It cannot be undone. */
  cancelEvent(): Promise<void>;
  /** Whether the code is genuine and of this event, and the event is this organizer's. */
  recognises(eventId: string, code: string, organizerId: string): Promise<boolean>;
  admissionOf(ticketId: string): Promise<Admission | null>;
  /** Of those of the tickets that were admitted. */
  admissionsOf(ticketIds: string[]): Promise<TicketAdmission[]>;
  /** Idempotent. It cannot be undone. */
  revokeLink(linkId: string): Promise<void>;
  isRevoked(linkId: string): Promise<boolean>;
  /**
   * While the organizer's account is disabled, neither the organizer nor a door link may scan. `revokedLinks` stay
   * revoked. An older revision than the stored one is ignored.
   */
  setOrganizer(news: { revision: number; disabled: boolean; revokedLinks: string[] }): Promise<void>;
  stats(): Promise<z.infer<typeof DoorStats>>;
  /** The caller's time: an object whose clock is ahead of it starts anew. */
  tellTime(nowMs: number): Promise<void>;
}
