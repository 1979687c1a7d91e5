// The orders of one event or of all events of an organizer: searched, filtered and sorted, a page at a time. Read from the
// projection, so a list is as fresh as the messages that have arrived.

import { and, asc, desc, eq, gte, lt, or, type SQL, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { plainBase32 } from '#core/base32.ts';
import { Currency } from '#core/contracts/basics.ts';
import type { OrderFilter, OrderRow, OrderSort } from '#core/contracts/sales.ts';
import { idEndOf, orderNumber } from '#core/order-number.ts';
import { assertNever } from '#core/result.ts';
import { type Paged, type Position, pageOf } from '../cursor.ts';
import { type Database, databaseOf, isOneOf, nameForms } from '../database.ts';
import type { Env } from '../env.d.ts';
import { parties } from '../schema/accounts.ts';
import { events } from '../schema/catalog.ts';
import { orders, tickets } from '../schema/projection.ts';
import { titlesOf, titlesText } from '../titles.ts';
import { grouped } from './grouped.ts';

const pageSize = 50;

/** `'platform'`: those of everybody, for admins. */
type OrdersOf = { eventId: string } | { organizerId: string } | 'platform';
type OrderSearch = z.infer<typeof OrderFilter> & { sort?: OrderSort | undefined } & Paged;

export async function listOrders(
  env: Env,
  whose: OrdersOf,
  search: OrderSearch,
): Promise<{ items: OrderRow[]; next: string | null }> {
  const db = databaseOf(env);
  const { sort = 'newest', after } = search;
  const order = orderOf(sort);
  const rows = await db
    .select({
      order: orders,
      distributorName: parties.name,
      title: events.title,
      titles: titlesText(events.translations),
      timeZone: events.timeZone,
    })
    .from(orders)
    .innerJoin(events, eq(events.id, orders.eventId))
    .leftJoin(parties, eq(parties.id, orders.distributorId))
    .where(and(whichOrders(whose, search), after === null ? undefined : order.beyond(after)))
    .orderBy(...order.by)
    .limit(pageSize + 1);
  const ticketsOf = await ticketIdsOf(
    db,
    rows.map((row) => row.order.id),
  );
  return pageOf(
    rows,
    pageSize,
    (row) => ({ at: order.at(row.order), id: row.order.id }),
    (row) => orderRow(row, ticketsOf.get(row.order.id) ?? []),
  );
}

type Order = typeof orders.$inferSelect;

/** How a list is sorted, with the condition of the rows beyond a cursor. The id decides among equals. */
function orderOf(sort: OrderSort): { by: SQL[]; at: (row: Order) => number; beyond: (after: Position) => SQL } {
  switch (sort) {
    case 'newest':
      return {
        by: [desc(orders.createdAt), desc(orders.id)],
        at: (row) => row.createdAt,
        beyond: ({ at, id }) => sql`(${orders.createdAt}, ${orders.id}) < (${at}, ${id})`,
      };
    case 'oldest':
      return {
        by: [asc(orders.createdAt), asc(orders.id)],
        at: (row) => row.createdAt,
        beyond: ({ at, id }) => sql`(${orders.createdAt}, ${orders.id}) > (${at}, ${id})`,
      };
    case 'largest':
      return {
        by: [desc(orders.totalMinor), desc(orders.id)],
        at: (row) => row.totalMinor,
        beyond: ({ at, id }) => sql`(${orders.totalMinor}, ${orders.id}) < (${at}, ${id})`,
      };
    default:
      return assertNever(sort);
  }
}

/** The condition of the orders that a search finds, without its sort and its page. */
export function whichOrders(
  whose: OrdersOf,
  { q, status, channel, from, to }: z.infer<typeof OrderFilter>,
): SQL | undefined {
  return and(
    areOf(whose),
    status === undefined ? undefined : eq(orders.status, status),
    channel === undefined ? undefined : cameThrough(channel),
    from === undefined ? undefined : gte(orders.createdAt, Date.parse(from)),
    to === undefined ? undefined : lt(orders.createdAt, Date.parse(to)),
    q === undefined ? undefined : whose === 'platform' ? isKnownBy(q) : isNamed(whose, q),
  );
}

function areOf(whose: OrdersOf): SQL | undefined {
  if (whose === 'platform') return undefined;
  return 'eventId' in whose ? eq(orders.eventId, whose.eventId) : eq(orders.organizerId, whose.organizerId);
}

/**
 * Among the orders of everybody a part of a name would be looked for in every row. What stands here has an index: an id,
 * the beginning of an address, and a number, which is asked of each event.
 */
function isKnownBy(q: string): SQL {
  const small = q.toLowerCase();
  const found = [
    sql`select ${q} as id`,
    sql`select id from orders where lower(buyer_email) >= ${small} and lower(buyer_email) < ${`${small}\uffff`}`,
  ];
  const end = idEndOf(q);
  if (end !== null) {
    // Left to itself SQLite reads all orders of each event out of an index that covers the ids.
    found.push(sql`select one.id from events
      cross join orders one indexed by orders_by_number on one.event_id = events.id and substr(one.id, -7) = ${end}`);
  }
  const number = plainBase32(q);
  if (number !== '') {
    found.push(sql`select one.order_id from events
      cross join tickets one on one.event_id = events.id and replace(one.number, '-', '') = ${number}`);
  }
  return sql`${orders.id} in (${sql.join(found, sql` union all `)})`;
}

/** `own`: the organizer's own widget, which has no deal. */
function cameThrough(channel: string): SQL | undefined {
  if (channel === 'own') return sql`${orders.dealId} is null`;
  return or(eq(orders.dealId, channel), eq(orders.widgetId, channel), eq(orders.distributorId, channel));
}

/** What a person types: a number as it is printed, or a part of an address, of the buyer's name or one on a ticket. */
function isNamed(whose: Exclude<OrdersOf, 'platform'>, q: string): SQL {
  const ofEvents =
    'eventId' in whose
      ? sql`${tickets.eventId} = ${whose.eventId}`
      : sql`${tickets.eventId} in (select ${events.id} from ${events} where ${events.organizerId} = ${whose.organizerId})`;
  const forms = nameForms(q);
  const onTicket = forms.map((form) => sql`instr(${tickets.holderName}, ${form}) > 0`);
  const found = [
    sql`instr(lower(${orders.buyerEmail}), ${q.toLowerCase()}) > 0`,
    ...forms.map((form) => sql`instr(${orders.buyerName}, ${form}) > 0`),
    sql`${orders.id} in (select ${tickets.orderId} from ${tickets}
      where ${ofEvents} and ${tickets.holderName} is not null and (${sql.join(onTicket, sql` or `)}))`,
  ];
  const number = plainBase32(q);
  if (number !== '') {
    found.push(sql`${orders.id} in (select ${tickets.orderId} from ${tickets}
      where ${ofEvents} and replace(${tickets.number}, '-', '') = ${number})`);
  }
  const end = idEndOf(q);
  if (end !== null) found.push(sql`substr(${orders.id}, -7) = ${end}`);
  return sql`(${sql.join(found, sql` or `)})`;
}

async function ticketIdsOf(db: Database, orderIds: string[]): Promise<Map<string, string[]>> {
  const rows = await db
    .select({ id: tickets.id, orderId: tickets.orderId })
    .from(tickets)
    .where(isOneOf(tickets.orderId, orderIds))
    .orderBy(asc(tickets.id));
  return grouped(rows, (row) => [row.orderId, row.id]);
}

type Row = { order: Order; distributorName: string | null; title: string; titles: string; timeZone: string };

function orderRow({ order, distributorName, title, titles, timeZone }: Row, ticketIds: string[]): OrderRow {
  const currency = Currency.parse(order.currency);
  return {
    orderId: order.id,
    number: orderNumber(order.id),
    event: { id: order.eventId, title, translations: titlesOf(titles), timeZone },
    status: order.status,
    paidLate: order.paidLate,
    createdAt: new Date(order.createdAt).toISOString(),
    buyer: { name: order.buyerName, email: order.buyerEmail },
    total: { amount: order.totalMinor, currency },
    refunded: { amount: order.refundedMinor, currency },
    dealId: order.dealId,
    distributorName,
    ticketIds,
  };
}
