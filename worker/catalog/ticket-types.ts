// The ticket types of an event, and what is left of each as the event's object says.

import { and, count, eq, inArray, sql } from 'drizzle-orm';
import type { AddTicketTypeRequest, TicketType, UpdateTicketTypeRequest } from '#core/contracts/events.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import type { StockView } from '../../durable-objects/event-sales/rpc.ts';
import type { AuditWhat, NewAuditEntry } from '../audit/audit.ts';
import { databaseOf, isOneOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { callEventSales } from '../event-object/event-object.ts';
import { newIdIn } from '../ids/ids.ts';
import { type EventRow, selectTypes, type TicketTypeRow, unreachable } from '../publishing/publishing.ts';
import { deals, dealVersions } from '../schema/deals.ts';
import { tickets } from '../schema/projection.ts';
import { type Catalog, changeCatalog } from './change.ts';
import { ticketTypeView } from './event-view.ts';
import { badField, withoutUndefined } from './events.ts';

/** Far beyond any real event; bounds what one push carries. */
const maxTicketTypes = 50;

export async function listTicketTypes(env: Env, event: EventRow, insider: boolean): Promise<TicketType[]> {
  const types = await selectTypes(databaseOf(env), event.id);
  const stock = await stockOf(env, event, types);
  const nowMs = Date.now();
  const shown = insider ? types : types.filter((type) => !type.hidden);
  return shown.map((type) => ticketTypeView(event, type, stock.get(type.id) ?? wholeStock(type), nowMs, insider));
}

async function stockOf(env: Env, event: EventRow, types: TicketTypeRow[]): Promise<Map<string, StockView>> {
  if (event.status === 'draft') return new Map();
  try {
    const stock = await callEventSales(env, event.id, (sales) => sales.stock());
    return new Map(stock.map((one) => [one.ticketTypeId, one]));
  } catch (error) {
    unreachable(event.id, error);
    return projectedStock(env, types);
  }
}

// Where the object does not respond or is not asked: the projection in D1 lags a little and knows no holds.
export async function projectedStock(env: Env, types: TicketTypeRow[]): Promise<Map<string, StockView>> {
  const ids = types.map((type) => type.id);
  const sold = await databaseOf(env)
    .select({ id: tickets.ticketTypeId, sold: count() })
    .from(tickets)
    .where(and(isOneOf(tickets.ticketTypeId, ids), eq(tickets.status, 'valid')))
    .groupBy(tickets.ticketTypeId);
  const soldOf = new Map(sold.map((row) => [row.id, row.sold]));
  return new Map(types.map((type) => [type.id, stockLeft(type, soldOf.get(type.id) ?? 0)]));
}

function stockLeft(type: TicketTypeRow, sold: number): StockView {
  const available = Math.max(0, type.capacity - sold);
  const unsellable = available < type.minPerOrder ? available : 0;
  return { ticketTypeId: type.id, capacity: type.capacity, sold, held: 0, available, returning: available, unsellable };
}

function wholeStock(type: TicketTypeRow): StockView {
  return stockLeft(type, 0);
}

type AddRefusal = 'currency-mismatch' | 'event-cancelled' | 'limit-exceeded';
type Common = 'not-found' | 'busy' | 'capacity-below-sold';

export async function addTicketType(
  env: Env,
  eventId: string,
  request: AddTicketTypeRequest,
  by: NewAuditEntry['by'] = null,
): Promise<Result<TicketType, AddRefusal | Common>> {
  const id = newIdIn(eventId, 'tty');
  const changed = await changeCatalog<AddRefusal | Common>(env, eventId, ({ event, types }) => {
    if (event.status === 'cancelled') return refuse('event-cancelled');
    if (request.price.currency !== event.currency) return refuse('currency-mismatch');
    if (types.length >= maxTicketTypes) return refuse('limit-exceeded', { most: maxTicketTypes });
    const { price, salesFrom, salesTo, ...rest } = request;
    // Types are shown in the order they were added: two of one millisecond must not swap places.
    const createdAt = Math.max(Date.now(), Math.max(0, ...types.map((type) => type.createdAt)) + 1);
    const put = {
      ...rest,
      id,
      eventId,
      priceMinor: price.amount,
      salesFrom: ms(salesFrom),
      salesTo: ms(salesTo),
      createdAt,
    };
    return ok({ put, entry: ticketTypeAuditEntry('ticket-type-added', by, event, id, null, put) });
  });
  return changed.ok ? shown(env, changed.value, id) : changed;
}

type UpdateRefusal = 'currency-mismatch' | 'event-cancelled' | 'invalid-request';

export async function updateTicketType(
  env: Env,
  eventId: string,
  ticketTypeId: string,
  request: UpdateTicketTypeRequest,
  by: NewAuditEntry['by'] = null,
): Promise<Result<TicketType, UpdateRefusal | Common>> {
  const changed = await changeCatalog<UpdateRefusal | Common>(env, eventId, ({ event, types }) => {
    const type = types.find((one) => one.id === ticketTypeId);
    if (type === undefined) return refuse('not-found');
    if (event.status === 'cancelled') return refuse('event-cancelled');
    const { price, salesFrom, salesTo, ...rest } = request;
    if (price !== undefined && price.currency !== event.currency) return refuse('currency-mismatch');
    const put: TicketTypeRow = {
      ...type,
      ...withoutUndefined(rest),
      priceMinor: price?.amount ?? type.priceMinor,
      salesFrom: salesFrom === undefined ? type.salesFrom : ms(salesFrom),
      salesTo: salesTo === undefined ? type.salesTo : ms(salesTo),
    };
    if (put.maxPerOrder < put.minPerOrder) return badField('maxPerOrder', 'below minPerOrder');
    if (put.salesFrom !== null && put.salesTo !== null && put.salesTo <= put.salesFrom) {
      return badField('salesTo', 'must be after salesFrom');
    }
    return ok({ put, entry: ticketTypeAuditEntry('ticket-type-changed', by, event, ticketTypeId, type, put) });
  });
  return changed.ok ? shown(env, changed.value, ticketTypeId) : changed;
}

type DeleteRefusal = 'ticket-type-has-sales' | 'ticket-type-in-deal' | 'no-ticket-types' | 'not-found' | 'busy';

export async function deleteTicketType(
  env: Env,
  event: EventRow,
  ticketTypeId: string,
  by: NewAuditEntry['by'] = null,
): Promise<Result<null, DeleteRefusal>> {
  const types = await selectTypes(databaseOf(env), event.id);
  const type = types.find((one) => one.id === ticketTypeId);
  if (type === undefined) return refuse('not-found');
  if (await isNamedInDeal(env, event.id, ticketTypeId)) return refuse('ticket-type-in-deal');
  // The capacity is set to zero first: the object refuses that once tickets are sold or held, and afterwards nobody can
  // place a hold.
  if (event.status !== 'draft' && type.capacity > 0) {
    const closed = await changeCatalog<DeleteRefusal>(env, event.id, (now) => {
      const current = now.types.find((one) => one.id === ticketTypeId);
      if (current === undefined) return refuse('not-found');
      if (now.types.length === 1) return refuse('no-ticket-types');
      return ok({ put: { ...current, capacity: 0 } });
    });
    if (!closed.ok) return deleteRefusal(closed.code);
  }
  const changed = await changeCatalog<DeleteRefusal>(env, event.id, (now) => {
    if (!now.types.some((one) => one.id === ticketTypeId)) return refuse('not-found');
    if (now.event.status !== 'draft' && now.types.length === 1) return refuse('no-ticket-types');
    return ok({
      remove: ticketTypeId,
      entry: ticketTypeAuditEntry('ticket-type-deleted', by, now.event, ticketTypeId, type, null),
    });
  });
  if (changed.ok) return ok(null);
  return deleteRefusal(changed.code);
}

type Figures = Pick<TicketTypeRow, 'priceMinor' | 'capacity'>;

/** Prices and capacity before and after: what the parties of an event may later ask about. */
function ticketTypeAuditEntry(
  what: AuditWhat,
  by: NewAuditEntry['by'],
  event: EventRow,
  subjectId: string,
  before: Figures | null,
  after: Figures | null,
): NewAuditEntry {
  const told = ({ priceMinor, capacity }: Figures) => ({ priceMinor, currency: event.currency, capacity });
  return {
    what,
    by,
    subjectId,
    eventId: event.id,
    partyId: event.organizerId,
    ...(before === null ? {} : { before: told(before) }),
    ...(after === null ? {} : { after: told(after) }),
  };
}

function deleteRefusal(code: DeleteRefusal | 'capacity-below-sold'): Result<never, DeleteRefusal> {
  return code === 'capacity-below-sold' ? refuse('ticket-type-has-sales') : refuse(code);
}

// The terms of an active deal that name the type (its own commission, or a guarantee) would speak of nothing.
async function isNamedInDeal(env: Env, eventId: string, ticketTypeId: string): Promise<boolean> {
  const [named] = await databaseOf(env)
    .select({ id: deals.id })
    .from(deals)
    .innerJoin(dealVersions, and(eq(dealVersions.dealId, deals.id), eq(dealVersions.version, deals.version)))
    .where(
      and(
        eq(deals.eventId, eventId),
        inArray(deals.status, ['PENDING', 'ACCEPTED']),
        sql`instr(${dealVersions.terms}, ${JSON.stringify(ticketTypeId)}) > 0`,
      ),
    )
    .limit(1);
  return named !== undefined;
}

async function shown(env: Env, { event, types }: Catalog, ticketTypeId: string): Promise<Result<TicketType, never>> {
  const stock = await stockOf(env, event, types);
  const type = types.find((one) => one.id === ticketTypeId);
  if (type === undefined) throw new Error('a ticket type just written is missing');
  return ok(ticketTypeView(event, type, stock.get(type.id) ?? wholeStock(type), Date.now(), true));
}

function ms(at: string | null): number | null {
  return at === null ? null : Date.parse(at);
}
