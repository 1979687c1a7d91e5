// Compares D1's copy with the object, order by order. A lost message shows here as a row that is missing or behind although
// nothing waits in the outbox any more. A number of messages alone could not show it: a newer message may have replaced an
// older one.

import { type SQL, sql } from 'drizzle-orm';
import type { Check, Difference } from '#core/contracts/reconciliation.ts';
import type { OrderProjection } from '../../durable-objects/event-sales/outbox/messages.ts';
import type { OrderExport } from '../../durable-objects/event-sales/rpc.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { callEventSales } from '../event-object/event-object.ts';
import { check, secondLookMs, stillDiffering } from './checks.ts';

/** Pages of 100 orders in one run; the next run goes on from there. */
const mostPages = 50;

export async function checkProjection(
  env: Env,
  eventId: string,
  from: string | null,
): Promise<{ check: Check; next: string | null }> {
  const differences: Difference[] = [];
  let after = from;
  let compared = 0;
  for (let pages = 0; pages < mostPages; pages++) {
    const page = await comparePage(env, eventId, after);
    compared += page.compared;
    if (page.differences.length > 0) {
      await scheduler.wait(secondLookMs);
      const again = await comparePage(env, eventId, after);
      differences.push(...stillDiffering(page.differences, again.differences));
    }
    after = page.next;
    if (after === null) break;
  }
  return { check: check('projection', compared, differences), next: after };
}

type Page = { compared: number; differences: Difference[]; next: string | null };

async function comparePage(env: Env, eventId: string, after: string | null): Promise<Page> {
  const exported = await callEventSales(env, eventId, (sales) => sales.exportOrders(after, null));
  const copies = await copiesBetween(env, eventId, after, exported.next);
  const known = new Set(exported.orders.map((order) => order.orderId));
  const waiting = new Set(exported.underWay);
  const differences = exported.orders
    .filter((order) => !waiting.has(order.orderId))
    .flatMap((order): Difference[] => {
      const expected = truth(order);
      const found = copies.get(order.orderId);
      if (found === expected) return [];
      const kind = found === undefined ? 'missing-in-copy' : 'differs-in-copy';
      return [{ kind, subject: order.orderId, expected, found: found ?? 'none' }];
    });
  for (const [subject, found] of copies) {
    if (!known.has(subject)) differences.push({ kind: 'only-in-copy', subject, expected: 'none', found });
  }
  return { compared: exported.orders.length, differences, next: exported.next };
}

/** Everything a list or a statement shows of an order, and nothing of the person. */
function truth(order: OrderExport['orders'][number]): string {
  const valid = order.tickets.filter((ticket) => ticket.status === 'valid').length;
  return describe({
    status: order.status,
    total: order.totalMinor,
    refunded: order.refundedMinor,
    commission: order.commissionMinor,
    valid,
    void: order.tickets.length - valid,
    entries: order.entries.length,
    moved: movedBy(order.entries),
  });
}

function movedBy(entries: OrderProjection['entries']): number {
  return entries.flatMap((entry) => entry.postings).reduce((sum, one) => sum + Math.abs(one.amountMinor), 0);
}

type Copy = {
  status: string;
  total: number;
  refunded: number;
  commission: number;
  valid: number;
  void: number;
  entries: number;
  moved: number;
};

function describe(one: Copy): string {
  return `${one.status} ${one.total}-${one.refunded}, commission ${one.commission}, tickets ${one.valid}+${one.void}, ledger ${one.entries}:${one.moved}`;
}

/** Ids of an event's orders begin alike, so a page is a range of them. */
function range(eventId: string, after: string | null, upTo: string | null): SQL {
  const prefix = `ord_${eventId.slice('evt_'.length)}_`;
  return sql`id > ${after ?? prefix} and id <= ${upTo ?? `${prefix}~`}`;
}

async function copiesBetween(
  env: Env,
  eventId: string,
  after: string | null,
  upTo: string | null,
): Promise<Map<string, string>> {
  const rows = await databaseOf(env).all<Copy & { id: string }>(sql`
    select id, status, total_minor as total, refunded_minor as refunded, commission_minor as commission,
      (select count(*) from tickets where order_id = orders.id and status = 'valid') as valid,
      (select count(*) from tickets where order_id = orders.id and status = 'void') as void,
      (select count(*) from ledger_entries where event_id = ${eventId} and order_id = orders.id) as entries,
      (select coalesce(sum(abs(amount_minor)), 0) from ledger_postings where entry_id in
        (select id from ledger_entries where event_id = ${eventId} and order_id = orders.id)) as moved
    from orders where ${range(eventId, after, upTo)}`);
  return new Map(rows.map((row) => [row.id, describe(row)]));
}
