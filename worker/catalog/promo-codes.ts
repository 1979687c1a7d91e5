// Promo codes of an event. D1 stores their terms; only the event's object knows how often a code was used.

import { Currency } from '#core/contracts/basics.ts';
import type { AddPromoCodeRequest, PromoCode, UpdatePromoCodeRequest } from '#core/contracts/promo-codes.ts';
import { promoKey } from '#core/promo.ts';
import { ok, type Refused, type Result, refuse } from '#core/result.ts';
import type { AuditWhat, NewAuditEntry } from '../audit/audit.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { callEventSales } from '../event-object/event-object.ts';
import { newIdIn } from '../ids/ids.ts';
import { type EventRow, type PromoCodeRow, selectPromoCodes, unreachable } from '../publishing/publishing.ts';
import { type Catalog, changeCatalog } from './change.ts';
import { iso, isoOrNull } from './event-view.ts';
import { badField } from './events.ts';

/** Every publication carries all of them: this many are still a small message. */
const maxPromoCodes = 200;

export async function listPromoCodes(env: Env, event: EventRow): Promise<PromoCode[]> {
  const [rows, uses] = await Promise.all([selectPromoCodes(databaseOf(env), event.id), usesOf(env, event)]);
  return rows.map((row) => viewOf(event, row, uses));
}

type Uses = ReadonlyMap<string, number> | null;

async function usesOf(env: Env, event: Pick<EventRow, 'id' | 'status'>): Promise<Uses> {
  try {
    const uses = await callEventSales(env, event.id, (sales) => sales.promoUses());
    return new Map(uses.map(({ code, used }) => [code, used]));
  } catch (error) {
    unreachable(event.id, error);
    return null;
  }
}

type Common =
  | 'event-cancelled'
  | 'currency-mismatch'
  | 'invalid-request'
  | 'not-found'
  | 'busy'
  | 'capacity-below-sold';
type AddRefusal = Common | 'promo-code-exists' | 'limit-exceeded';

/** A code that was retired comes back with its new terms; its uses are counted on. */
export async function addPromoCode(
  env: Env,
  eventId: string,
  request: AddPromoCodeRequest,
  by: NewAuditEntry['by'],
): Promise<Result<PromoCode, AddRefusal>> {
  const codeKey = promoKey(request.code);
  const changed = await changeCatalog<AddRefusal>(env, eventId, (now) => {
    const before = now.promoCodes.find((one) => one.codeKey === codeKey);
    if (before !== undefined && before.retiredAt === null) return refuse('promo-code-exists');
    if (now.promoCodes.length >= maxPromoCodes && before === undefined)
      return refuse('limit-exceeded', { most: maxPromoCodes });
    const blank = {
      id: newIdIn(eventId, 'prm'),
      eventId,
      code: request.code,
      codeKey,
      createdAt: Date.now(),
      ...noTerms,
    };
    const promo = withTerms({ ...(before ?? blank), ...noTerms, code: request.code, retiredAt: null }, request);
    return (
      refusedTerms(now, promo, request) ??
      ok({ promo, entry: promoAuditEntry('promo-code-added', by, now.event, promo) })
    );
  });
  return changed.ok ? shown(env, changed.value, (one) => one.codeKey === codeKey) : changed;
}

const noTerms = {
  discount: { kind: 'percent', bps: 0 },
  maxUses: null,
  maxTickets: null,
  refundRestoresUse: true,
  validFrom: null,
  validTo: null,
  ticketTypeIds: null,
  retiredAt: null,
} as const satisfies Partial<PromoCodeRow>;

/** Existing holds keep their price. */
export async function updatePromoCode(
  env: Env,
  eventId: string,
  promoCodeId: string,
  request: UpdatePromoCodeRequest,
  by: NewAuditEntry['by'],
): Promise<Result<PromoCode, Common>> {
  const changed = await changeCatalog<Common>(env, eventId, (now) => {
    const before = now.promoCodes.find((one) => one.id === promoCodeId);
    if (before === undefined || before.retiredAt !== null) return refuse('not-found');
    const promo = withTerms(before, request);
    return (
      refusedTerms(now, promo, request) ??
      ok({ promo, entry: promoAuditEntry('promo-code-changed', by, now.event, promo) })
    );
  });
  return changed.ok ? shown(env, changed.value, (one) => one.id === promoCodeId) : changed;
}

/** Takes effect at once and is idempotent. Existing holds keep their price. */
export async function retirePromoCode(
  env: Env,
  eventId: string,
  promoCodeId: string,
  by: NewAuditEntry['by'],
): Promise<Result<null, 'not-found' | 'busy'>> {
  const changed = await changeCatalog<'not-found' | 'capacity-below-sold'>(env, eventId, (now) => {
    const before = now.promoCodes.find((one) => one.id === promoCodeId);
    if (before === undefined) return refuse('not-found');
    if (before.retiredAt !== null) return ok({});
    const promo = { ...before, retiredAt: Date.now() };
    return ok({ promo, entry: promoAuditEntry('promo-code-retired', by, now.event, promo) });
  });
  if (changed.ok) return ok(null);
  // Retiring a code changes no stock, so the object refuses only because of a concurrent change of capacity.
  return refuse(changed.code === 'capacity-below-sold' ? 'busy' : changed.code);
}

function withTerms(row: PromoCodeRow, request: UpdatePromoCodeRequest): PromoCodeRow {
  const { discount, maxUses, maxTickets, refundRestoresUse, validFrom, validTo, ticketTypeIds } = request;
  return {
    ...row,
    discount: discount === undefined ? row.discount : storedDiscount(discount),
    maxUses: maxUses === undefined ? row.maxUses : maxUses,
    maxTickets: maxTickets === undefined ? row.maxTickets : maxTickets,
    refundRestoresUse: refundRestoresUse ?? row.refundRestoresUse,
    validFrom: validFrom === undefined ? row.validFrom : ms(validFrom),
    validTo: validTo === undefined ? row.validTo : ms(validTo),
    ticketTypeIds: ticketTypeIds === undefined ? row.ticketTypeIds : ticketTypeIds,
  };
}

function storedDiscount(discount: AddPromoCodeRequest['discount']): PromoCodeRow['discount'] {
  if (discount.kind === 'percent') return discount;
  return { kind: 'amount', amountMinor: discount.amount.amount };
}

function refusedTerms(now: Catalog, promo: PromoCodeRow, request: UpdatePromoCodeRequest): Refused<Common> | null {
  if (now.event.status === 'cancelled') return refuse('event-cancelled');
  const { discount, ticketTypeIds } = request;
  if (discount?.kind === 'amount' && discount.amount.currency !== now.event.currency)
    return refuse('currency-mismatch');
  const known = new Set(now.types.map((type) => type.id));
  if (ticketTypeIds?.some((id) => !known.has(id)) === true) return badField('ticketTypeIds', 'not of this event');
  if (promo.validFrom !== null && promo.validTo !== null && promo.validTo <= promo.validFrom)
    return badField('validTo', 'must be after validFrom');
  return null;
}

/** The audit log gets the id of the code, because the code itself is text that somebody typed. */
function promoAuditEntry(
  what: AuditWhat,
  by: NewAuditEntry['by'],
  event: EventRow,
  promo: PromoCodeRow,
): NewAuditEntry {
  const { maxUses, maxTickets, refundRestoresUse } = promo;
  const after = { ...promo.discount, maxUses, maxTickets, refundRestoresUse };
  return { what, by, subjectId: promo.id, eventId: event.id, partyId: event.organizerId, after };
}

async function shown(
  env: Env,
  { event, promoCodes }: Catalog,
  isIt: (row: PromoCodeRow) => boolean,
): Promise<Result<PromoCode, never>> {
  const row = promoCodes.find(isIt);
  if (row === undefined) throw new Error('a promo code just written is missing');
  return ok(viewOf(event, row, await usesOf(env, event)));
}

function viewOf(event: EventRow, row: PromoCodeRow, uses: Uses): PromoCode {
  const { discount } = row;
  const currency = Currency.parse(event.currency);
  return {
    id: row.id,
    eventId: row.eventId,
    code: row.code,
    discount:
      discount.kind === 'percent' ? discount : { kind: 'amount', amount: { amount: discount.amountMinor, currency } },
    maxUses: row.maxUses,
    maxTickets: row.maxTickets,
    refundRestoresUse: row.refundRestoresUse,
    validFrom: isoOrNull(row.validFrom),
    validTo: isoOrNull(row.validTo),
    ticketTypeIds: row.ticketTypeIds,
    status: row.retiredAt === null ? 'active' : 'retired',
    used: uses === null ? null : (uses.get(row.codeKey) ?? 0),
    createdAt: iso(row.createdAt),
  };
}

function ms(at: string | null): number | null {
  return at === null ? null : Date.parse(at);
}
