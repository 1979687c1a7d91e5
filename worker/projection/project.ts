// Writes the messages of the events' objects into D1. A message carries the whole new state and its `seq`. It may come
// twice, late or out of order: only a higher `seq` changes a row. Ledger rows are only inserted, under their own ids.

import { type SQL, sql } from 'drizzle-orm';
import type { OutboxMessage } from '../../durable-objects/event-sales/outbox/messages.ts';
import { type Database, databaseOf, statement } from '../database.ts';
import { markTerminated } from '../deals/deals.ts';
import type { Env } from '../env.d.ts';

export type OrderMessage = Extract<OutboxMessage, { kind: 'project-order' }>;
export type ChannelMessage = Extract<OutboxMessage, { kind: 'project-channel' }>;

/**
 * Messages of any orders in one batch, so a reader never sees an order without its tickets and its postings. Of two
 * messages of one order the newer stays, whichever comes first.
 */
export async function projectOrders(env: Env, messages: readonly OrderMessage[]): Promise<void> {
  const db = databaseOf(env);
  await db.batch(orderStatements(db, messages));
}

/** The same for a row that may be wrong: the ledger's rows are only ever added, so they have to go first. */
export async function projectOrderAnew(env: Env, message: OrderMessage): Promise<void> {
  const db = databaseOf(env);
  const { orderId } = message.order;
  // Rows of a newer message are right already, and its ledger holds this one's.
  const older = sql`select id from ledger_entries where event_id = ${message.eventId} and order_id = ${orderId}
    and not exists (select 1 from orders where id = ${orderId} and seq > ${message.seq})`;
  await db.batch([
    statement(db, sql`delete from ledger_postings where entry_id in (${older})`),
    statement(db, sql`delete from ledger_entries where id in (${older})`),
    ...orderStatements(db, [message]),
  ]);
}

type Statement = ReturnType<typeof statement>;

function orderStatements(db: Database, messages: readonly OrderMessage[]): [Statement, ...Statement[]] {
  return [
    statement(db, upsertOrders(messages)),
    statement(db, upsertTickets(messages)),
    statement(db, insertEntries(messages)),
    statement(db, insertPostings(messages)),
  ];
}

/** The object closed (or opened) a channel: D1 follows, whoever asked for it. */
export async function projectChannel(env: Env, message: ChannelMessage): Promise<void> {
  await databaseOf(env).run(sql`
    insert into channels (widget_id, event_id, deal_id, status, seq)
    values (${message.widgetId}, ${message.eventId}, ${message.dealId}, ${message.status}, ${message.seq})
    on conflict (widget_id) do update set status = excluded.status, seq = excluded.seq
      where excluded.seq > channels.seq`);
  // A closed channel is never opened again, so even an old message about it is true for good.
  if (message.status === 'closed' && message.dealId !== null) await markTerminated(env, message.widgetId, Date.now());
}

// Rows travel as one JSON parameter: D1 takes 100 parameters a statement, and a statement of many rows costs one way in.
// Each row is parsed once, not once a column; the limit keeps the planner from merging the two selects.
function rowsOf(list: readonly object[]): SQL {
  return sql`(select jsonb(value) as one from json_each(${JSON.stringify(list)}) limit -1)`;
}

function upsertOrders(messages: readonly OrderMessage[]): SQL {
  const rows = messages.map(({ eventId, seq, order: { tickets: _, entries, replies, ...order } }) => ({
    ...order,
    ...netOf(entries),
    replies: listOrNull(replies),
    eventId,
    seq,
  }));
  return sql`
    insert into orders (id, event_id, seq, widget_id, deal_id, organizer_id, distributor_id, terms_version, status,
      paid_late, currency, face_minor, service_fee_minor, total_minor, refunded_minor, commission_minor,
      buyer_name, buyer_email, locale, created_at, paid_at, replies, surface, sub_id,
      net_face_minor, net_commission_minor, net_fees_minor)
    select one ->> 'orderId', one ->> 'eventId', one ->> 'seq', one ->> 'widgetId', one ->> 'dealId',
      one ->> 'organizerId', one ->> 'distributorId', one ->> 'termsVersion', one ->> 'status', one ->> 'paidLate',
      one ->> 'currency', one ->> 'faceMinor', one ->> 'serviceFeeMinor', one ->> 'totalMinor',
      one ->> 'refundedMinor', one ->> 'commissionMinor', one ->> 'buyerName', one ->> 'buyerEmail',
      one ->> 'locale', one ->> 'createdAtMs', one ->> 'paidAtMs', one ->> 'replies', one ->> 'surface', one ->> 'subId',
      one ->> 'netFaceMinor', one ->> 'netCommissionMinor', one ->> 'netFeesMinor'
    from ${rowsOf(rows)} where true
    on conflict (id) do update set seq = excluded.seq, status = excluded.status, paid_late = excluded.paid_late,
      face_minor = excluded.face_minor, service_fee_minor = excluded.service_fee_minor,
      total_minor = excluded.total_minor, refunded_minor = excluded.refunded_minor,
      commission_minor = excluded.commission_minor, buyer_name = excluded.buyer_name,
      net_face_minor = excluded.net_face_minor, net_commission_minor = excluded.net_commission_minor,
      net_fees_minor = excluded.net_fees_minor, buyer_email = excluded.buyer_email, locale = excluded.locale,
      paid_at = excluded.paid_at, replies = excluded.replies
      where excluded.seq > orders.seq`;
}

/** Most orders have none: no empty list is written for them. */
function listOrNull<Item>(items: Item[] | undefined): Item[] | null {
  return items === undefined || items.length === 0 ? null : items;
}

/** What sales and refunds together left in each account. */
function netOf(entries: OrderMessage['order']['entries']) {
  const postings = entries.flatMap((entry) => entry.postings);
  const sum = (account: string) =>
    postings.reduce((all, posting) => (posting.account === account ? all + posting.amountMinor : all), 0);
  const netCommissionMinor = sum('distributor');
  return { netFaceMinor: sum('organizer') + netCommissionMinor, netCommissionMinor, netFeesMinor: sum('fees') };
}

function upsertTickets(messages: readonly OrderMessage[]): SQL {
  const rows = messages.flatMap(({ eventId, seq, order: { orderId, tickets } }) =>
    tickets.map((ticket) => ({ ...ticket, replies: listOrNull(ticket.replies), orderId, eventId, seq })),
  );
  return sql`
    insert into tickets (id, order_id, event_id, seq, number, ticket_type_id, status, face_minor, holder_name,
      replies)
    select one ->> 'ticketId', one ->> 'orderId', one ->> 'eventId', one ->> 'seq', one ->> 'number',
      one ->> 'ticketTypeId', one ->> 'status', one ->> 'faceMinor', one ->> 'holderName', one ->> 'replies'
    from ${rowsOf(rows)} where true
    on conflict (id) do update set seq = excluded.seq, status = excluded.status, face_minor = excluded.face_minor,
      holder_name = excluded.holder_name, replies = excluded.replies
      where excluded.seq > tickets.seq`;
}

function insertEntries(messages: readonly OrderMessage[]): SQL {
  const rows = messages.flatMap(({ eventId, order: { orderId, distributorId, entries } }) =>
    entries.map(({ entryId, dealId, kind, atMs }) => ({
      entryId,
      eventId,
      orderId,
      dealId,
      distributorId,
      kind,
      atMs,
    })),
  );
  return sql`
    insert into ledger_entries (id, event_id, order_id, deal_id, distributor_id, kind, at)
    select one ->> 'entryId', one ->> 'eventId', one ->> 'orderId', one ->> 'dealId', one ->> 'distributorId',
      one ->> 'kind', one ->> 'atMs'
    from ${rowsOf(rows)} where true
    on conflict do nothing`;
}

function insertPostings(messages: readonly OrderMessage[]): SQL {
  const rows = messages.flatMap(({ order }) =>
    order.entries.flatMap(({ entryId, kind, atMs, postings }) =>
      postings.map((posting, position) => ({ ...posting, entryId, kind, atMs, position })),
    ),
  );
  return sql`
    insert into ledger_postings (entry_id, position, account, party_id, kind, amount_minor, currency, at)
    select one ->> 'entryId', one ->> 'position', one ->> 'account', one ->> 'partyId', one ->> 'kind',
      one ->> 'amountMinor', one ->> 'currency', one ->> 'atMs'
    from ${rowsOf(rows)} where true
    on conflict do nothing`;
}
