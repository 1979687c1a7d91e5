// A buyer's account gathers the orders made with their e-mail, but only once they have verified it: an
// account can be opened with anybody's address.

import { and, desc, eq } from 'drizzle-orm';
import type { MyOrder } from '#core/contracts/accounts.ts';
import { Money } from '#core/contracts/basics.ts';
import { orderNumber } from '#core/order-number.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { isEmail } from '../accounts/accounts.ts';
import { configOf } from '../config.ts';
import { olderThan, type Position, pageOf } from '../cursor.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { callEventSales } from '../event-object/event-object.ts';
import type { Actor } from '../http/app-env.ts';
import { users } from '../schema/accounts.ts';
import { events } from '../schema/catalog.ts';
import { orders } from '../schema/projection.ts';

const pageSize = 20;

type Page = { items: MyOrder[]; next: string | null };

export async function myOrders(
  env: Env,
  actor: Actor,
  after: Position | null,
): Promise<Result<Page, 'email-not-verified'>> {
  const db = databaseOf(env);
  const [user] = await db.select().from(users).where(eq(users.id, actor.userId));
  if (user === undefined || !user.emailVerified) return refuse('email-not-verified');
  const rows = await db
    .select({ order: orders, event: events })
    .from(orders)
    .innerJoin(events, eq(events.id, orders.eventId))
    .where(and(isEmail(orders.buyerEmail, user.email), olderThan(after, orders.createdAt, orders.id)))
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(pageSize + 1);
  const page = pageOf(
    rows,
    pageSize,
    ({ order }) => ({ at: order.createdAt, id: order.id }),
    (row) => row,
  );
  return ok({ next: page.next, items: await Promise.all(page.items.map((row) => shown(env, row))) });
}

type Row = { order: typeof orders.$inferSelect; event: typeof events.$inferSelect };

async function shown(env: Env, { order, event }: Row): Promise<MyOrder> {
  return {
    orderId: order.id,
    number: orderNumber(order.id),
    status: order.status,
    total: Money.parse({ amount: order.totalMinor, currency: order.currency }),
    createdAt: new Date(order.createdAt).toISOString(),
    event: {
      id: event.id,
      title: event.title,
      language: event.language,
      translations: event.translations,
      startsAt: new Date(event.startsAt).toISOString(),
      timeZone: event.timeZone,
    },
    url: await pageOfOrder(env, order.eventId, order.id),
  };
}

// The order's token is the right to it and is made by the event's object; while that cannot be asked, the list still opens.
async function pageOfOrder(env: Env, eventId: string, orderId: string): Promise<string | null> {
  const known = await callEventSales(env, eventId, (sales) => sales.orderForDelivery(orderId)).catch(() => null);
  return known === null ? null : `${configOf(env).PUBLIC_ORIGIN}/o/${orderId}/${known.orderToken}`;
}
