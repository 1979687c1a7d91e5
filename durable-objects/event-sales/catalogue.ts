// What the catalogue tells the object: the event and its types by revision, channels opened and closed. Older revisions
// are ignored; a closed channel stays closed, even one that was closed before it was known.

import { randomBytes } from 'node:crypto';
import type { MoneyTerms } from '#core/commission.ts';
import { promoKey } from '#core/promo.ts';
import { decideOpenChannel, decidePublish } from '#core/publishing.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { allotmentRule } from '#core/stock.ts';
import { countsText, refreshRules } from './book.ts';
import { enqueue } from './outbox.ts';
import type { Transaction } from './sale.ts';
import type { ChannelSnapshot, EventSnapshot } from './snapshots.ts';
import { sweepSlice } from './sweep.ts';
import type { NewTicketKey } from './ticket-key.ts';

export function publish(
  tx: Transaction,
  snapshot: EventSnapshot,
  revision: number,
  freshKey: NewTicketKey | null,
): Result<{ revision: number }, 'capacity-below-sold'> {
  const { state } = tx;
  if (state.event !== null && revision <= state.revision) return ok({ revision: state.revision });
  const wasCancelled = state.event?.status === 'cancelled';
  // Cancelled is for good: money is on its way back.
  const status = wasCancelled ? 'cancelled' : snapshot.status;
  const moved = state.event !== null && (snapshot.postponements ?? 0) > (state.event.postponements ?? 0);
  const relocated = state.event !== null && placeOf(state.event) !== placeOf(snapshot);
  const decision = decidePublish(state.stock, snapshot.ticketTypes, tx.nowMs);
  // Nothing may stand in the way of cancelling; what is taken stays counted.
  if (!decision.ok && status === 'published') return decision;
  if (freshKey !== null) keepKey(tx, freshKey);
  writeEvent(tx, { ...snapshot, status }, revision);
  writeTypes(tx, snapshot);
  writePromos(tx, snapshot);
  refreshRules(state);
  if (status === 'cancelled' && !wasCancelled) beginSweep(tx);
  else if (status === 'published' && (moved || relocated)) beginNotifying(tx, moved);
  return ok({ revision });
}

function keepKey(tx: Transaction, key: NewTicketKey): void {
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

/** A type that left the event sells no more; its row stays for what was sold of it. */
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

/** Uses are counted on, by memory: a command of this very group may have used a code, which its row says only at the end. */
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

/** The gate is told first, which can't be awaited here; the rest follows slice by slice. */
function beginSweep(tx: Transaction): void {
  tx.state.sweep = 'gate';
  tx.state.changed.head = true;
}

/** What a buyer must hear of when it changes: where to come, and in which zone the time is meant. */
function placeOf({ venue, timeZone }: EventSnapshot): string {
  return JSON.stringify([venue.name, venue.address, venue.city, timeZone]);
}

/**
 * Starts writing to every buyer. While an earlier round is under way it starts over from the first order: each letter
 * shows time and place as they are when it is sent, and one about the time covers the place too.
 */
function beginNotifying(tx: Transaction, moved: boolean): void {
  const { state } = tx;
  const stillMoving = state.sweep?.startsWith('moved:') === true;
  state.sweep = moved || stillMoving ? 'moved:' : 'relocated:';
  state.changed.head = true;
  sweepSlice(tx);
}

export function openChannel(
  tx: Transaction,
  channel: ChannelSnapshot,
  revision: number,
): Result<{ widgetId: string }, 'channel-closed' | 'allotment-exceeds-stock' | 'not-found'> {
  const { state } = tx;
  if (state.event === null) return refuse('not-found');
  const known = state.channels.get(channel.widgetId);
  if (known?.status === 'closed') return refuse('channel-closed');
  if (known !== undefined && revision <= known.revision) return ok({ widgetId: channel.widgetId });
  const allotment = allotmentRule(channel.allotment);
  const decision = decideOpenChannel(state.stock, channel.widgetId, allotment, tx.nowMs);
  if (!decision.ok) return decision;

  const terms: MoneyTerms = {
    commissionBps: channel.commissionBps,
    serviceFeeMinor: channel.serviceFeeMinor,
    commissionByType: channel.commissionByType,
    commissionSteps: channel.commissionSteps,
  };
  const { widgetId, dealId, termsVersion } = channel;
  // Terms of a version never change: orders are settled by them.
  const byVersion = known?.terms ?? new Map<number, MoneyTerms>();
  if (!byVersion.has(termsVersion)) byVersion.set(termsVersion, terms);
  state.channels.set(widgetId, {
    widgetId,
    dealId,
    revision,
    status: 'open',
    snapshot: channel,
    soldEver: known?.soldEver ?? 0,
    terms: byVersion,
  });
  const counts = state.stock.channels.get(widgetId)?.counts ?? new Map();
  state.stock.channels.set(widgetId, { open: true, allotment, counts });
  writeChannel(tx, widgetId, termsVersion);
  enqueue(tx, { kind: 'project-channel', widgetId, dealId, status: 'open' });
  return ok({ widgetId });
}

function writeChannel(tx: Transaction, widgetId: string, termsVersion: number | null): void {
  const entry = tx.state.channels.get(widgetId);
  tx.sql.exec(
    `insert into channels (widget_id, deal_id, revision, status, snapshot, counts, sold_ever) values (?, ?, ?, ?, ?, ?, ?)
     on conflict (widget_id) do update set revision = excluded.revision, status = excluded.status,
       snapshot = excluded.snapshot, deal_id = excluded.deal_id`,
    widgetId,
    entry?.dealId ?? null,
    entry?.revision ?? 0,
    entry?.status ?? 'closed',
    entry?.snapshot ? JSON.stringify(entry.snapshot) : null,
    countsText(tx.state.stock.channels.get(widgetId)),
    entry?.soldEver ?? 0,
  );
  if (termsVersion === null) return;
  tx.sql.exec(
    'insert into channel_terms (widget_id, version, terms) values (?, ?, ?) on conflict do nothing',
    widgetId,
    termsVersion,
    JSON.stringify(entry?.terms.get(termsVersion)),
  );
}

/** Holds in progress are honoured; nothing new is held, and what was guaranteed returns to everybody. */
export function closeChannel(tx: Transaction, widgetId: string, dealId: string | null): void {
  const { state } = tx;
  const known = state.channels.get(widgetId);
  if (known?.status === 'closed') return;
  state.channels.set(
    widgetId,
    known === undefined
      ? { widgetId, dealId, revision: 0, status: 'closed', snapshot: null, soldEver: 0, terms: new Map() }
      : { ...known, status: 'closed' },
  );
  const stock = state.stock.channels.get(widgetId);
  if (stock !== undefined) stock.open = false;
  writeChannel(tx, widgetId, null);
  if (state.event === null) return;
  enqueue(tx, { kind: 'project-channel', widgetId, dealId: known?.dealId ?? dealId, status: 'closed' });
}
