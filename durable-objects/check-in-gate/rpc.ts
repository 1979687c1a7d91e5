// What the Worker may ask of an event's gate, and the shapes that travel.

import type * as z from 'zod';
import type { CheckInAnswer, DoorStats } from '#core/contracts/tickets.ts';
import type { GateTicket } from '../event-sales/rpc.ts';

/** A camera and a scanner make a `code` of whatever they read; only a person's typing makes a `number`. */
export type Presented = { kind: 'code'; code: string } | { kind: 'number'; number: string; confirmed: boolean };

export type Scan = {
  eventId: string;
  presented: Presented;
  gate: string | null;
  nonce: string;
  /** The scanner's clock; null means now. Believed only within a week before now. */
  scannedAtMs: number | null;
  by: string;
  /** The door link it came through; null for somebody who is signed in. */
  linkId?: string | null;
  /** Whose door this must be; null for an admin. */
  organizerId: string | null;
  /** The other event a code names, once the Worker has found its id genuine. */
  otherEventId: string | null;
};

/** `not-found`: no such event at this door, or another organizer's: the two are one answer. */
export type ScanOutcome =
  | { kind: 'answered'; answer: CheckInAnswer }
  | { kind: 'not-found' }
  | { kind: 'nonce-reused' }
  /** The door link was revoked, or the organizer's account is disabled. */
  | { kind: 'revoked' }
  /** This link or account has typed too many wrong numbers. */
  | { kind: 'too-many-requests'; retryAfterSeconds: number };

export type Admission = { admittedAt: string; gate: string | null };

export interface CheckInGateCalls {
  /** Which tickets exist and which are void. Idempotent: a revision not newer than the known one changes nothing. */
  learn(tickets: GateTicket[]): Promise<void>;
  checkIn(scan: Scan): Promise<ScanOutcome>;
  /**
   * Voids all of them, or none of them when one is in and `evenIfAdmitted` is false. Once this answers nobody enters with
   * what it voided. `admitted`: the ids of those that are in. Idempotent.
   */
  voidTickets(tickets: GateTicket[], evenIfAdmitted: boolean): Promise<{ admitted: string[] }>;
  /** For good: from now on nobody is let in. */
  cancelEvent(): Promise<void>;
  /** True for a genuine code of this event, when the event is that organizer's. */
  recognises(eventId: string, code: string, organizerId: string): Promise<boolean>;
  admissionOf(ticketId: string): Promise<Admission | null>;
  /** Which of them are in. */
  admittedOf(ticketIds: string[]): Promise<string[]>;
  /** For good; repeating it changes nothing. */
  revokeLink(linkId: string): Promise<void>;
  isRevoked(linkId: string): Promise<boolean>;
  /**
   * While the organizer's account is disabled neither he nor a door link scans; `revokedLinks` stay dead. News with an
   * older revision than the gate has changes nothing.
   */
  setOrganizer(news: { revision: number; disabled: boolean; revokedLinks: string[] }): Promise<void>;
  stats(): Promise<z.infer<typeof DoorStats>>;
  /** The caller's time: an object whose clock is ahead of it starts anew. */
  tellTime(nowMs: number): Promise<void>;
}
