// Takes over what the catalog publishes: the event with its ticket types and promo codes, by revision. An older
// revision is ignored.

import { randomBytes } from 'node:crypto';
import { promoKey } from '#core/promo.ts';
import { decidePublish } from '#core/publishing.ts';
import { withTimes } from '#core/questions.ts';
import { ok, type Result } from '#core/result.ts';
import { refreshRules, type SalesState, typeNames } from '../engine/state.ts';
import type { Transaction } from '../engine/transaction.ts';
import { enqueue } from '../outbox/outbox.ts';
import type { NewTicketKey } from '../rows/tickets.ts';
import type { EventSnapshot } from '../snapshots.ts';
import { beginNotifying, beginWindUp } from './wind-up.ts';

/**
 * `freshKey` becomes the event's ticket key unless it has one: making a key has to wait, which a transaction cannot.
 */
export function publish(
  tx: Transaction,
  snapshot: EventSnapshot,
  revision: number,
  freshKey: NewTicketKey | null,
): Result<{ revision: number }, 'capacity-below-sold'> {
  const { state } = tx;
  if (state.event !== null && revision <= state.revision) return ok({ revision: state.revision });
  const wasCancelled = state.event?.status === 'cancelled';
  // An event stays cancelled, whatever a later revision says: its refunds have begun.
  const status = wasCancelled ? 'cancelled' : snapshot.status;
  const postponed = state.event !== null && (snapshot.postponements ?? 0) > (state.event.postponements ?? 0);
  const relocated = state.event !== null && placeOf(state.event) !== placeOf(snapshot);
  const decision = decidePublish(state.stock, snapshot.ticketTypes, tx.nowMs);
  // A cancellation is never refused, also when the same revision has a capacity below what is sold.
  if (!decision.ok && status === 'published') return decision;
  if (freshKey !== null) saveKey(tx, freshKey);
  const questions = withTimes(state.event?.questions ?? [], snapshot.questions ?? [], tx.nowMs);
  writeEvent(tx, { ...snapshot, status, questions }, revision);
  const hadNames = isTranslated(state);
  writeTypes(tx, snapshot);
  if (hadNames || isTranslated(state)) enqueue(tx, { kind: 'name-types-at-gate' });
  writePromos(tx, snapshot);
  refreshRules(state);
  if (status === 'cancelled' && !wasCancelled) beginWindUp(tx);
  else if (status === 'published' && (postponed || relocated)) beginNotifying(tx, postponed);
  return ok({ revision });
}

function isTranslated(state: SalesState): boolean {
  return Object.keys(typeNames(state)).length > 0;
}

/** What a buyer must hear of when it changes: where to come, and in which zone the time is meant. */
function placeOf({ venue, timeZone }: EventSnapshot): string {
  return JSON.stringify([venue.name, venue.address, venue.city, timeZone]);
}

function saveKey(tx: Transaction, key: NewTicketKey): void {
  tx.sql.exec(
    'insert into ticket_keys (key_id, public_key, private_jwk) values (1, ?, ?) on conflict do nothing',
    key.publicKey,
    key.privateJwk,
  );
}

function writeEvent(tx: Transaction, snapshot: EventSnapshot, revision: number): void {
  const { state } = tx;
  if (state.event === null) {
    state.orderSecret = randomBytes(32);
    state.trimmedAtMs = tx.nowMs;
  }
  state.event = snapshot;
  state.revision = revision;
  tx.sql.exec(
    `insert into event (id, event_id, revision, snapshot, order_secret, seq, sweep, trimmed_at)
     values (1, ?, ?, ?, ?, 0, null, ?)
     on conflict (id) do update set revision = excluded.revision, snapshot = excluded.snapshot`,
    snapshot.eventId,
    revision,
    JSON.stringify(snapshot),
    state.orderSecret.toString('base64url'),
    tx.nowMs,
  );
}

/** A type that is missing in the snapshot is retired: it sells no more, and its row stays for the tickets it sold. */
function writeTypes(tx: Transaction, snapshot: EventSnapshot): void {
  const { state } = tx;
  const named = new Set(snapshot.ticketTypes.map((type) => type.id));
  const retired = [...state.types].filter(([id]) => !named.has(id));
  for (const [, entry] of retired) entry.retired = true;
  for (const [position, type] of snapshot.ticketTypes.entries()) {
    const stock = state.stock.types.get(type.id) ?? { capacity: 0, held: 0, sold: 0 };
    state.stock.types.set(type.id, { ...stock, capacity: Math.max(type.capacity, stock.held + stock.sold) });
    state.types.set(type.id, { snapshot: type, position, retired: false });
  }
  for (const [id, entry] of state.types) {
    const stock = state.stock.types.get(id);
    tx.sql.exec(
      `insert into ticket_types (ticket_type_id, position, snapshot, retired, capacity, held, sold)
       values (?, ?, ?, ?, ?, ?, ?)
       on conflict (ticket_type_id) do update set position = excluded.position, snapshot = excluded.snapshot,
         retired = excluded.retired, capacity = excluded.capacity, held = excluded.held, sold = excluded.sold`,
      id,
      entry.position,
      JSON.stringify(entry.snapshot),
      entry.retired ? 1 : 0,
      stock?.capacity ?? 0,
      stock?.held ?? 0,
      stock?.sold ?? 0,
    );
  }
}

/**
 * The uses of a code are taken from memory and not from its row: a command of the same group may have used the code,
 * and rows of counters are written at the end of the group.
 */
function writePromos(tx: Transaction, snapshot: EventSnapshot): void {
  const { state, sql } = tx;
  const known = new Map([...state.promos, ...state.retiredPromos]);
  const named = new Map((snapshot.promoCodes ?? []).map((terms) => [promoKey(terms.code), terms]));
  state.promos.clear();
  state.retiredPromos.clear();
  for (const [code, promo] of known) if (!named.has(code)) state.retiredPromos.set(code, promo);
  for (const [code, terms] of named) state.promos.set(code, { ...terms, used: known.get(code)?.used ?? 0 });
  sql.exec('update promos set retired = 1');
  for (const [code, terms] of named) {
    sql.exec(
      `insert into promos (code, terms, used, retired) values (?, ?, 0, 0)
       on conflict (code) do update set terms = excluded.terms, retired = 0`,
      code,
      JSON.stringify(terms),
    );
  }
}
