// Places holds. Core decides about stock, price and the share of a network; here the decisions become rows.

import { noCommission } from '#core/commission.ts';
import { Currency } from '#core/contracts/basics.ts';
import type { PlacedHold } from '#core/contracts/sales.ts';
import { decideHold, type HoldPlan } from '#core/holds.ts';
import { provenHoldMinutes } from '#core/network-limits.ts';
import { assertNever, invariant, ok, type Result, refuse } from '#core/result.ts';
import { holdRecordLifeMs, holdScope, type IdempotencyKey, IdempotencyRecords } from '../engine/idempotency.ts';
import { newId } from '../engine/ids.ts';
import { iso } from '../engine/iso.ts';
import { addHeld, decideForNetworks, networkColumn } from '../engine/networks.ts';
import { type ChannelEntry, countPromoUse, earlier, move } from '../engine/state.ts';
import type { Transaction } from '../engine/transaction.ts';
import { insertHold, pricedLines } from '../rows/holds.ts';
import { ProofUse } from '../rows/spent-proofs.ts';
import { countWrongCode, refuseGuess } from '../rows/wrong-codes.ts';
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
