// Holds: placed, found, given back. Stock and price are decided by core; here they become rows.

import { noCommission } from '#core/commission.ts';
import { Currency } from '#core/contracts/basics.ts';
import type { PlacedHold } from '#core/contracts/sales.ts';
import { decideHold, type HeldLine, type HoldPlan, lineFee, lineTotal } from '#core/holds.ts';
import { provenHoldMinutes } from '#core/network-limits.ts';
import { assertNever, invariant, ok, type Result, refuse } from '#core/result.ts';
import { insertRows } from '../insert-rows.ts';
import { holdAnswerLifeMs, holdScope, type IdempotencyKey, IdempotencyRecords } from './answers.ts';
import { type ChannelEntry, countPromoUse, earlier, move } from './book.ts';
import type { Answered, HoldRefusal, PlaceHold } from './calls.ts';
import { all, first } from './database.ts';
import { endHold } from './hold-end.ts';
import { countTaken, countWrongCode, decideForNetworks, networkColumn, ProofUse, refuseGuess } from './networks.ts';
import { iso, newId, type Transaction } from './sale.ts';
import type { holds } from './schema.ts';

export type HoldRow = typeof holds.$inferSelect;

type Placed = Result<Answered<string>, HoldRefusal>;

/** Of many buyers at once, each answered for himself; an answer is the text of a `PlacedHold`, as it is kept. */
export function placeHolds(tx: Transaction, commands: readonly PlaceHold[]): Placed[] {
  const keyed = commands.map((command) => ({ command, idempotencyKey: idempotencyKeyOf(command) }));
  const records = new IdempotencyRecords(
    tx,
    keyed.map(({ idempotencyKey }) => idempotencyKey),
  );
  return keyed.map(({ command, idempotencyKey }) => placeHold(tx, records, idempotencyKey, command));
}

function idempotencyKeyOf({ widgetId, key, fingerprint }: PlaceHold): IdempotencyKey {
  return { scope: holdScope(widgetId), key, fingerprint };
}

function placeHold(
  tx: Transaction,
  records: IdempotencyRecords,
  idempotencyKey: IdempotencyKey,
  command: PlaceHold,
): Placed {
  assertLines(command);
  const earlier = records.earlier(idempotencyKey);
  if (earlier.kind === 'other') return earlier.refusal;
  if (earlier.kind === 'same') return ok({ value: earlier.answer, replayed: true });
  if (earlier.kind === 'forgotten') return refuse('hold-expired');

  const proof = new ProofUse(tx, command.proof);
  const guess = refuseGuess(tx, command, proof);
  if (guess !== null) return guess;
  const channel = tx.state.channels.get(command.widgetId);
  const plan = decideHold(tx.state.rules, sellingChannel(channel), tx.state.stock, command, tx.nowMs);
  // A refusal is not kept: a hold ends by itself, so the same key may well succeed later.
  if (!plan.ok && plan.code === 'promo-code-unknown') countWrongCode(tx, command.networks);
  if (!plan.ok || channel === undefined) return plan.ok ? refuse('not-found') : plan;
  const share = shareOfNetwork(tx, command, proof);
  if (!share.ok) return share;
  const expiresAtMs = Math.min(plan.value.expiresAtMs, tx.nowMs + share.value.minutes * 60_000);
  const placed = JSON.stringify(insertHold(tx, channel, command, { ...plan.value, expiresAtMs }));
  records.remember(idempotencyKey, placed, tx.nowMs + holdAnswerLifeMs);
  return ok({ value: placed, replayed: false });
}

/** How long the hold may live, by what its network holds already. */
function shareOfNetwork(
  tx: Transaction,
  { networks, lines }: PlaceHold,
  proof: ProofUse,
): Result<{ minutes: number }, 'proof-required' | 'too-many-requests'> {
  const { rules, nextHoldEndMs } = tx.state;
  const decision = decideForNetworks(tx, networks, lines);
  switch (decision.kind) {
    case 'free':
      return ok({ minutes: rules.holdMinutes });
    case 'proof':
      return proof.refuse(decision.level) ?? ok({ minutes: provenHoldMinutes });
    case 'over': {
      // Some of it comes free when the next hold ends.
      const waitMs = (nextHoldEndMs ?? tx.nowMs) - tx.nowMs;
      return refuse('too-many-requests', { retryAfterSeconds: Math.min(60, Math.max(5, Math.ceil(waitMs / 1_000))) });
    }
    default:
      return assertNever(decision);
  }
}

function assertLines({ lines }: PlaceHold): void {
  for (const { quantity } of lines) {
    invariant(Number.isSafeInteger(quantity) && quantity > 0, 'a quantity is whole and above zero');
  }
  const types = new Set(lines.map((line) => line.ticketTypeId));
  invariant(types.size === lines.length && types.size > 0, 'each ticket type is named once');
}

function sellingChannel(channel: ChannelEntry | undefined) {
  if (channel === undefined || channel.snapshot === null) return null;
  const terms = channel.terms.get(channel.snapshot.termsVersion) ?? noCommission;
  return { widgetId: channel.widgetId, open: channel.status === 'open', terms };
}

function insertHold(tx: Transaction, channel: ChannelEntry, command: PlaceHold, plan: HoldPlan): PlacedHold {
  const { state } = tx;
  const holdId = newId(tx, 'hld');
  move(state, plan.moves);
  countPromoUse(state, plan.promo?.code ?? null, 1);
  countTaken(state, command.networks, plan.lines);
  tx.write(insertHolds, [
    holdId,
    channel.widgetId,
    channel.snapshot?.termsVersion ?? 0,
    'placed',
    JSON.stringify(plan.lines),
    state.rules.currency,
    plan.totalMinor,
    plan.promo?.code ?? null,
    tx.nowMs,
    plan.expiresAtMs,
    plan.expiresAtMs,
    0,
    null,
    networkColumn(command.networks),
    command.key,
  ]);
  state.nextHoldEndMs = earlier(state.nextHoldEndMs, plan.expiresAtMs);
  const currency = Currency.parse(state.rules.currency);
  return {
    holdId,
    lines: pricedLines(plan.lines, currency),
    total: { amount: plan.totalMinor, currency },
    expiresAt: iso(plan.expiresAtMs),
  };
}

const insertHolds = insertRows('holds', [
  'hold_id',
  'widget_id',
  'terms_version',
  'status',
  'lines',
  'currency',
  'total_minor',
  'promo_code',
  'placed_at',
  'expires_at',
  'ends_at',
  'asked',
  'order_id',
  'network',
  'idempotency_key',
]);

export function pricedLines(lines: readonly HeldLine[], currency: Currency): PlacedHold['lines'] {
  const money = (amount: number) => ({ amount, currency });
  return lines.map((line) => ({
    ticketTypeId: line.ticketTypeId,
    name: line.name,
    quantity: line.quantity,
    price: money(line.priceMinor),
    discount: money(line.discountMinor),
    serviceFee: money(lineFee(line)),
    total: money(lineTotal(line)),
  }));
}

export function holdRow(sql: SqlStorage, holdId: string): HoldRow | null {
  return first<HoldRow>(sql, 'select * from holds where hold_id = ?', holdId);
}

/** Those of the ids that are known, read at once. */
export function holdRows(sql: SqlStorage, holdIds: readonly string[]): Map<string, HoldRow> {
  const rows = all<HoldRow>(sql, holdsSql, JSON.stringify(holdIds));
  return new Map(rows.map((row) => [row.hold_id, row]));
}

const holdsSql = 'select h.* from json_each(?) q cross join holds h on h.hold_id = q.value';

function isOrdered(status: HoldRow['status']): boolean {
  return status === 'ordered' || status === 'sold' || status === 'refunded';
}

/** What is given back is forgotten at once, so giving it back again finds nothing. Once ordered, the hold's id has no right. */
export function releaseHold(tx: Transaction, holdId: string): Result<null, 'not-found'> {
  const hold = holdRow(tx.sql, holdId);
  if (hold === null || isOrdered(hold.status)) return refuse('not-found');
  if (hold.status === 'placed') endHold(tx, hold, 'released');
  return ok(null);
}
