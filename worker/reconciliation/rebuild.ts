// D1's copy of an event made anew from its object, page by page. Sales go on meanwhile: messages that arrive in between are
// newer or older by their number, as ever. Rows of orders the object does not know are removed.

import { sql } from 'drizzle-orm';
import type { Rebuilt } from '#core/contracts/reconciliation.ts';
import type { OrderExport } from '../../durable-objects/event-sales/rpc.ts';
import { databaseOf, statement } from '../database.ts';
import type { Env } from '../env.d.ts';
import { callEventSales } from '../event-object/event-object.ts';
import { projectChannel, projectOrderAnew } from '../projection/projection.ts';

export async function rebuildProjection(env: Env, eventId: string): Promise<Rebuilt> {
  const known = await highestNumber(env, eventId);
  const { seq: firstNumber, channels } = await callEventSales(env, eventId, (sales) => sales.exportChannels(known));
  for (const channel of channels) {
    const message = { version: 1, eventId, jobId: 'rebuild', kind: 'project-channel', seq: firstNumber } as const;
    await projectChannel(env, { ...message, ...channel });
  }
  let orders = 0;
  let after: string | null = null;
  do {
    const from: string | null = after;
    const page: OrderExport = await callEventSales(env, eventId, (sales) => sales.exportOrders(from, known));
    const { seq } = page;
    if (seq === null) break;
    for (const order of page.orders) {
      await projectOrderAnew(env, { version: 1, eventId, jobId: 'rebuild', kind: 'project-order', seq, order });
    }
    orders += page.orders.length;
    after = page.next;
  } while (after !== null);
  return { orders, channels: channels.length, removed: await removeUnknown(env, eventId, firstNumber) };
}

/** An object put back from a backup counts from an earlier number than D1 has seen. */
async function highestNumber(env: Env, eventId: string): Promise<number> {
  const [row] = await databaseOf(env).all<{ seq: number | null }>(sql`
    select max(seq) as seq from (select seq from orders where event_id = ${eventId}
      union all select seq from tickets where event_id = ${eventId}
      union all select seq from channels where event_id = ${eventId})`);
  return row?.seq ?? 0;
}

async function removeUnknown(env: Env, eventId: string, firstNumber: number): Promise<number> {
  const db = databaseOf(env);
  const unknown = sql`select id from orders where event_id = ${eventId} and seq < ${firstNumber}`;
  const entries = sql`select id from ledger_entries where event_id = ${eventId} and
    (order_id in (${unknown}) or order_id not in (select id from orders where event_id = ${eventId}))`;
  const [row] = await db.all<{ n: number }>(sql`select count(*) as n from (${unknown})`);
  await db.batch([
    statement(db, sql`delete from ledger_postings where entry_id in (${entries})`),
    statement(db, sql`delete from ledger_entries where id in (${entries})`),
    statement(db, sql`delete from tickets where event_id = ${eventId} and seq < ${firstNumber}`),
    statement(db, sql`delete from orders where event_id = ${eventId} and seq < ${firstNumber}`),
  ]);
  return row?.n ?? 0;
}
