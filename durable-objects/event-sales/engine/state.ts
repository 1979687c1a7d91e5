// The state every decision needs, in memory: the event, its ticket types, channels and promo codes with all their
// counters. It is read from aggregate rows at a start and after a rolled back group, so that no start has to read all
// orders.
//
// Whoever changes a counter adds its row to `changed`; `writeState` writes those rows once a group, inside the group's
// transaction.

import type { MoneyTerms } from '#core/commission.ts';
import type { Locale } from '#core/contracts/basics.ts';
import type { TypeNames } from '#core/contracts/sales.ts';
import type { SaleRules, TicketTypeTerms } from '#core/holds.ts';
import { type Promo, type PromoTerms, promoKey } from '#core/promo.ts';
import { type NetworkLimits, networkLimits } from '#core/purchase-limits.ts';
import { invariant } from '#core/result.ts';
import { allotmentRule, applyMoves, type ChannelStock, type Move, type Stock } from '#core/stock.ts';
import type { channel_terms, channels, event, promos, ticket_types } from '../schema.ts';
import type { ChannelSnapshot, EventSnapshot, TicketTypeSnapshot } from '../snapshots.ts';
import { all, first } from './database.ts';
import { type Networks, readNetworks } from './networks.ts';
import { readWindUp, type WindUp, writeWindUp } from './wind-up-progress.ts';

export type TypeEntry = { snapshot: TicketTypeSnapshot; position: number; retired: boolean };

export type ChannelEntry = {
  widgetId: string;
  dealId: string | null;
  revision: number;
  status: 'open' | 'closed';
  snapshot: ChannelSnapshot | null;
  soldEver: number;
  terms: Map<number, MoneyTerms>;
};

export type SalesState = {
  event: EventSnapshot | null;
  revision: number;
  orderSecret: Buffer;
  /**
   * The counter of the object's changes: a consumer applies a message only when its `seq` is above the one it knows.
   */
  seq: number;
  windUp: WindUp | null;
  trimmedAtMs: number;
  /** Trimming has begun and not all is deleted yet: the alarm goes on at once. */
  trimming: boolean;
  types: Map<string, TypeEntry>;
  channels: Map<string, ChannelEntry>;
  promos: Map<string, Promo>;
  /**
   * Codes that were taken out of the event. A hold that used one still gives its use back, and the code may be put in
   * again.
   */
  retiredPromos: Map<string, Promo>;
  stock: Stock;
  rules: SaleRules;
  networks: Networks;
  networkLimits: NetworkLimits;
  /** When the first live hold ends; null when there is none. */
  nextHoldEndMs: number | null;
  /** When the outbox has something to send; null when it is empty. */
  nextMessageMs: number | null;
  /** For a lane whose in-flight window is full: when the first of its leases ends. Null while there is room. */
  fullUntilMs: { facts: number | null; letters: number | null };
  /** The rows that `writeState` has to write. */
  changed: { head: boolean; types: Set<string>; channels: Set<string>; promos: Set<string> };
};

export function readState(sql: SqlStorage, nowMs: number): SalesState {
  const head = first<typeof event.$inferSelect>(sql, 'select * from event');
  const state: SalesState = {
    event: head === null ? null : JSON.parse(head.snapshot),
    revision: head?.revision ?? 0,
    orderSecret: Buffer.from(head?.order_secret ?? '', 'base64url'),
    seq: head?.seq ?? 0,
    windUp: readWindUp(head?.sweep ?? null),
    trimmedAtMs: head?.trimmed_at ?? 0,
    trimming: false,
    types: new Map(),
    channels: new Map(),
    promos: new Map(),
    retiredPromos: new Map(),
    stock: { types: new Map(), channels: new Map() },
    rules: noRules,
    networks: readNetworks(sql, nowMs),
    networkLimits: networkLimits(0, 0),
    nextHoldEndMs: minimum(sql, "select min(ends_at) as at from holds where status in ('placed', 'ordered')"),
    nextMessageMs: minimum(sql, 'select min(due_at) as at from outbox'),
    fullUntilMs: { facts: null, letters: null },
    changed: { head: false, types: new Set(), channels: new Set(), promos: new Set() },
  };
  readTypes(sql, state);
  readChannels(sql, state);
  readPromos(sql, state);
  refreshRules(state);
  return state;
}

const noRules: SaleRules = {
  cancelled: false,
  endsAtMs: 0,
  holdMinutes: 10,
  currency: 'RUB',
  types: new Map(),
  promos: new Map(),
};

export function minimum(sql: SqlStorage, text: string, ...values: SqlStorageValue[]): number | null {
  return first<{ at: number | null }>(sql, text, ...values)?.at ?? null;
}

function readTypes(sql: SqlStorage, state: SalesState): void {
  for (const row of all<typeof ticket_types.$inferSelect>(sql, 'select * from ticket_types order by position')) {
    const snapshot: TicketTypeSnapshot = JSON.parse(row.snapshot);
    state.types.set(row.ticket_type_id, { snapshot, position: row.position, retired: row.retired === 1 });
    state.stock.types.set(row.ticket_type_id, { capacity: row.capacity, held: row.held, sold: row.sold });
  }
}

function readChannels(sql: SqlStorage, state: SalesState): void {
  for (const row of all<typeof channels.$inferSelect>(sql, 'select * from channels')) {
    const snapshot: ChannelSnapshot | null = row.snapshot === null ? null : JSON.parse(row.snapshot);
    state.channels.set(row.widget_id, {
      widgetId: row.widget_id,
      dealId: row.deal_id,
      revision: row.revision,
      status: row.status,
      snapshot,
      soldEver: row.sold_ever,
      terms: new Map(),
    });
    if (snapshot !== null) {
      state.stock.channels.set(row.widget_id, {
        open: row.status === 'open',
        allotment: allotmentRule(snapshot.allotment),
        counts: new Map(JSON.parse(row.counts)),
      });
    }
  }
  for (const row of all<typeof channel_terms.$inferSelect>(sql, 'select * from channel_terms')) {
    state.channels.get(row.widget_id)?.terms.set(row.version, JSON.parse(row.terms));
  }
}

function readPromos(sql: SqlStorage, state: SalesState): void {
  for (const row of all<typeof promos.$inferSelect>(sql, 'select * from promos')) {
    const terms: PromoTerms = JSON.parse(row.terms);
    const where = row.retired === 1 ? state.retiredPromos : state.promos;
    where.set(row.code, { ...terms, used: row.used });
  }
}

/** Makes the rules again that the decisions of `core` read. Called whenever a publish changes the event. */
export function refreshRules(state: SalesState): void {
  const types = new Map<string, TicketTypeTerms>();
  for (const [id, { snapshot, retired }] of state.types) {
    // For buyers a hidden type is as good as retired. Issuing a ticket by hand reads the entry itself, so it still can.
    types.set(id, { ...snapshot, retired: retired || snapshot.hidden === true });
  }
  state.rules = {
    cancelled: state.event?.status === 'cancelled',
    endsAtMs: state.event?.endsAtMs ?? 0,
    holdMinutes: state.event?.holdMinutes ?? noRules.holdMinutes,
    currency: state.event?.currency ?? noRules.currency,
    types,
    promos: state.promos,
  };
  state.networkLimits = limitsOf(state);
}

/** Counts only what is on sale: nobody can hold tickets of a retired or hidden type. */
function limitsOf({ rules, stock }: SalesState): NetworkLimits {
  const onSale = [...rules.types.values()].filter((type) => !type.retired);
  const capacity = onSale.reduce((sum, type) => sum + (stock.types.get(type.id)?.capacity ?? 0), 0);
  return networkLimits(capacity, Math.max(0, ...onSale.map((type) => type.maxPerOrder)));
}

export function move(state: SalesState, moves: readonly Move[]): void {
  applyMoves(state.stock, moves);
  for (const one of moves) {
    state.changed.types.add(one.ticketTypeId);
    if (one.widgetId !== null) state.changed.channels.add(one.widgetId);
  }
}

export function countPromoUse(state: SalesState, code: string | null, change: 1 | -1): void {
  if (code === null) return;
  const promo = promoOf(state, code);
  promo.used += change;
  invariant(promo.used >= 0, 'a promo code is given back no more often than it was used');
  state.changed.promos.add(promoKey(code));
}

/** The promo code that a hold used. */
export function promoOf(state: SalesState, code: string): Promo {
  const promo = promoNamed(state, promoKey(code));
  invariant(promo !== undefined, 'a used code is known, retired or not');
  return promo;
}

function promoNamed(state: SalesState, key: string): Promo | undefined {
  return state.promos.get(key) ?? state.retiredPromos.get(key);
}

export function nextSeq(state: SalesState): number {
  state.changed.head = true;
  state.seq += 1;
  return state.seq;
}

export function earlier(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

export function writeState(sql: SqlStorage, state: SalesState): void {
  const { changed, stock } = state;
  if (changed.head) {
    sql.exec(
      'update event set seq = ?, sweep = ?, trimmed_at = ? where id = 1',
      state.seq,
      writeWindUp(state.windUp),
      state.trimmedAtMs,
    );
  }
  for (const id of changed.types) {
    const type = stock.types.get(id);
    if (type === undefined) continue;
    sql.exec(
      'update ticket_types set capacity = ?, held = ?, sold = ? where ticket_type_id = ?',
      type.capacity,
      type.held,
      type.sold,
      id,
    );
  }
  for (const id of changed.channels) {
    sql.exec(
      'update channels set counts = ?, sold_ever = ? where widget_id = ?',
      countsText(stock.channels.get(id)),
      state.channels.get(id)?.soldEver ?? 0,
      id,
    );
  }
  for (const code of changed.promos) {
    sql.exec('update promos set used = ? where code = ?', promoNamed(state, code)?.used ?? 0, code);
  }
  state.changed = { head: false, types: new Set(), channels: new Set(), promos: new Set() };
}

export function countsText(channel: ChannelStock | undefined): string {
  return JSON.stringify([...(channel?.counts ?? [])]);
}

type TranslatedText = keyof NonNullable<TicketTypeSnapshot['translations'][Locale]>;

/** One text of a ticket type in the languages it is translated to. */
export function translationsOf(type: TicketTypeSnapshot | undefined, text: TranslatedText): TypeNames {
  const ru = type?.translations.ru?.[text];
  const en = type?.translations.en?.[text];
  return { ...(ru !== undefined && { ru }), ...(en !== undefined && { en }) };
}

/** By the type's id, of those that are translated; a type that sells no more has tickets at the door still. */
export function typeNames(state: SalesState): Record<string, TypeNames> {
  const names = [...state.types].map(([id, { snapshot }]) => [id, translationsOf(snapshot, 'name')] as const);
  return Object.fromEntries(names.filter(([, own]) => Object.keys(own).length > 0));
}
