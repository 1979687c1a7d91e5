// The table of tickets: inserted by a sale, void after a refund, never deleted.

import type { TicketSplit } from '#core/commission.ts';
import type { Reply } from '#core/contracts/questions.ts';
import type { OrderReplies } from '#core/questions.ts';
import { invariant } from '#core/result.ts';
import { type TicketClaim, ticketCode, ticketNumber, ticketNumberBytes, ticketPayload } from '#core/ticket-code.ts';
import { wholeRows } from '../../insert-rows.ts';
import { all, first } from '../engine/database.ts';
import { newId } from '../engine/ids.ts';
import type { Transaction } from '../engine/transaction.ts';
import type { GateTicket, TicketRecord } from '../records.ts';
import { holder_changes, type ticket_keys, tickets } from '../schema.ts';
import type { OrderRow } from './orders.ts';

export type TicketRow = typeof tickets.$inferSelect;

const gatePage = 1_000;

export function insertTicket(
  tx: Transaction,
  orderId: string,
  type: { ticketTypeId: string; name: string },
  split: TicketSplit,
  said?: OrderReplies['tickets'][number],
): string {
  const ticketId = newId(tx, 'tkt');
  // If another ticket of the event has this number, the unique index makes the insert fail. The group is rolled back
  // and its commands run again one by one (`transaction.ts`), with new numbers.
  const number = ticketNumber(tx.random(ticketNumberBytes));
  const ticket: TicketRow = {
    ticket_id: ticketId,
    number,
    order_id: orderId,
    ticket_type_id: type.ticketTypeId,
    ticket_type_name: type.name,
    status: 'valid',
    revision: 1,
    face_minor: split.faceMinor,
    fee_minor: split.feeMinor,
    commission_bps: split.commissionBps,
    commission_minor: split.commissionMinor,
    refund_id: null,
    keeps_place: 0,
    holder_name: said?.holder ?? null,
    replies: said === undefined || said.replies.length === 0 ? null : JSON.stringify(said.replies),
  };
  tx.write(wholeTickets.statement, wholeTickets.valuesOf(ticket));
  return ticketId;
}

export function ticketReplies({ replies }: Pick<TicketRow, 'replies'>): Reply[] {
  return replies === null ? [] : JSON.parse(replies);
}

const wholeTickets = wholeRows(tickets);

export function ticketRow(sql: SqlStorage, ticketId: string): TicketRow | null {
  return first<TicketRow>(sql, 'select * from tickets where ticket_id = ?', ticketId);
}

export function ticketsOfOrder(sql: SqlStorage, orderId: string): TicketRow[] {
  return all<TicketRow>(sql, 'select * from tickets where order_id = ? order by ticket_id', orderId);
}

export function ticketIdsOfOrder(sql: SqlStorage, orderId: string): string[] {
  return ticketsOfOrder(sql, orderId).map((ticket) => ticket.ticket_id);
}

export type HolderChange = typeof holder_changes.$inferSelect;

const wholeChanges = wholeRows(holder_changes);

export function changeHolder(tx: Transaction, change: HolderChange): void {
  tx.write(wholeChanges.statement, wholeChanges.valuesOf(change));
  tx.sql.exec('update tickets set holder_name = ? where ticket_id = ?', change.name_after, change.ticket_id);
}

/** In the order of time. */
export function holderChanges(sql: SqlStorage, ticketIds: readonly string[]): HolderChange[] {
  return all<HolderChange>(
    sql,
    'select c.* from json_each(?) q join holder_changes c on c.ticket_id = q.value order by c.at, c.change_id',
    JSON.stringify(ticketIds),
  );
}

export function splitOf(ticket: TicketRow): TicketSplit {
  return {
    faceMinor: ticket.face_minor,
    feeMinor: ticket.fee_minor,
    commissionBps: ticket.commission_bps,
    commissionMinor: ticket.commission_minor,
  };
}

export function gateTicket(ticket: TicketRow): GateTicket {
  return {
    ticketId: ticket.ticket_id,
    number: ticket.number,
    ticketTypeId: ticket.ticket_type_id,
    ticketTypeName: ticket.ticket_type_name,
    status: ticket.status,
    revision: ticket.revision,
  };
}

export function gateTicketPage(sql: SqlStorage, afterTicketId: string | null): GateTicket[] {
  return all<TicketRow>(
    sql,
    'select * from tickets where ticket_id > ? order by ticket_id limit ?',
    afterTicketId ?? '',
    gatePage,
  ).map(gateTicket);
}

// --- the ticket key ------------------------------------------------------------------------------------------

// The event's ticket key (Ed25519), made once at the first publish, and the signing of ticket codes. The private half
// never leaves the object; with the public half a gate checks a code without asking anybody.

const algorithm = { name: 'Ed25519' };

/** `publicKey`: raw 32 bytes in base64url. */
export type NewTicketKey = { publicKey: string; privateJwk: string };

export async function newTicketKey(): Promise<NewTicketKey> {
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  invariant('privateKey' in pair, 'Ed25519 generates a pair');
  const jwk = await crypto.subtle.exportKey('jwk', pair.privateKey);
  invariant('x' in jwk && typeof jwk.x === 'string', 'an Ed25519 key has its x');
  return { publicKey: jwk.x, privateJwk: JSON.stringify(jwk) };
}

function importSigningKey(privateJwk: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('jwk', JSON.parse(privateJwk), algorithm, false, ['sign']);
}

/** Ed25519 is deterministic: one revision of a ticket always gets the same code, so codes need not be stored. */
async function signTicketCode(key: CryptoKey, claim: TicketClaim): Promise<string> {
  const payload = ticketPayload(claim);
  const signature = await crypto.subtle.sign(algorithm, key, payload);
  return ticketCode(payload, new Uint8Array(signature));
}

/** Signs with the stored key, which is imported once per instance of the object. */
export class TicketSigner {
  readonly #sql: SqlStorage;
  #key: Promise<CryptoKey> | undefined;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  hasKey(): boolean {
    return this.publicKey() !== null;
  }

  publicKey(): { keyId: number; publicKey: string } | null {
    const row = this.#row();
    return row && { keyId: row.key_id, publicKey: row.public_key };
  }

  async record(ticket: TicketRow, order: OrderRow): Promise<TicketRecord> {
    const row = this.#row();
    invariant(row !== null, 'a published event has its ticket key');
    this.#key ??= importSigningKey(row.private_jwk);
    const claim: TicketClaim = {
      keyId: row.key_id,
      eventId: `evt_${ticket.ticket_id.split('_')[1]}`,
      ticketId: ticket.ticket_id,
      revision: ticket.revision,
      flags: 0,
    };
    return {
      ticketId: ticket.ticket_id,
      number: ticket.number,
      orderId: ticket.order_id,
      ticketTypeId: ticket.ticket_type_id,
      ticketTypeName: ticket.ticket_type_name,
      faceMinor: ticket.face_minor,
      feeMinor: ticket.fee_minor,
      holder: { name: ticket.holder_name ?? order.buyer_name, email: order.buyer_email },
      status: ticket.status,
      revision: ticket.revision,
      code: await signTicketCode(await this.#key, claim),
    };
  }

  #row(): typeof ticket_keys.$inferSelect | null {
    return first<typeof ticket_keys.$inferSelect>(this.#sql, 'select * from ticket_keys order by key_id desc limit 1');
  }
}
