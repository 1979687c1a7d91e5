// The door of an event: scans, who has been admitted, and what is on a ticket. A scan reads D1 in one case only, the right
// to an event that was never published, so that admission goes on while D1 is away.

import type { OrderTickets } from '#core/contracts/sales.ts';
import type { AddTicketRequest, CheckInRequest, CheckInResponse, Ticket } from '#core/contracts/tickets.ts';
import { assertNever, ok, type Result, refuse } from '#core/result.ts';
import { parseTicketCode } from '#core/ticket-code.ts';
import type { Presented, ScanOutcome } from '../../durable-objects/check-in-gate/rpc.ts';
import type { IssueRefusal, Replayable, TicketRecord } from '../../durable-objects/event-sales/rpc.ts';
import type { DoorPass } from '../access/access-token.ts';
import { type EventRow, ownedEvent } from '../access/relations.ts';
import { fingerprintOf } from '../buying/buying.ts';
import { pdfFile, pngFile } from '../delivery/delivery.ts';
import type { Env } from '../env.d.ts';
import { callEventSales, callGate } from '../event-object/event-object.ts';
import type { Actor } from '../http/app-env.ts';
import { eventIdOf } from '../ids/ids.ts';
import { admittedOf } from './admissions.ts';
import type { ReadableTicket } from './ticket-access.ts';

export { admissionsOf, admittedOf } from './admissions.ts';
export { guestList } from './guest-list.ts';

type ScanRefusal = 'not-found' | 'idempotency-key-reused' | 'unauthenticated' | 'too-many-requests';

/** A scan through a door link, which is valid for its event and its gate only. */
export async function checkInByLink(
  env: Env,
  pass: DoorPass,
  request: CheckInRequest,
): Promise<Result<CheckInResponse, ScanRefusal>> {
  const { eventId, gate, linkId } = pass;
  if (request.eventId !== undefined && request.eventId !== eventId) return refuse('not-found');
  const outcome = await callGate(env, eventId, (at) =>
    at.checkIn({ ...scanOf(env, eventId, request), gate, by: linkId, linkId, organizerId: null }),
  );
  // A link is made only for an event that exists. Before the event is published no code is valid at its gate.
  return outcome.kind === 'not-found' ? ok({ result: 'invalid' }) : resultOf(outcome);
}

function resultOf(outcome: Exclude<ScanOutcome, { kind: 'not-found' }>): Result<CheckInResponse, ScanRefusal> {
  switch (outcome.kind) {
    case 'answered':
      return ok(outcome.response);
    case 'nonce-reused':
      return refuse('idempotency-key-reused');
    case 'revoked':
      // The link was revoked; or the party is stopped, whose access tokens work for up to ten minutes more.
      return refuse('unauthenticated');
    case 'too-many-requests':
      return refuse('too-many-requests', { retryAfterSeconds: outcome.retryAfterSeconds });
    default:
      return assertNever(outcome);
  }
}

function scanOf(env: Env, eventId: string, request: CheckInRequest) {
  const presented = presentedIn(request);
  return {
    eventId,
    presented,
    nonce: request.nonce,
    scannedAtMs: request.scannedAt === undefined ? null : Date.parse(request.scannedAt),
    otherEventId: presented.kind === 'code' ? otherEventOf(env, presented.code, eventId) : null,
  };
}

function presentedIn({ code = '', number, confirmed = false }: CheckInRequest): Presented {
  return number === undefined ? { kind: 'code', code: code.trim() } : { kind: 'number', number, confirmed };
}

export async function checkIn(
  env: Env,
  actor: Actor,
  request: CheckInRequest,
): Promise<Result<CheckInResponse, ScanRefusal | 'invalid-request'>> {
  if (request.eventId === undefined) {
    return refuse('invalid-request', { fields: [{ path: 'eventId', problem: 'required' }] });
  }
  const eventId = eventIdOf(env, 'evt', request.eventId);
  if (eventId === null || (actor.role !== 'admin' && actor.partyId === null)) return refuse('not-found');
  const outcome = await callGate(env, eventId, (gate) =>
    gate.checkIn({
      ...scanOf(env, eventId, request),
      gate: request.gate === undefined || request.gate === '' ? null : request.gate,
      by: actor.userId,
      organizerId: actor.role === 'admin' ? null : actor.partyId,
    }),
  );
  if (outcome.kind !== 'not-found') return resultOf(outcome);
  // A draft has no gate yet. Its organizer learns that the code is invalid; to everybody else the event does not exist.
  return (await ownedEvent(env, actor, eventId)) === null ? refuse('not-found') : ok({ result: 'invalid' });
}

// Anybody can write an id into a code. Only an id with a valid check may address another event's gate, because that
// creates the object.
function otherEventOf(env: Env, code: string, eventId: string): string | null {
  const named = parseTicketCode(code)?.claim.eventId;
  return named === undefined || named === eventId ? null : eventIdOf(env, 'evt', named);
}

/** The organizer gives a free ticket by hand. It becomes an order of its own, so its letter is sent like that of every order. */
export async function issueTicket(
  env: Env,
  event: EventRow,
  by: Actor,
  key: string,
  request: AddTicketRequest,
): Promise<Result<Replayable<Ticket>, IssueRefusal | 'event-not-published'>> {
  if (event.status === 'draft') return refuse('event-not-published');
  const issued = await callEventSales(env, event.id, (sales) =>
    sales.issueTicket({
      by: { userId: by.userId, role: by.role },
      key,
      fingerprint: fingerprintOf('addTicket', request),
      ticketTypeId: request.ticketTypeId,
      holder: request.holder,
      locale: event.language,
    }),
  );
  if (!issued.ok) return issued;
  return ok({ value: ticketOf(issued.value.value, event.id, null), replayed: issued.value.replayed });
}

/** The tickets of an order with those that were admitted, for its organizer before a refund. */
export async function orderTickets(env: Env, eventId: string, orderId: string): Promise<OrderTickets> {
  const known = await callEventSales(env, eventId, (sales) => sales.orderTickets(orderId));
  if (known.items.length === 0) return known;
  const inside = await admittedOf(
    env,
    eventId,
    known.items.map((one) => one.id),
  );
  const items = known.items.map((one) =>
    one.status === 'valid' && inside.has(one.id) ? { ...one, status: 'activated' as const } : one,
  );
  return { ...known, items };
}

export async function ticketInfo(env: Env, ticket: ReadableTicket): Promise<Ticket> {
  const admission = await callGate(env, ticket.eventId, (gate) => gate.admissionOf(ticket.ticketId));
  return ticketOf(ticket, ticket.eventId, admission?.admittedAt ?? null);
}

function ticketOf(ticket: TicketRecord, eventId: string, activatedAt: string | null): Ticket {
  return {
    id: ticket.ticketId,
    number: ticket.number,
    status: ticket.status === 'valid' && activatedAt !== null ? 'activated' : ticket.status,
    eventId,
    ticketTypeId: ticket.ticketTypeId,
    ticketTypeName: ticket.ticketTypeName,
    holder: ticket.holder,
    code: ticket.code,
    activatedAt,
  };
}

export async function ticketImage(env: Env, ticket: ReadableTicket): Promise<Uint8Array> {
  const { order, own } = await printed(env, ticket);
  return pngFile(env, order, own);
}

export async function ticketPdf(env: Env, ticket: ReadableTicket): Promise<Uint8Array> {
  const { order, own } = await printed(env, ticket);
  const pdf = await pdfFile(env, order, [own]);
  if (pdf === null) throw new Error('one ticket makes one page');
  return pdf;
}

async function printed(env: Env, ticket: ReadableTicket) {
  const order = await callEventSales(env, ticket.eventId, (sales) => sales.orderForDelivery(ticket.orderId));
  const own = order?.tickets.find((one) => one.ticketId === ticket.ticketId);
  if (order === null || own === undefined) throw new Error('a ticket belongs to its order');
  return { order, own };
}
