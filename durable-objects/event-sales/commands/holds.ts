// Places holds and ends them. Core decides about stock, price and the share of a network; here the decisions become rows.

import { noCommission } from '#core/commission.ts';
import { Currency } from '#core/contracts/basics.ts';
import type { PlacedHold } from '#core/contracts/sales.ts';
import { decideHold, endMoves, type HoldPlan } from '#core/holds.ts';
import { decideHoldEnd, paymentGraceMs } from '#core/orders.ts';
import { provenHoldMinutes } from '#core/purchase-limits.ts';
import { assertNever, invariant, ok, type Result, refuse } from '#core/result.ts';
import { all, iso } from '../engine/database.ts';
import {
  holdRecordLifeMs,
  holdScope,
  type IdempotencyKey,
  IdempotencyRecords,
  withdrawResult,
} from '../engine/idempotency.ts';
import { newId } from '../engine/ids.ts';
import { addHeld, decideForNetworks, networkColumn, removeHeld } from '../engine/networks.ts';
import { type ChannelEntry, countPromoUse, earlier, minimum, move } from '../engine/state.ts';
import type { Transaction } from '../engine/transaction.ts';
import { enqueue } from '../outbox/outbox.ts';
import { type HoldRow, holdRow, insertHold, pricedLines } from '../rows/holds.ts';
import { countWrongCode, ProofUse, refuseGuess, removePurchased } from '../rows/limits.ts';
import { openPayments, orderLines, setOrderStatus } from '../rows/orders.ts';
import type { HoldRefusal, PlaceHold, Replayable } from '../rpc.ts';

/** The text is the JSON of a `PlacedHold`: it is stored as it is, and a repeat gets the same bytes. */
type Placed = Result<Replayable<string>, HoldRefusal>;

/** Commands of many buyers at once, each with a result of its own. */
export function placeHolds(tx: Transaction, commands: readonly PlaceHold[]): Placed[] {
  const keyed = commands.map((command) => ({ command, key: idempotencyKeyOf(command) }));
  const records = new IdempotencyRecords(
    tx,
    keyed.map(({ key }) => key),
  );
  return keyed.map(({ command, key }) => placeHold(tx, records, key, command));
}

function idempotencyKeyOf({ widgetId, key, fingerprint }: PlaceHold): IdempotencyKey {
  return { scope: holdScope(widgetId), key, fingerprint };
}

function placeHold(tx: Transaction, records: IdempotencyRecords, key: IdempotencyKey, command: PlaceHold): Placed {
  assertLines(command);
  const found = records.find(key);
  if (found.kind === 'other') return found.refusal;
  if (found.kind === 'same') return ok({ value: found.result, replayed: true });
  if (found.kind === 'withdrawn') return refuse('hold-expired');

  const proof = new ProofUse(tx, command.proof);
  const guess = refuseGuess(tx, command, proof);
  if (guess !== null) return guess;
  const channel = tx.state.channels.get(command.widgetId);
  const plan = decideHold(tx.state.rules, sellingChannel(channel), tx.state.stock, command, tx.nowMs);
  if (!plan.ok && plan.code === 'promo-code-unknown') countWrongCode(tx, command.networks);
  // A refusal is not recorded: when a hold of somebody else ends, the same key may succeed.
  if (!plan.ok || channel === undefined) return plan.ok ? refuse('not-found') : plan;
  const share = shareOfNetwork(tx, command, proof);
  if (!share.ok) return share;
  const expiresAtMs = Math.min(plan.value.expiresAtMs, tx.nowMs + share.value.minutes * 60_000);
  const placed = JSON.stringify(saveHold(tx, channel, command, { ...plan.value, expiresAtMs }));
  records.save(key, placed, tx.nowMs + holdRecordLifeMs);
  return ok({ value: placed, replayed: false });
}

/** For how many minutes the hold may live, by how much its networks hold already. */
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
      // The end of the next hold may free some of the network's share.
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

function saveHold(tx: Transaction, channel: ChannelEntry, command: PlaceHold, plan: HoldPlan): PlacedHold {
  const { state } = tx;
  const holdId = newId(tx, 'hld');
  move(state, plan.moves);
  countPromoUse(state, plan.promo?.code ?? null, 1);
  addHeld(state, command.networks, plan.lines);
  insertHold(tx, {
    hold_id: holdId,
    widget_id: channel.widgetId,
    terms_version: channel.snapshot?.termsVersion ?? 0,
    status: 'placed',
    lines: JSON.stringify(plan.lines),
    currency: state.rules.currency,
    total_minor: plan.totalMinor,
    promo_code: plan.promo?.code ?? null,
    placed_at: tx.nowMs,
    expires_at: plan.expiresAtMs,
    ends_at: plan.expiresAtMs,
    asked: 0,
    order_id: null,
    network: networkColumn(command.networks),
    idempotency_key: command.key,
  });
  state.nextHoldEndMs = earlier(state.nextHoldEndMs, plan.expiresAtMs);
  const currency = Currency.parse(state.rules.currency);
  return {
    holdId,
    lines: pricedLines(plan.lines, currency),
    total: { amount: plan.totalMinor, currency },
    expiresAt: iso(plan.expiresAtMs),
  };
}

// --- how a hold ends -----------------------------------------------------------------------------------------

// How a hold ends without a sale: its stock and its promo code are given back, and the order on it ends with it. A hold
// whose payment is still open does not end before the provider was asked, since the buyer may have paid in the last
// second.

/**
 * Bounds one transaction. The rest end with the next command or alarm; until then `ends_at` is checked wherever it
 * matters.
 */
const endedAtOnce = 1_000;

/** Ends the holds that are due. Runs before every group, so that no decision depends on the alarm being in time. */
export function endDueHolds(tx: Transaction): void {
  const { state, sql, nowMs } = tx;
  if (state.nextHoldEndMs === null || nowMs < state.nextHoldEndMs) return;
  const due = all<HoldRow>(
    sql,
    "select * from holds where status in ('placed', 'ordered') and ends_at <= ? order by ends_at limit ?",
    nowMs,
    endedAtOnce,
  );
  for (const hold of due) endDueHold(tx, hold);
  state.nextHoldEndMs = minimum(sql, "select min(ends_at) as at from holds where status in ('placed', 'ordered')");
}

function endDueHold(tx: Transaction, hold: HoldRow): void {
  const payments = hold.order_id === null ? [] : openPayments(tx.sql, hold.order_id);
  const end = decideHoldEnd({ hasOpenPayment: payments.length > 0, asked: hold.asked === 1 });
  if (end === 'expire') {
    endHold(tx, hold, 'expired');
    return;
  }
  const endsAt = tx.nowMs + paymentGraceMs;
  tx.sql.exec('update holds set asked = 1, ends_at = ? where hold_id = ?', endsAt, hold.hold_id);
  tx.state.nextHoldEndMs = earlier(tx.state.nextHoldEndMs, endsAt);
  for (const { order_id: orderId, provider, payment_id: paymentId } of payments) {
    enqueue(tx, { kind: 'ask-provider', orderId, provider, paymentId });
  }
}

/**
 * The buyer gives up a hold that is not ordered yet. Its row is deleted, so a repeat finds nothing and is `not-found`.
 * Once the hold is ordered its id authorizes nothing: only the order token can cancel the order.
 */
export function releaseHold(tx: Transaction, holdId: string): Result<null, 'not-found'> {
  const hold = holdRow(tx.sql, holdId);
  if (hold === null || isOrdered(hold.status)) return refuse('not-found');
  if (hold.status === 'placed') endHold(tx, hold, 'released');
  return ok(null);
}

function isOrdered(status: HoldRow['status']): boolean {
  return status === 'ordered' || status === 'sold' || status === 'refunded';
}

export function endHold(
  tx: Transaction,
  hold: HoldRow,
  why: 'released' | 'expired',
  orderStatus: 'expired' | 'cancelled' = 'expired',
): void {
  move(tx.state, endMoves(orderLines(hold), hold.widget_id));
  countPromoUse(tx.state, hold.promo_code, -1);
  if (hold.order_id !== null) removePurchased(tx, hold.order_id, orderLines(hold));
  removeHeld(tx, hold, why === 'expired');
  if (why === 'released' && hold.order_id === null) {
    deleteHold(tx, hold);
    return;
  }
  tx.sql.exec('update holds set status = ? where hold_id = ?', why, hold.hold_id);
  if (hold.order_id === null) return;
  setOrderStatus(tx.sql, hold.order_id, orderStatus);
  cancelOpenPayments(tx, hold.order_id);
}

/**
 * A released hold that was never ordered leaves no row, so holding and releasing in a circle fills no storage. Its
 * idempotency record stays as `withdrawn` for a while: a late copy of the request must not place a hold the buyer knows
 * nothing of.
 */
function deleteHold(tx: Transaction, hold: HoldRow): void {
  tx.sql.exec('delete from holds where hold_id = ?', hold.hold_id);
  if (hold.idempotency_key === null) return;
  withdrawResult(tx, { scope: holdScope(hold.widget_id), key: hold.idempotency_key });
}

/** Asks the provider to let none of them succeed later. One that succeeds all the same is a late payment. */
function cancelOpenPayments(tx: Transaction, orderId: string): void {
  for (const { provider, payment_id: paymentId } of openPayments(tx.sql, orderId)) {
    enqueue(tx, { kind: 'cancel-payment', orderId, provider, paymentId });
  }
}
