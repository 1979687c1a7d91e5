// Money as a party may see it: its balance and its side of an event's ledger.

import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Balance, BalanceEntries, EventLedger, LedgerEntry, Posting } from '#core/contracts/balance.ts';
import { Currency } from '#core/contracts/basics.ts';
import { olderThan, type Position, pageOf } from '../cursor.ts';
import { type Database, databaseOf, isOneOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { ledgerEntries, ledgerPostings } from '../schema/projection.ts';
import { titlesOf, titlesText } from '../titles.ts';
import { grouped } from './grouped.ts';

const pageSize = 50;

/** Credit is positive in the ledger: a sale earns, a refund takes back. Nothing is paid out yet. */
export async function balanceOf(env: Env, partyId: string): Promise<Balance> {
  const rows = await databaseOf(env)
    .select({
      currency: ledgerPostings.currency,
      earned: sql<number>`sum(case when ${ledgerPostings.kind} = 'sale' then ${ledgerPostings.amountMinor} else 0 end)`,
      moved: sql<number>`sum(${ledgerPostings.amountMinor})`,
    })
    .from(ledgerPostings)
    .where(eq(ledgerPostings.partyId, partyId))
    .groupBy(ledgerPostings.currency)
    .orderBy(asc(ledgerPostings.currency));
  const items = rows.map((row) => {
    const currency = Currency.parse(row.currency);
    const money = (amount: number) => ({ amount, currency });
    return {
      currency,
      earned: money(row.earned),
      refunded: money(row.earned - row.moved),
      paidOut: money(0),
      available: money(row.moved),
    };
  });
  return { items };
}

type EntryRow = {
  id: string;
  at: number;
  kind: 'sale' | 'refund';
  orderId: string;
  dealId: string | null;
  eventId: string;
  title: string;
  titles: string;
  timeZone: string;
  amountMinor: number;
  currency: string;
};

type Which = { after: Position | null; between: { fromMs: number; toMs: number } | null; eventId: string | undefined };

/** What moved on a party's own account, newest first: over all its events and times, or of one event or time. */
export async function balanceEntries(
  env: Env,
  partyId: string,
  { after, between, eventId: ofEvent }: Which,
): Promise<BalanceEntries> {
  const wanted = and(
    olderThan(after, sql`posting.at`, sql`posting.entry_id`),
    between === null ? undefined : sql`posting.at >= ${between.fromMs} and posting.at < ${between.toMs}`,
    ofEvent === undefined ? undefined : sql`entry.event_id = ${ofEvent}`,
  );
  const rows = await databaseOf(env).all<EntryRow>(sql`
    select posting.entry_id as id, posting.at as at, entry.kind as kind, entry.order_id as orderId,
      entry.deal_id as dealId, event.id as eventId, event.title as title,
      ${titlesText(sql`event.translations`)} as titles, event.time_zone as timeZone,
      sum(posting.amount_minor) as amountMinor, posting.currency as currency
    from ledger_postings posting
    join ledger_entries entry on entry.id = posting.entry_id
    join events event on event.id = entry.event_id
    where posting.party_id = ${partyId} and ${wanted ?? sql`true`}
    group by posting.at, posting.entry_id
    order by posting.at desc, posting.entry_id desc limit ${pageSize + 1}`);
  return pageOf(
    rows,
    pageSize,
    ({ at, id }) => ({ at, id }),
    ({ id, at, kind, orderId, dealId, eventId, title, titles, timeZone, amountMinor, currency }) => ({
      id,
      at: new Date(at).toISOString(),
      kind,
      orderId,
      dealId,
      event: { id: eventId, title, translations: titlesOf(titles), timeZone },
      amount: { amount: amountMinor, currency: Currency.parse(currency) },
    }),
  );
}

/** Newest first. `distributorId` null: the organizer, who sees every entry; else only entries of what this distributor sold. */
export async function eventLedger(
  env: Env,
  side: { eventId: string; distributorId: string | null },
  query: { dealId?: string | undefined; after: Position | null },
): Promise<EventLedger> {
  const db = databaseOf(env);
  const visible = and(
    eq(ledgerEntries.eventId, side.eventId),
    side.distributorId === null ? undefined : eq(ledgerEntries.distributorId, side.distributorId),
    query.dealId === undefined ? undefined : eq(ledgerEntries.dealId, query.dealId),
  );
  const rows = await db
    .select()
    .from(ledgerEntries)
    .where(and(visible, olderThan(query.after, ledgerEntries.at, ledgerEntries.id)))
    .orderBy(desc(ledgerEntries.at), desc(ledgerEntries.id))
    .limit(pageSize + 1);
  const page = pageOf(
    rows,
    pageSize,
    ({ at, id }) => ({ at, id }),
    (row) => row,
  );
  const postings = await postingsOf(
    db,
    page.items.map((row) => row.id),
  );
  const sums = await db
    .select({
      account: ledgerPostings.account,
      currency: ledgerPostings.currency,
      amount: sql<number>`sum(${ledgerPostings.amountMinor})`,
    })
    .from(ledgerEntries)
    .innerJoin(ledgerPostings, eq(ledgerPostings.entryId, ledgerEntries.id))
    .where(visible)
    .groupBy(ledgerPostings.account, ledgerPostings.currency)
    .orderBy(asc(ledgerPostings.account), asc(ledgerPostings.currency));
  return {
    entries: page.items.map((row) => entryView(row, postings.get(row.id) ?? [])),
    balance: sums.map(({ account, amount, currency }) => posting(account, amount, currency)),
    next: page.next,
  };
}

function entryView(row: typeof ledgerEntries.$inferSelect, postings: Posting[]): LedgerEntry {
  const { id, kind, orderId, dealId } = row;
  return { id, at: new Date(row.at).toISOString(), kind, orderId, dealId, postings };
}

function posting(account: string, amount: number, currency: string): Posting {
  return { account, amount: { amount, currency: Currency.parse(currency) } };
}

async function postingsOf(db: Database, entryIds: string[]): Promise<Map<string, Posting[]>> {
  const rows = await db
    .select()
    .from(ledgerPostings)
    .where(isOneOf(ledgerPostings.entryId, entryIds))
    .orderBy(asc(ledgerPostings.entryId), asc(ledgerPostings.position));
  return grouped(rows, (row) => [row.entryId, posting(row.account, row.amountMinor, row.currency)]);
}
