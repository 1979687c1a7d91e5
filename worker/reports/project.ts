// Facts of the events' objects into D1. A fact carries the whole new state and its number: it may come twice, late or
// out of order, and only a newer one changes a row. Rows of the ledger are only ever added, by their own ids.

import { type SQL, sql } from 'drizzle-orm';
import type { Job, LedgerRecord } from '../../durable-objects/event-sales/calls.ts';
import { type Database, databaseOf, statement } from '../database.ts';
import { markTerminated } from '../deals/deals.ts';
import type { Env } from '../env.d.ts';

export type OrderJob = Extract<Job, { kind: 'project-order' }>;
export type ChannelJob = Extract<Job, { kind: 'project-channel' }>;

/** One batch: a reader never sees an order without its tickets and its postings. */
export async function projectOrder(env: Env, job: OrderJob): Promise<void> {
  const db = databaseOf(env);
  const [first, ...rest] = orderStatements(db, job);
  await db.batch([first, ...rest]);
}

/** The same for a row that may be wrong: the ledger's rows are only ever added, so they have to go first. */
export async function projectOrderAnew(env: Env, job: OrderJob): Promise<void> {
  const db = databaseOf(env);
  const { orderId } = job.order;
  // Rows of a newer fact are right already, and its ledger holds this one's.
  const older = sql`select id from ledger_entries where event_id = ${job.eventId} and order_id = ${orderId}
    and not exists (select 1 from orders where id = ${orderId} and seq > ${job.seq})`;
  await db.batch([
    statement(db, sql`delete from ledger_postings where entry_id in (${older})`),
    statement(db, sql`delete from ledger_entries where id in (${older})`),
    ...orderStatements(db, job),
  ]);
}

type Statement = ReturnType<typeof statement>;

function orderStatements(db: Database, job: OrderJob): [Statement, ...Statement[]] {
  return [
    statement(db, upsertOrder(job)),
    statement(db, upsertTickets(job)),
    statement(db, insertEntries(job)),
    statement(db, insertPostings(job.order.entries)),
  ];
}

/** The object closed (or opened) a channel: D1 follows, whoever asked for it. */
export async function projectChannel(env: Env, job: ChannelJob): Promise<void> {
  await databaseOf(env).run(sql`
    insert into channels (widget_id, event_id, deal_id, status, seq)
    values (${job.widgetId}, ${job.eventId}, ${job.dealId}, ${job.status}, ${job.seq})
    on conflict (widget_id) do update set status = excluded.status, seq = excluded.seq
      where excluded.seq > channels.seq`);
  // A closed channel is never opened again, so even an old fact of it is true for good.
  if (job.status === 'closed' && job.dealId !== null) await markTerminated(env, job.widgetId, Date.now());
}

function upsertOrder({ eventId, seq, order }: OrderJob): SQL {
  return sql`
    insert into orders (id, event_id, seq, widget_id, deal_id, organizer_id, distributor_id, terms_version, status,
      paid_late, currency, face_minor, service_fee_minor, total_minor, refunded_minor, commission_minor,
      buyer_name, buyer_email, locale, created_at, paid_at)
    values (${order.orderId}, ${eventId}, ${seq}, ${order.widgetId}, ${order.dealId}, ${order.organizerId},
      ${order.distributorId}, ${order.termsVersion}, ${order.status}, ${order.paidLate ? 1 : 0}, ${order.currency},
      ${order.faceMinor}, ${order.serviceFeeMinor}, ${order.totalMinor}, ${order.refundedMinor},
      ${order.commissionMinor}, ${order.buyerName}, ${order.buyerEmail}, ${order.locale}, ${order.createdAtMs},
      ${order.paidAtMs})
    on conflict (id) do update set seq = excluded.seq, status = excluded.status, paid_late = excluded.paid_late,
      face_minor = excluded.face_minor, service_fee_minor = excluded.service_fee_minor,
      total_minor = excluded.total_minor, refunded_minor = excluded.refunded_minor,
      commission_minor = excluded.commission_minor, buyer_name = excluded.buyer_name,
      buyer_email = excluded.buyer_email, locale = excluded.locale, paid_at = excluded.paid_at
      where excluded.seq > orders.seq`;
}

// Lists travel as one JSON parameter: D1 takes 100 parameters a statement, an order of 50 tickets has more.
function upsertTickets({ eventId, seq, order }: OrderJob): SQL {
  return sql`
    insert into tickets (id, order_id, event_id, seq, number, ticket_type_id, status, face_minor)
    select value ->> 'ticketId', ${order.orderId}, ${eventId}, ${seq}, value ->> 'number', value ->> 'ticketTypeId',
      value ->> 'status', value ->> 'faceMinor'
    from json_each(${JSON.stringify(order.tickets)}) where true
    on conflict (id) do update set seq = excluded.seq, status = excluded.status, face_minor = excluded.face_minor
      where excluded.seq > tickets.seq`;
}

function insertEntries({ eventId, order }: OrderJob): SQL {
  return sql`
    insert into ledger_entries (id, event_id, order_id, deal_id, distributor_id, kind, at)
    select value ->> 'entryId', ${eventId}, ${order.orderId}, value ->> 'dealId', ${order.distributorId},
      value ->> 'kind', value ->> 'atMs'
    from json_each(${JSON.stringify(order.entries)}) where true
    on conflict do nothing`;
}

function insertPostings(entries: LedgerRecord[]): SQL {
  const postings = entries.flatMap(({ entryId, kind, postings: own }) =>
    own.map((posting, position) => ({ ...posting, entryId, kind, position })),
  );
  return sql`
    insert into ledger_postings (entry_id, position, account, party_id, kind, amount_minor, currency)
    select value ->> 'entryId', value ->> 'position', value ->> 'account', value ->> 'partyId', value ->> 'kind',
      value ->> 'amountMinor', value ->> 'currency'
    from json_each(${JSON.stringify(postings)}) where true
    on conflict do nothing`;
}
