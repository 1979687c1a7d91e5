// The rows of the gate. Every method is synchronous, so that the caller can run several in one `transactionSync`.

import { and, between, count, eq, isNotNull, or, type SQL, sql } from 'drizzle-orm';
import type { DrizzleSqliteDODatabase } from 'drizzle-orm/durable-sqlite';
import { plainBase32 } from '#core/base32.ts';
import { CheckInResponse } from '#core/contracts/tickets.ts';
import type { GateTicket } from '../event-sales/rpc.ts';
import { insertRows } from '../insert-rows.ts';
import type { TicketAdmission } from './rpc.ts';
import { event, scans, tickets } from './schema.ts';

export type KnownTicket = typeof tickets.$inferSelect;
export type GateEvent = Omit<typeof event.$inferSelect, 'one'>;
export type ScanRecord = Omit<typeof scans.$inferInsert, 'response'> & { response: CheckInResponse };

export class GateStore {
  readonly #db: DrizzleSqliteDODatabase;
  readonly #sql: SqlStorage;

  constructor(db: DrizzleSqliteDODatabase, storage: SqlStorage) {
    this.#db = db;
    this.#sql = storage;
  }

  event(): GateEvent | null {
    return this.#db.select().from(event).where(eq(event.one, 1)).get() ?? null;
  }

  saveEvent({ organizerId, keyId, publicKey }: GateEvent): void {
    const row = { organizerId, keyId, publicKey };
    this.#db
      .insert(event)
      .values({ one: 1, ...row })
      .onConflictDoUpdate({ target: event.one, set: row })
      .run();
  }

  /**
   * Applies a ticket only if its revision is newer than ours, and never changes an admission. One statement, all or
   * nothing.
   */
  learn(news: readonly GateTicket[]): void {
    const rows = news.map((ticket) => [
      ticket.ticketId,
      plainBase32(ticket.number),
      ticket.number,
      ticket.ticketTypeId,
      ticket.ticketTypeName,
      ticket.status,
      ticket.revision,
    ]);
    this.#sql.exec(upsertTickets, JSON.stringify(rows));
  }

  ticket(ticketId: string): KnownTicket | null {
    return this.#db.select().from(tickets).where(eq(tickets.ticketId, ticketId)).get() ?? null;
  }

  ticketByNumber(typed: string): KnownTicket | null {
    const plain = plainBase32(typed);
    if (plain === '') return null;
    const found = this.#db.select().from(tickets).where(eq(tickets.plainNumber, plain)).limit(2).all();
    // Two tickets with one number would be a bug. Then nobody is admitted rather than the wrong person.
    return found.length === 1 ? (found[0] ?? null) : null;
  }

  admit(ticketId: string, atMs: number, gate: string | null): void {
    this.#db
      .update(tickets)
      .set({ admittedAt: atMs, admittedGate: gate })
      .where(and(eq(tickets.ticketId, ticketId), sql`${tickets.admittedAt} is null`))
      .run();
  }

  /** Which of the tickets were admitted. */
  admissionsOf(ticketIds: readonly string[]): TicketAdmission[] {
    const asked = sql`(select value from json_each(${JSON.stringify(ticketIds)}))`;
    const rows = this.#db
      .select({ ticketId: tickets.ticketId, atMs: tickets.admittedAt, gate: tickets.admittedGate })
      .from(tickets)
      .where(and(sql`${tickets.ticketId} in ${asked}`, isNotNull(tickets.admittedAt)));
    return rows.all().flatMap(({ atMs, ...row }) => (atMs === null ? [] : { ...row, atMs }));
  }

  scan(nonce: string): { codeHash: string; response: CheckInResponse } | null {
    const row = this.#db.select().from(scans).where(eq(scans.nonce, nonce)).get();
    return row === undefined
      ? null
      : { codeHash: row.codeHash, response: CheckInResponse.parse(JSON.parse(row.response)) };
  }

  /**
   * Whether this link or account was asked to confirm this ticket in between: not in a future that a wrong clock
   * stored.
   */
  wasAskedToConfirm(ticketId: string, by: string, sinceMs: number, untilMs: number): boolean {
    const asked = and(
      eq(scans.ticketId, ticketId),
      eq(scans.scannedBy, by),
      eq(scans.result, 'confirm'),
      between(scans.recordedAt, sinceMs, untilMs),
    );
    return this.#db.select({ nonce: scans.nonce }).from(scans).where(asked).limit(1).get() !== undefined;
  }

  saveScan(record: ScanRecord): void {
    this.#db
      .insert(scans)
      .values({ ...record, response: JSON.stringify(record.response) })
      .run();
  }

  /**
   * `issued` counts valid tickets and admitted ones. A refunded ticket whose holder was admitted is void and counts
   * too.
   */
  counts(): { admitted: number; issued: number } {
    const of = (where: SQL | undefined) => this.#db.select({ n: count() }).from(tickets).where(where).get()?.n ?? 0;
    const isIn = isNotNull(tickets.admittedAt);
    return { admitted: of(isIn), issued: of(or(eq(tickets.status, 'valid'), isIn)) };
  }
}

const upsertTickets = insertRows(
  'tickets',
  ['ticket_id', 'plain_number', 'number', 'ticket_type_id', 'ticket_type_name', 'status', 'revision'],
  `on conflict (ticket_id) do update set plain_number = excluded.plain_number, number = excluded.number,
     ticket_type_id = excluded.ticket_type_id, ticket_type_name = excluded.ticket_type_name,
     status = excluded.status, revision = excluded.revision
     where tickets.revision < excluded.revision`,
);

export type OrganizerNews = { revision: number; disabled: boolean };

export const organizerKey = 'organizer';

export const cancelledKey = 'event-cancelled';

export const typeNamesKey = 'type-names';

export function revokedKey(linkId: string): string {
  return `revoked-link:${linkId}`;
}

export function wrongNumbersKey(by: string): string {
  return `wrong-numbers:${by}`;
}
