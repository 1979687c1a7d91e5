// The gate of one event: an object of its own, so that no on-sale can slow the door down. It owns the admissions: each
// ticket is admitted once, decided and written in one synchronous transaction. Whatever it needs from the sales object
// it asks before that transaction. It reads no D1.

import { DurableObject } from 'cloudflare:workers';
import { drizzle } from 'drizzle-orm/durable-sqlite';
import { migrate } from 'drizzle-orm/durable-sqlite/migrator';
import { plainBase32 } from '#core/base32.ts';
import type { CheckInResponse } from '#core/contracts/tickets.ts';
import { counted, waitOf, wrongNumbersAtDoor } from '#core/rate-limit.ts';
import { parseTicketCode, type SignedClaim } from '#core/ticket-code.ts';
import migrations from '../../migrations/check-in-gate/migrations.js';
import type { GateTicket } from '../event-sales/rpc.ts';
import { startAnewWhenAhead } from '../tell-time.ts';
import {
  cancelledKey,
  type GateEvent,
  GateStore,
  type KnownTicket,
  type OrganizerNews,
  organizerKey,
  revokedKey,
  typeNamesKey,
  wrongNumbersKey,
} from './gate-store.ts';
import type { Admission, CheckInGateCalls, Presented, Scan, ScanOutcome, TypeNamesBySeq } from './rpc.ts';
import { hashOf, isSigned } from './signature.ts';

/**
 * A scanner that was offline uploads its scans within days. A time that is older, or in the future, comes from a wrong
 * clock.
 */
const oldestScanMs = 7 * 24 * 3_600_000;
/** A confirmation is for the person who stands at the door now, so an older question does not count. */
const confirmWithinMs = 10 * 60_000;

/** Whose ticket it is. The sales object knows; it is asked only for typed numbers. */
type Holder = { holderName: string; orderId: string };

/** What the presented code or number is; found before the transaction. */
type Found =
  | { kind: 'ticket'; ticketId: string; cancelled: boolean; holder: Holder | null }
  | { kind: 'not-a-ticket' }
  | { kind: 'other-event' };

export class CheckInGate extends DurableObject<Cloudflare.Env> implements CheckInGateCalls {
  readonly #store: GateStore;

  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env);
    const db = drizzle(ctx.storage);
    this.#store = new GateStore(db, ctx.storage.sql);
    ctx.blockConcurrencyWhile(() => migrate(db, migrations));
  }

  async learn(tickets: GateTicket[]): Promise<void> {
    this.#store.learn(tickets);
  }

  async nameTypes(known: TypeNamesBySeq): Promise<void> {
    const before = this.ctx.storage.kv.get<TypeNamesBySeq>(typeNamesKey);
    if (before === undefined || before.seq < known.seq) this.ctx.storage.kv.put<TypeNamesBySeq>(typeNamesKey, known);
  }

  async voidTickets(tickets: GateTicket[], evenIfAdmitted: boolean): Promise<{ admitted: string[] }> {
    return this.ctx.storage.transactionSync(() => {
      const admitted = this.#store.admissionsOf(tickets.map((one) => one.ticketId)).map((one) => one.ticketId);
      if (admitted.length === 0 || evenIfAdmitted) this.#store.learn(tickets);
      return { admitted };
    });
  }

  async cancelEvent(): Promise<void> {
    this.ctx.storage.kv.put(cancelledKey, Date.now());
  }

  async checkIn(scan: Scan): Promise<ScanOutcome> {
    if (scan.linkId != null && this.#revoked(scan.linkId)) return { kind: 'revoked' };
    const byAdmin = scan.linkId == null && scan.organizerId === null;
    if (!byAdmin && this.#organizerIsDisabled()) return { kind: 'revoked' };
    const event = await this.#event(scan.eventId);
    if (event === null || (scan.organizerId !== null && scan.organizerId !== event.organizerId)) {
      return { kind: 'not-found' };
    }
    const codeHash = await hashOf(textOf(scan.presented));
    const earlier = this.#respondedBefore(scan.nonce, codeHash) ?? this.#limited(scan, Date.now());
    if (earlier !== null) return earlier;
    const found = await this.#find(scan, event);
    const nowMs = Date.now();
    return this.ctx.storage.transactionSync(
      () =>
        // Checked again inside the transaction: while the sales object was asked, the same scan may have arrived a
        // second time (its first result counts), and other wrong numbers may have used up the limit.
        this.#respondedBefore(scan.nonce, codeHash) ??
        this.#limited(scan, nowMs) ?? { kind: 'answered', response: this.#decide(scan, found, codeHash, nowMs) },
    );
  }

  async recognises(eventId: string, code: string, organizerId: string): Promise<boolean> {
    const event = await this.#event(eventId);
    const signed = parseTicketCode(code);
    if (event === null || signed === null || event.organizerId !== organizerId) return false;
    return signed.claim.eventId === eventId && (await isSigned(signed, event));
  }

  async admissionOf(ticketId: string): Promise<Admission | null> {
    const known = this.#store.ticket(ticketId);
    if (known === null || known.admittedAt === null) return null;
    return { admittedAt: new Date(known.admittedAt).toISOString(), gate: known.admittedGate };
  }

  async admissionsOf(ticketIds: string[]) {
    return this.#store.admissionsOf(ticketIds);
  }

  // Revoked links are stored here, so that a scan does not have to ask D1.
  async revokeLink(linkId: string): Promise<void> {
    this.ctx.storage.kv.put(revokedKey(linkId), Date.now());
  }

  async isRevoked(linkId: string): Promise<boolean> {
    return this.#revoked(linkId) || this.#organizerIsDisabled();
  }

  async setOrganizer(news: { revision: number; disabled: boolean; revokedLinks: string[] }): Promise<void> {
    for (const linkId of news.revokedLinks) this.ctx.storage.kv.put(revokedKey(linkId), Date.now());
    const known = this.ctx.storage.kv.get<OrganizerNews>(organizerKey);
    if (known !== undefined && known.revision >= news.revision) return;
    const { revision, disabled } = news;
    this.ctx.storage.kv.put<OrganizerNews>(organizerKey, { revision, disabled });
  }

  #organizerIsDisabled(): boolean {
    return this.ctx.storage.kv.get<OrganizerNews>(organizerKey)?.disabled === true;
  }

  #revoked(linkId: string): boolean {
    return this.ctx.storage.kv.get(revokedKey(linkId)) !== undefined;
  }

  async tellTime(nowMs: number): Promise<void> {
    startAnewWhenAhead(this.ctx, nowMs);
  }

  async stats(): Promise<{ admitted: number; issued: number }> {
    return this.#store.counts();
  }

  #respondedBefore(nonce: string, codeHash: string): ScanOutcome | null {
    const earlier = this.#store.scan(nonce);
    if (earlier === null) return null;
    // The recorded result belongs to another ticket: repeating it could let the wrong person in.
    if (earlier.codeHash !== codeHash) return { kind: 'nonce-reused' };
    return { kind: 'answered', response: earlier.response };
  }

  /** Limits wrong typed numbers. A signed code cannot be guessed, so it needs no limit. */
  #limited({ presented, by }: Scan, nowMs: number): ScanOutcome | null {
    if (presented.kind !== 'number') return null;
    const waitMs = waitOf(wrongNumbersAtDoor, this.#wrongNumbersOf(by), nowMs);
    return waitMs === 0 ? null : { kind: 'too-many-requests', retryAfterSeconds: Math.ceil(waitMs / 1_000) };
  }

  #wrongNumbersOf(by: string): number | null {
    return this.ctx.storage.kv.get<number>(wrongNumbersKey(by)) ?? null;
  }

  #countWrongNumber(by: string, nowMs: number): void {
    this.ctx.storage.kv.put(wrongNumbersKey(by), counted(wrongNumbersAtDoor, this.#wrongNumbersOf(by), nowMs));
  }

  async #find(scan: Scan, event: GateEvent): Promise<Found> {
    const { presented } = scan;
    if (presented.kind === 'number') return this.#findByNumber(scan.eventId, presented.number);
    const signed = parseTicketCode(presented.code);
    if (signed === null) return { kind: 'not-a-ticket' };
    if (signed.claim.eventId !== scan.eventId) {
      if (scan.otherEventId !== signed.claim.eventId) return { kind: 'not-a-ticket' };
      const other = this.env.CHECK_IN_GATE.getByName(scan.otherEventId);
      const ours = await other.recognises(scan.otherEventId, presented.code, event.organizerId);
      return { kind: ours ? 'other-event' : 'not-a-ticket' };
    }
    if (!(await isSigned(signed, event))) return { kind: 'not-a-ticket' };
    const known = await this.#known(scan.eventId, signed);
    return known === null ? { kind: 'not-a-ticket' } : this.#foundTicket(scan.eventId, known, null);
  }

  async #findByNumber(eventId: string, typed: string): Promise<Found> {
    const known = this.#store.ticketByNumber(typed);
    if (known === null) return { kind: 'not-a-ticket' };
    const sold = await this.env.EVENT_SALES.getByName(eventId).ticket(known.ticketId);
    const holder = sold && { holderName: sold.holder.name, orderId: sold.orderId };
    return this.#foundTicket(eventId, known, holder);
  }

  /**
   * The ticket of a genuine code. When the queue has not told us of it yet, it was bought a moment ago, and the sales
   * object has it.
   */
  async #known(eventId: string, { claim }: SignedClaim): Promise<KnownTicket | null> {
    const known = this.#store.ticket(claim.ticketId);
    if (known !== null && known.revision >= claim.revision) return known;
    const sold = await this.env.EVENT_SALES.getByName(eventId).ticket(claim.ticketId);
    if (sold !== null) this.#store.learn([sold]);
    return this.#store.ticket(claim.ticketId);
  }

  // All tickets of a cancelled event are void. The result tells the two apart, so that the person at the door learns
  // why.
  async #foundTicket(eventId: string, known: KnownTicket, holder: Holder | null): Promise<Found> {
    const ticket = { kind: 'ticket', ticketId: known.ticketId, holder } as const;
    if (known.status === 'valid') return { ...ticket, cancelled: false };
    const owner = await this.env.EVENT_SALES.getByName(eventId)
      .ownerAndStatus()
      .catch(() => null);
    return { ...ticket, cancelled: owner?.status === 'cancelled' };
  }

  /** Runs inside the transaction and reads the ticket again: it may have changed while the sales object was asked. */
  #decide(scan: Scan, found: Found, codeHash: string, nowMs: number): CheckInResponse {
    const scannedAt = believable(scan.scannedAtMs, nowMs);
    const response = this.#responseTo(scan, found, scannedAt, nowMs);
    if (scan.presented.kind === 'number' && response.result === 'invalid') this.#countWrongNumber(scan.by, nowMs);
    this.#store.saveScan({
      nonce: scan.nonce,
      codeHash,
      ticketId: response.ticket?.id ?? null,
      result: response.result,
      response,
      gate: scan.gate,
      scannedBy: scan.by,
      scannedAt,
      recordedAt: nowMs,
    });
    return response;
  }

  #responseTo(scan: Scan, found: Found, scannedAt: number, nowMs: number): CheckInResponse {
    if (found.kind === 'other-event') return { result: 'wrong-event' };
    const known = found.kind === 'ticket' ? this.#store.ticket(found.ticketId) : null;
    if (found.kind !== 'ticket' || known === null) return { result: 'invalid' };
    if (this.ctx.storage.kv.get(cancelledKey) !== undefined) return this.#responseWith('event-cancelled', known);
    if (known.status === 'void') return this.#responseWith(found.cancelled ? 'event-cancelled' : 'void', known);
    if (known.admittedAt !== null) return this.#responseWith('already-admitted', known);
    if (!this.#mayAdmit(scan, known, nowMs)) return this.#responseWith('confirm', known, found.holder);
    this.#store.admit(known.ticketId, scannedAt, scan.gate);
    return this.#responseWith('admitted', { ...known, admittedAt: scannedAt, admittedGate: scan.gate });
  }

  /**
   * A number is printed in plain sight, so it admits only after the person at this door was shown whose ticket it is.
   */
  #mayAdmit({ presented, by }: Scan, known: KnownTicket, nowMs: number): boolean {
    if (presented.kind === 'code') return true;
    return presented.confirmed && this.#store.wasAskedToConfirm(known.ticketId, by, nowMs - confirmWithinMs, nowMs);
  }

  #responseWith(result: CheckInResponse['result'], known: KnownTicket, holder: Holder | null = null): CheckInResponse {
    const names = this.ctx.storage.kv.get<TypeNamesBySeq>(typeNamesKey)?.names[known.ticketTypeId];
    return {
      result,
      ticket: {
        id: known.ticketId,
        number: known.number,
        ticketTypeId: known.ticketTypeId,
        ticketTypeName: known.ticketTypeName,
        ...(names === undefined ? {} : { ticketTypeTranslations: names }),
        admittedAt: known.admittedAt === null ? null : new Date(known.admittedAt).toISOString(),
        gate: known.admittedGate,
        ...holder,
      },
    };
  }

  async #event(eventId: string): Promise<GateEvent | null> {
    const stored = this.#store.event();
    if (stored !== null) return stored;
    const sales = this.env.EVENT_SALES.getByName(eventId);
    const [owner, key] = await Promise.all([sales.ownerAndStatus(), sales.ticketKey()]);
    if (owner === null || key === null) return null;
    const event = { organizerId: owner.organizerId, keyId: key.keyId, publicKey: key.publicKey };
    this.#store.saveEvent(event);
    return event;
  }
}

/**
 * What is hashed for a nonce. A code without a prefix, so that scans stored before typed numbers existed keep their
 * results.
 */
function textOf(presented: Presented): string {
  if (presented.kind === 'code') return presented.code;
  return `${presented.confirmed ? 'confirmed' : 'typed'} number ${plainBase32(presented.number)}`;
}

function believable(scannedAtMs: number | null, nowMs: number): number {
  if (scannedAtMs === null || scannedAtMs > nowMs || scannedAtMs < nowMs - oldestScanMs) return nowMs;
  return scannedAtMs;
}
