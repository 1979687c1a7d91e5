// The orders of an event as a file in R2, made page by page. The file has the orders that had been made when it was asked
// for: those that arrive meanwhile are younger, and change no page. A run that died is repeated from the beginning and
// replaces the file.

import { and, asc, eq, lt, sql } from 'drizzle-orm';
import { strToU8 } from 'fflate';
import { Currency, type Locale } from '#core/contracts/basics.ts';
import type { ExportRequest } from '#core/contracts/exports.ts';
import { csvLine, csvStart } from '#core/csv.ts';
import { typeName } from '#core/event-text.ts';
import { decimalText } from '#core/money-text.ts';
import { orderNumber } from '#core/order-number.ts';
import { type Database, databaseOf, isOneOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { whichOrders } from '../projection/projection.ts';
import { parties } from '../schema/accounts.ts';
import { events, ticketTypes } from '../schema/catalog.ts';
import { orders, tickets } from '../schema/projection.ts';
import { exportTexts } from './export-texts.ts';
import { FileParts } from './file-parts.ts';
import { type QuestionColumn, questionColumns } from './question-columns.ts';
import { type XlsxCell, XlsxSheet } from './xlsx.ts';

const pageSize = 1_000;

type OrdersExport = ExportRequest & { eventId: string; locale: Locale; askedAtMs: number };

const contentTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

export async function ordersToExport(env: Env, wanted: OrdersExport): Promise<number> {
  const [row] = await databaseOf(env).select({ count: sql<number>`count(*)` }).from(orders).where(isWanted(wanted));
  return row?.count ?? 0;
}

/** `progress` is told how many orders are written, after each page. */
export async function exportOrders(
  env: Env,
  wanted: OrdersExport,
  key: string,
  progress: (done: number) => Promise<void>,
): Promise<void> {
  const file = await FileParts.begin(env.FILES, key, { contentType: contentTypes[wanted.format] });
  try {
    const asked = await questionColumns(databaseOf(env), wanted);
    const head = [...exportTexts[wanted.locale].head, ...asked.map((column) => column.title)];
    const lines = wanted.format === 'csv' ? csvFile(head) : xlsxFile(exportTexts[wanted.locale].title, head);
    for (const bytes of lines.head()) await file.write(bytes);
    let done = 0;
    for await (const page of pagesOf(databaseOf(env), wanted, asked)) {
      for (const bytes of lines.rows(page)) await file.write(bytes);
      done += page.length;
      await progress(done);
    }
    for (const bytes of lines.end()) await file.write(bytes);
    await file.finish();
  } catch (error) {
    await file.abandon();
    throw error;
  }
}

function isWanted({ eventId, filter = {}, askedAtMs }: OrdersExport) {
  return and(whichOrders({ eventId }, filter), lt(orders.createdAt, askedAtMs));
}

async function* pagesOf(
  db: Database,
  wanted: OrdersExport,
  asked: readonly QuestionColumn[],
): AsyncGenerator<XlsxCell[][]> {
  const [event] = await db.select({ timeZone: events.timeZone }).from(events).where(eq(events.id, wanted.eventId));
  const typeNames = await typeNamesOf(db, wanted);
  const clock = clockOf(event?.timeZone ?? 'UTC');
  let after: { at: number; id: string } | null = null;
  for (;;) {
    const rows: Row[] = await db
      .select({ order: orders, distributorName: parties.name })
      .from(orders)
      .leftJoin(parties, eq(parties.id, orders.distributorId))
      .where(
        and(
          isWanted(wanted),
          after === null ? undefined : sql`(${orders.createdAt}, ${orders.id}) > (${after.at}, ${after.id})`,
        ),
      )
      .orderBy(asc(orders.createdAt), asc(orders.id))
      .limit(pageSize);
    const last = rows.at(-1)?.order;
    if (last === undefined) return;
    const ticketsOf = await ticketsByOrder(
      db,
      rows.map(({ order }) => order.id),
    );
    yield rows.map((row) => {
      const sold = ticketsOf.get(row.order.id) ?? [];
      const cells = cellsOf(row, sold, typeNames, clock, wanted.locale);
      return [...cells, ...asked.map((column) => column.cellOf(row.order, sold))];
    });
    if (rows.length < pageSize) return;
    after = { at: last.createdAt, id: last.id };
  }
}

type Row = { order: typeof orders.$inferSelect; distributorName: string | null };
type Ticket = Pick<
  typeof tickets.$inferSelect,
  'orderId' | 'number' | 'status' | 'ticketTypeId' | 'holderName' | 'replies'
>;

async function typeNamesOf(db: Database, { eventId, locale }: OrdersExport): Promise<Map<string, string>> {
  const rows = await db.select().from(ticketTypes).where(eq(ticketTypes.eventId, eventId));
  return new Map(rows.map((row) => [row.id, typeName(row, locale)]));
}

async function ticketsByOrder(db: Database, orderIds: string[]): Promise<Map<string, Ticket[]>> {
  const { orderId, number, status, ticketTypeId, holderName, replies } = tickets;
  const rows = await db
    .select({ orderId, number, status, ticketTypeId, holderName, replies })
    .from(tickets)
    .where(isOneOf(orderId, orderIds))
    .orderBy(asc(tickets.id));
  return Map.groupBy(rows, (ticket) => ticket.orderId);
}

/** In the order of the heads in `export-texts.ts`. */
function cellsOf(
  { order, distributorName }: Row,
  sold: readonly Ticket[],
  typeNames: ReadonlyMap<string, string>,
  clock: (ms: number) => string,
  locale: Locale,
): XlsxCell[] {
  const texts = exportTexts[locale];
  const currency = Currency.parse(order.currency);
  const amount = (minor: number): XlsxCell => ({ number: decimalText(minor, currency) });
  const byType = Map.groupBy(sold, (ticket) => typeNames.get(ticket.ticketTypeId) ?? ticket.ticketTypeId);
  return [
    orderNumber(order.id),
    texts.status[order.status],
    clock(order.createdAt),
    order.paidAt === null ? '' : clock(order.paidAt),
    order.buyerName,
    order.buyerEmail,
    [...byType].map(([name, ofType]) => `${name} × ${ofType.length}`).join(', '),
    sold.map((ticket) => ticket.number).join(' '),
    { number: String(sold.filter((ticket) => ticket.status === 'valid').length) },
    distributorName ?? texts.ownWidget,
    amount(order.totalMinor),
    amount(order.refundedMinor),
    amount(order.commissionMinor),
    currency,
  ];
}

/** `2026-12-05 20:00:00` by the event's clock: a spreadsheet sorts it as it is. */
function clockOf(timeZone: string): (ms: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return (ms) => format.format(ms);
}

type Lines = { head(): Uint8Array[]; rows(page: readonly XlsxCell[][]): Uint8Array[]; end(): Uint8Array[] };

function csvFile(heads: readonly string[]): Lines {
  const plain = (row: readonly XlsxCell[]) =>
    csvLine(row.map((cell) => (typeof cell === 'string' ? cell : cell.number)));
  return {
    head: () => [strToU8(csvStart + csvLine(heads))],
    rows: (page) => [strToU8(page.map(plain).join(''))],
    end: () => [],
  };
}

function xlsxFile(title: string, heads: readonly string[]): Lines {
  const sheet = new XlsxSheet(title, heads);
  return {
    head: () => sheet.taken(),
    rows: (page) => {
      sheet.addRows(page);
      return sheet.taken();
    },
    end: () => {
      sheet.end();
      return sheet.taken();
    },
  };
}
