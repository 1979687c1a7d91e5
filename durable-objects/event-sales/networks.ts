// What each network holds of this event, and the codes it guessed. A network is a keyed hash that the Worker makes of an
// address: the object never sees the address. What is held is counted in memory and read again from the holds at a start;
// wrong codes and spent proofs are rows, because no hold tells of them.

import type { Line } from '#core/holds.ts';
import {
  decideNetworkHold,
  lapseMemoryMs,
  levelOfGuess,
  type NetworkDecision,
  type NetworkUse,
  wrongNow,
} from '#core/network-limits.ts';
import { type Refused, refuse } from '#core/result.ts';
import type { SalesState } from './book.ts';
import type { PlaceHold, SolvedProof } from './calls.ts';
import { all, first } from './database.ts';
import type { HoldRow } from './holds.ts';
import type { Transaction } from './sale.ts';

/** `lapsedAtMs` are the latest lapses, newest last. */
type Network = { held: number; lapsedAtMs: number[] };
export type Networks = Map<string, Network>;

/** More lapses than this cost no more: each level takes twice as many. */
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
    // A later one lapsed while a clock ran ahead, and would weigh until then.
    nowMs,
    lapsesReadAtStart,
  );
  for (const { network, ends_at } of lapsed.reverse()) noteLapse(networks, network, ends_at);
  return networks;
}

/** Of one network, and of the wider ones around it: as they are kept with a hold. */
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

export function countTaken({ networks }: SalesState, names: readonly string[], lines: readonly Line[]): void {
  for (const name of names) networkOf(networks, name).held += quantityOf(lines);
}

/** A hold lives no more: it was sold, given back, or lapsed. */
export function countEnded(tx: Transaction, hold: Pick<HoldRow, 'network' | 'lines'>, lapsed: boolean): void {
  const { networks } = tx.state;
  for (const name of namesOf(hold.network)) networkOf(networks, name).held -= quantityOf(JSON.parse(hold.lines));
  if (lapsed) noteLapse(networks, hold.network, tx.nowMs);
  for (const name of namesOf(hold.network)) {
    const network = networks.get(name);
    if (network?.held === 0 && network.lapsedAtMs.length === 0) networks.delete(name);
  }
}

function noteLapse(networks: Networks, column: string | null, atMs: number): void {
  for (const name of namesOf(column)) {
    const { lapsedAtMs } = networkOf(networks, name);
    lapsedAtMs.push(atMs);
    if (lapsedAtMs.length > lapsesRemembered) lapsedAtMs.shift();
  }
}

/** Forgets networks that hold nothing and let nothing lapse lately. */
export function forgetNetworks({ state, nowMs }: Transaction): void {
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

// --- proofs

/** The proof a request brought: it pays for this request alone, whatever in it has a price. */
export class ProofUse {
  readonly #tx: Transaction;
  readonly #proof: SolvedProof | null;
  #spent = false;

  constructor(tx: Transaction, proof: SolvedProof | null) {
    this.#tx = tx;
    this.#proof = proof;
  }

  /** Null when it is worth `level`; spends it at the first time. */
  refuse(level: number): Refused<'proof-required'> | null {
    if (this.#proof === null || this.#proof.level < level) return refuse('proof-required', { level });
    if (this.#spent || this.#spend(this.#proof)) return null;
    return refuse('proof-required', { level });
  }

  #spend({ proofId, expiresAtMs }: SolvedProof): boolean {
    const { sql, nowMs } = this.#tx;
    if (expiresAtMs <= nowMs) return false;
    if (first(sql, 'select 1 from spent_proofs where proof_id = ?', proofId) !== null) return false;
    sql.exec('insert into spent_proofs (proof_id, expires_at) values (?, ?)', proofId, expiresAtMs);
    this.#spent = true;
    return true;
  }
}

// --- guessed codes

/** Before a code is looked at: who tried wrong ones pays for each further try, right or wrong. */
export function refuseGuess(tx: Transaction, command: PlaceHold, proof: ProofUse): Refused<'proof-required'> | null {
  if (command.promoCode === undefined || command.networks.length === 0) return null;
  const rows = all<{ wrong: number; at: number }>(
    tx.sql,
    'select w.wrong, w.at from json_each(?) q cross join wrong_codes w on w.network = q.value',
    JSON.stringify(command.networks),
  );
  const level = Math.max(0, ...rows.map(({ wrong, at }) => levelOfGuess(wrongNow(wrong, at, tx.nowMs))));
  return level === 0 ? null : proof.refuse(level);
}

export function countWrongCode({ sql, nowMs }: Transaction, names: readonly string[]): void {
  for (const name of names) {
    const row = first<{ wrong: number; at: number }>(sql, 'select wrong, at from wrong_codes where network = ?', name);
    const wrong = (row === null ? 0 : wrongNow(row.wrong, row.at, nowMs)) + 1;
    sql.exec(
      `insert into wrong_codes (network, wrong, at) values (?, ?, ?)
       on conflict (network) do update set wrong = excluded.wrong, at = excluded.at`,
      name,
      wrong,
      nowMs,
    );
  }
}
