// Holds: placed, found, given back. Stock and price are decided by core; here they become rows.

import { noCommission } from '#core/commission.ts';
import { Currency } from '#core/contracts/basics.ts';
import type { PlacedHold } from '#core/contracts/sales.ts';
import { decideHold, type HeldLine, type HoldPlan, lineFee, lineTotal } from '#core/holds.ts';
import { provenHoldMinutes } from '#core/network-limits.ts';
import { assertNever, invariant, ok, type Result, refuse } from '#core/result.ts';
import { insertRows } from '../insert-rows.ts';
import { Answers, holdAnswerLifeMs, holdScope, type Question } from './answers.ts';
import { type ChannelEntry, countPromoUse, earlier, move } from './book.ts';
import type { Answered, HoldRefusal, PlaceHold } from './calls.ts';
import { all, first } from './database.ts';
import { endHold } from './hold-end.ts';
import { countTaken, countWrongCode, decideForNetworks, networkColumn, ProofUse, refuseGuess } from './networks.ts';
import { iso, newId, type Sale } from './sale.ts';
import type { holds } from './schema.ts';

export type HoldRow = typeof holds.$inferSelect;

type Placed = Result<Answered<string>, HoldRefusal>;

/** Of many buyers at once, each answered for himself; an answer is the text of a `PlacedHold`, as it is kept. */
export function placeHolds(sale: Sale, commands: readonly PlaceHold[]): Placed[] {
  const asked = commands.map((command) => ({ command, question: questionOf(command) }));
  const answers = new Answers(
    sale,
    asked.map(({ question }) => question),
  );
  return asked.map(({ command, question }) => placeHold(sale, answers, question, command));
}

function questionOf({ widgetId, key, fingerprint }: PlaceHold): Question {
  return { scope: holdScope(widgetId), key, fingerprint };
}

function placeHold(sale: Sale, answers: Answers, question: Question, command: PlaceHold): Placed {
  assertLines(command);
  const before = answers.earlier(question);
  if (before.kind === 'other') return before.refusal;
  if (before.kind === 'same') return ok({ value: before.answer, replayed: true });
  if (before.kind === 'forgotten') return refuse('hold-expired');

  const proof = new ProofUse(sale, command.proof);
  const guess = refuseGuess(sale, command, proof);
  if (guess !== null) return guess;
  const channel = sale.book.channels.get(command.widgetId);
  const plan = decideHold(sale.book.rules, sellingChannel(channel), sale.book.stock, command, sale.nowMs);
  // A refusal is not kept: a hold ends by itself, so the same key may well succeed later.
  if (!plan.ok && plan.code === 'promo-code-unknown') countWrongCode(sale, command.networks);
  if (!plan.ok || channel === undefined) return plan.ok ? refuse('not-found') : plan;
  const share = shareOfNetwork(sale, command, proof);
  if (!share.ok) return share;
  const expiresAtMs = Math.min(plan.value.expiresAtMs, sale.nowMs + share.value.minutes * 60_000);
  const placed = JSON.stringify(insertHold(sale, channel, command, { ...plan.value, expiresAtMs }));
  answers.remember(question, placed, sale.nowMs + holdAnswerLifeMs);
  return ok({ value: placed, replayed: false });
}

/** How long the hold may live, by what its network holds already. */
function shareOfNetwork(
  sale: Sale,
  { networks, lines }: PlaceHold,
  proof: ProofUse,
): Result<{ minutes: number }, 'proof-required' | 'too-many-requests'> {
  const { rules, nextHoldEndMs } = sale.book;
  const decision = decideForNetworks(sale, networks, lines);
  switch (decision.kind) {
    case 'free':
      return ok({ minutes: rules.holdMinutes });
    case 'proof':
      return proof.refuse(decision.level) ?? ok({ minutes: provenHoldMinutes });
    case 'over': {
      // Some of it comes free when the next hold ends.
      const waitMs = (nextHoldEndMs ?? sale.nowMs) - sale.nowMs;
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

function insertHold(sale: Sale, channel: ChannelEntry, command: PlaceHold, plan: HoldPlan): PlacedHold {
  const { book } = sale;
  const holdId = newId(sale, 'hld');
  move(book, plan.moves);
  countPromoUse(book, plan.promo?.code ?? null, 1);
  countTaken(book, command.networks, plan.lines);
  sale.write(insertHolds, [
    holdId,
    channel.widgetId,
    channel.snapshot?.termsVersion ?? 0,
    'placed',
    JSON.stringify(plan.lines),
    book.rules.currency,
    plan.totalMinor,
    plan.promo?.code ?? null,
    sale.nowMs,
    plan.expiresAtMs,
    plan.expiresAtMs,
    0,
    null,
    networkColumn(command.networks),
    command.key,
  ]);
  book.nextHoldEndMs = earlier(book.nextHoldEndMs, plan.expiresAtMs);
  const currency = Currency.parse(book.rules.currency);
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
export function releaseHold(sale: Sale, holdId: string): Result<null, 'not-found'> {
  const hold = holdRow(sale.sql, holdId);
  if (hold === null || isOrdered(hold.status)) return refuse('not-found');
  if (hold.status === 'placed') endHold(sale, hold, 'released');
  return ok(null);
}
