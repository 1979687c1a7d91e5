// How many tickets each network holds and how many of its holds lapsed, in memory. The rules are
// `core/purchase-limits.ts`. A network is a keyed hash that the Worker makes of an address: the object never sees the
// address. At a start the counts are read again from the holds.

import type { Line } from '#core/holds.ts';
import { decideNetworkHold, lapseMemoryMs, type NetworkDecision, type NetworkUse } from '#core/purchase-limits.ts';
import type { holds } from '../schema.ts';
import { all } from './database.ts';
import type { SalesState } from './state.ts';
import type { Transaction } from './transaction.ts';

/** `lapsedAtMs`: when its holds ended without a sale, the newest last. */
type Network = { held: number; lapsedAtMs: number[] };
export type Networks = Map<string, Network>;

/** The price of a hold grows with the logarithm of the lapses, so more of them than this would hardly change it. */
const lapsesRemembered = 64;
const lapsesReadAtStart = 5_000;

export function readNetworks(sql: SqlStorage, nowMs: number): Networks {
  const networks: Networks = new Map();
  const live = "select network, lines from holds where status in ('placed', 'ordered') and network is not null";
  for (const { network, lines } of all<{ network: string; lines: string }>(sql, live)) {
    for (const one of namesOf(network)) networkOf(networks, one).held += quantityOf(JSON.parse(lines));
  }
  const lapsed = all<{ network: string; ends_at: number }>(
    sql,
    `select network, ends_at from holds where status = 'expired' and network is not null and ends_at > ? and ends_at <= ?
     order by ends_at desc limit ?`,
    nowMs - lapseMemoryMs,
    // A later end was stored while the clock ran ahead; it would count as a lapse until that time.
    nowMs,
    lapsesReadAtStart,
  );
  for (const { network, ends_at } of lapsed.reverse()) addLapse(networks, network, ends_at);
  return networks;
}

/** A hold's networks as its row stores them: the narrowest first, then the wider ones around it. */
export function networkColumn(names: readonly string[]): string | null {
  return names.length === 0 ? null : names.join(' ');
}

export function namesOf(column: string | null): string[] {
  return column === null ? [] : column.split(' ');
}

function networkOf(networks: Networks, name: string): Network {
  let network = networks.get(name);
  if (network === undefined) {
    network = { held: 0, lapsedAtMs: [] };
    networks.set(name, network);
  }
  return network;
}

function quantityOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}

export function addHeld({ networks }: SalesState, names: readonly string[], lines: readonly Line[]): void {
  for (const name of names) networkOf(networks, name).held += quantityOf(lines);
}

/** The hold was sold, released, or (`lapsed`) ended by its time. */
export function removeHeld(
  tx: Transaction,
  hold: Pick<typeof holds.$inferSelect, 'network' | 'lines'>,
  lapsed: boolean,
): void {
  const { networks } = tx.state;
  for (const name of namesOf(hold.network)) networkOf(networks, name).held -= quantityOf(JSON.parse(hold.lines));
  if (lapsed) addLapse(networks, hold.network, tx.nowMs);
  for (const name of namesOf(hold.network)) {
    const network = networks.get(name);
    if (network?.held === 0 && network.lapsedAtMs.length === 0) networks.delete(name);
  }
}

function addLapse(networks: Networks, column: string | null, atMs: number): void {
  for (const name of namesOf(column)) {
    const { lapsedAtMs } = networkOf(networks, name);
    lapsedAtMs.push(atMs);
    if (lapsedAtMs.length > lapsesRemembered) lapsedAtMs.shift();
  }
}

/** Removes networks that hold nothing and whose lapses are too old to count. */
export function trimNetworks({ state, nowMs }: Transaction): void {
  for (const [name, network] of state.networks) {
    network.lapsedAtMs = network.lapsedAtMs.filter((atMs) => atMs > nowMs - lapseMemoryMs);
    if (network.held === 0 && network.lapsedAtMs.length === 0) state.networks.delete(name);
  }
}

export function decideForNetworks(tx: Transaction, names: readonly string[], lines: readonly Line[]): NetworkDecision {
  const { networks, networkLimits } = tx.state;
  const uses = names.map((name) => useOf(networks.get(name), tx.nowMs));
  return decideNetworkHold(networkLimits, uses, quantityOf(lines));
}

function useOf(network: Network | undefined, nowMs: number): NetworkUse {
  if (network === undefined) return { held: 0, lapsed: 0 };
  const since = nowMs - lapseMemoryMs;
  return { held: network.held, lapsed: network.lapsedAtMs.filter((atMs) => atMs > since).length };
}
