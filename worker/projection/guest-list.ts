// Who is expected at an event: its valid tickets by name, as the door's list on paper is read. From the projection, so it
// lags behind the sales as that does; who is in is asked of the gate by the caller.

import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import { plainBase32 } from '#core/base32.ts';
import type { Guest } from '#core/contracts/guests.ts';
import { idEndOf, orderNumber } from '#core/order-number.ts';
import { type Position, pageOf } from '../cursor.ts';
import { databaseOf, nameForms } from '../database.ts';
import type { Env } from '../env.d.ts';
import { ticketTypes } from '../schema/catalog.ts';
import { orders, tickets } from '../schema/projection.ts';

/** A printed list is read page by page; the gate is asked once for each. */
const pageSize = 200;

const holder = sql<string>`coalesce(${tickets.holderName}, ${orders.buyerName})`;

type GuestOfList = Omit<Guest, 'admitted'>;
type Search = { q?: string | undefined; after: Position<string> | null };

export async function listGuests(
  env: Env,
  eventId: string,
  { q, after }: Search,
): Promise<{ items: GuestOfList[]; next: string | null; expected: number }> {
  const db = databaseOf(env);
  const valid = and(eq(tickets.eventId, eventId), eq(tickets.status, 'valid'));
  const [rows, [counted]] = await Promise.all([
    db
      .select({ ticket: tickets, name: holder, type: ticketTypes })
      .from(tickets)
      .innerJoin(orders, eq(orders.id, tickets.orderId))
      .innerJoin(ticketTypes, eq(ticketTypes.id, tickets.ticketTypeId))
      .where(
        and(
          valid,
          q === undefined ? undefined : isNamed(q),
          after === null ? undefined : sql`(${holder}, ${tickets.id}) > (${after.at}, ${after.id})`,
        ),
      )
      .orderBy(asc(holder), asc(tickets.id))
      .limit(pageSize + 1),
    db.select({ n: sql<number>`count(*)` }).from(tickets).where(valid),
  ]);
  const page = pageOf(
    rows,
    pageSize,
    ({ name, ticket }) => ({ at: name, id: ticket.id }),
    ({ ticket, name, type }) => ({
      ticketId: ticket.id,
      number: ticket.number,
      name,
      replies: ticket.replies ?? [],
      orderId: ticket.orderId,
      orderNumber: orderNumber(ticket.orderId),
      type: { id: type.id, name: type.name, translations: type.translations },
    }),
  );
  return { ...page, expected: counted?.n ?? 0 };
}

function isNamed(q: string): SQL {
  // By the buyer too: who comes to the door may know only who bought the ticket.
  const found = nameForms(q).flatMap((form) =>
    [orders.buyerName, tickets.holderName].map((name) => sql`instr(${name}, ${form}) > 0`),
  );
  const number = plainBase32(q);
  if (number !== '') found.push(sql`replace(${tickets.number}, '-', '') = ${number}`);
  const end = idEndOf(q);
  if (end !== null) found.push(sql`substr(${tickets.orderId}, -7) = ${end}`);
  return sql`(${sql.join(found, sql` or `)})`;
}
