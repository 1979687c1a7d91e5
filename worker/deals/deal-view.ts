// Deals as the two parties see them. A deal past its `validUntil` is shown as EXPIRED at once, although the cron
// rewrites its row later.

import { and, asc, desc, eq, gt, isNull, lte, ne, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type * as z from 'zod';
import type { Deal, DealPage, DealQuery, DealSide, DealStatus, DealWithVersions } from '#core/contracts/deals.ts';
import { coverView } from '#core/event-cover.ts';
import { olderThan, type Paged, pageOf } from '../cursor.ts';
import { type Database, databaseOf, nameForms } from '../database.ts';
import type { Env } from '../env.d.ts';
import { parties } from '../schema/accounts.ts';
import { events } from '../schema/catalog.ts';
import { deals, dealVersions } from '../schema/deals.ts';
import { titlesOf, titlesText } from '../titles.ts';

export type DealRow = typeof deals.$inferSelect;

const organizers = alias(parties, 'organizers');
const distributors = alias(parties, 'distributors');

function selectDeals(db: Database) {
  return db
    .select({
      deal: deals,
      terms: dealVersions.terms,
      title: events.title,
      titles: titlesText(events.translations).as('event_titles'),
      startsAt: events.startsAt,
      timeZone: events.timeZone,
      cover: events.cover,
      // Named apart: a batch of D1 answers rows by column name, and two columns `name` would be one.
      organizerName: sql<string>`${organizers.name}`.as('organizer_name'),
      distributorName: sql<string>`${distributors.name}`.as('distributor_name'),
    })
    .from(deals)
    .innerJoin(dealVersions, and(eq(dealVersions.dealId, deals.id), eq(dealVersions.version, deals.version)))
    .innerJoin(events, eq(events.id, deals.eventId))
    .innerJoin(organizers, eq(organizers.id, deals.organizerId))
    .innerJoin(distributors, eq(distributors.id, deals.distributorId))
    .$dynamic();
}

type Row = Awaited<ReturnType<typeof selectDeals>>[number];

export function hasExpired(deal: { status: DealStatus; validUntil: number | null }, nowMs: number): boolean {
  return deal.status === 'PENDING' && deal.validUntil !== null && deal.validUntil <= nowMs;
}

function dealView({ deal, terms, ...row }: Row, nowMs: number): Deal {
  return {
    id: deal.id,
    status: hasExpired(deal, nowMs) ? 'EXPIRED' : deal.status,
    eventId: deal.eventId,
    eventTitle: row.title,
    eventTranslations: titlesOf(row.titles),
    eventStartsAt: new Date(row.startsAt).toISOString(),
    eventTimeZone: row.timeZone,
    eventCover: row.cover === null ? null : coverView(deal.eventId, row.cover),
    organizer: { id: deal.organizerId, name: row.organizerName },
    distributor: { id: deal.distributorId, name: row.distributorName },
    version: deal.version,
    author: deal.author,
    ...terms,
    createdAt: new Date(deal.createdAt).toISOString(),
    updatedAt: new Date(deal.updatedAt).toISOString(),
    decidedAt: deal.decidedAt === null ? null : new Date(deal.decidedAt).toISOString(),
    widgetId: deal.status === 'ACCEPTED' ? deal.widgetId : null,
  };
}

export async function shownDeal(env: Env, dealId: string): Promise<DealWithVersions> {
  const db = databaseOf(env);
  const [rows, versions] = await db.batch([
    selectDeals(db).where(eq(deals.id, dealId)),
    db.select().from(dealVersions).where(eq(dealVersions.dealId, dealId)).orderBy(asc(dealVersions.version)),
  ]);
  const [row] = rows;
  if (row === undefined) throw new Error('a deal that was just there is gone');
  return {
    ...dealView(row, Date.now()),
    versions: versions.map(({ version, author, createdAt, terms }) => ({
      version,
      author,
      createdAt: new Date(createdAt).toISOString(),
      ...terms,
    })),
  };
}

/** `all`; `sent`: I wrote the current version; `proposed`: the other side did. */
type Which = 'all' | 'sent' | 'proposed';

/** Changed lately first. */
export async function listDeals(
  env: Env,
  mine: { partyId: string; side: DealSide },
  which: Which,
  query: Omit<z.infer<typeof DealQuery>, 'cursor'> & Paged,
): Promise<z.infer<typeof DealPage>> {
  const nowMs = Date.now();
  const where = [
    eq(mine.side === 'organizer' ? deals.organizerId : deals.distributorId, mine.partyId),
    which === 'all' ? undefined : (which === 'sent' ? eq : ne)(deals.author, mine.side),
    query.status === undefined ? undefined : statusIs(query.status, nowMs),
    query.eventId === undefined ? undefined : eq(deals.eventId, query.eventId),
    olderThan(query.after, deals.updatedAt, deals.id),
  ];
  const rows = await selectDeals(databaseOf(env))
    .where(and(...where))
    .orderBy(desc(deals.updatedAt), desc(deals.id))
    .limit(query.limit + 1);
  return pageOf(
    rows,
    query.limit,
    ({ deal }) => ({ at: deal.updatedAt, id: deal.id }),
    (row) => dealView(row, nowMs),
  );
}

/** By a part of the event's title or of the other side's name, changed lately first. */
export async function findDeals(
  env: Env,
  mine: { partyId: string; side: DealSide },
  q: string,
  most: number,
): Promise<Deal[]> {
  const other = mine.side === 'organizer' ? distributors.name : organizers.name;
  const named = nameForms(q).flatMap((form) => [
    sql`instr(${events.title}, ${form}) > 0`,
    sql`instr(${events.translations} ->> '$.ru.title', ${form}) > 0`,
    sql`instr(${events.translations} ->> '$.en.title', ${form}) > 0`,
    sql`instr(${other}, ${form}) > 0`,
  ]);
  const rows = await selectDeals(databaseOf(env))
    .where(and(eq(mine.side === 'organizer' ? deals.organizerId : deals.distributorId, mine.partyId), or(...named)))
    .orderBy(desc(deals.updatedAt), desc(deals.id))
    .limit(most);
  const nowMs = Date.now();
  return rows.map((row) => dealView(row, nowMs));
}

/** The same as the lists say, for all deals of the party at once. */
export async function countDeals(env: Env, mine: { partyId: string; side: DealSide }) {
  const nowMs = Date.now();
  const rows = await databaseOf(env)
    .select({
      status: sql<DealStatus>`case when status = 'PENDING' and valid_until <= ${nowMs} then 'EXPIRED' else status end`,
      author: deals.author,
      n: sql<number>`count(*)`,
    })
    .from(deals)
    .where(eq(mine.side === 'organizer' ? deals.organizerId : deals.distributorId, mine.partyId))
    .groupBy(sql`1`, deals.author);
  const sum = (of: (row: (typeof rows)[number]) => boolean) => rows.filter(of).reduce((total, row) => total + row.n, 0);
  return {
    all: sum(() => true),
    proposed: sum((row) => row.status === 'PENDING' && row.author !== mine.side),
    sent: sum((row) => row.status === 'PENDING' && row.author === mine.side),
    byStatus: {
      PENDING: sum((row) => row.status === 'PENDING'),
      ACCEPTED: sum((row) => row.status === 'ACCEPTED'),
      REJECTED: sum((row) => row.status === 'REJECTED'),
      WITHDRAWN: sum((row) => row.status === 'WITHDRAWN'),
      TERMINATED: sum((row) => row.status === 'TERMINATED'),
      EXPIRED: sum((row) => row.status === 'EXPIRED'),
    },
  };
}

/** For a query: the other side wrote the current version, and it may still be accepted. */
export function waitsFor(mine: { partyId: string; side: DealSide }, nowMs: number): SQL | undefined {
  const own = eq(mine.side === 'organizer' ? deals.organizerId : deals.distributorId, mine.partyId);
  return and(own, eq(deals.status, 'PENDING'), stillValid(nowMs), ne(deals.author, mine.side));
}

function statusIs(status: DealStatus, nowMs: number): SQL | undefined {
  const pending = eq(deals.status, 'PENDING');
  if (status === 'PENDING') return and(pending, stillValid(nowMs));
  if (status === 'EXPIRED') return or(eq(deals.status, 'EXPIRED'), and(pending, lte(deals.validUntil, nowMs)));
  return eq(deals.status, status);
}

export function stillValid(nowMs: number): SQL | undefined {
  return or(isNull(deals.validUntil), gt(deals.validUntil, nowMs));
}
