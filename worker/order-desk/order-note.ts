// The organizer's note on an order. Two people may write at once, so each names the revision they read, and the audit log
// learns who wrote and never what.

import { and, eq } from 'drizzle-orm';
import type { OrderNote } from '#core/contracts/order-desk.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import type { EventRow } from '../access/relations.ts';
import { auditIfChanged } from '../audit/audit.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { callEventSales } from '../event-object/event-object.ts';
import type { Actor } from '../http/app-env.ts';
import { users } from '../schema/accounts.ts';
import { orderNotes } from '../schema/order-notes.ts';

export async function readNote(env: Env, orderId: string, reader: Actor): Promise<OrderNote> {
  const [row] = await databaseOf(env)
    .select({ note: orderNotes, name: users.displayName })
    .from(orderNotes)
    .leftJoin(users, eq(users.id, orderNotes.changedBy))
    .where(eq(orderNotes.orderId, orderId));
  if (row === undefined) return { text: '', revision: 0, changedAt: null, author: null };
  const { text, revision, changedAt, changedBy, changedByRole: role } = row.note;
  const author = { me: changedBy === reader.userId, role, name: role === 'admin' ? null : row.name };
  return { text, revision, changedAt: new Date(changedAt).toISOString(), author };
}

type Place = { orderId: string; event: EventRow; actor: Actor };

export async function setNote(
  env: Env,
  { orderId, event, actor }: Place,
  revision: number,
  text: string,
): Promise<Result<OrderNote, 'not-found' | 'stale-revision'>> {
  const order = await callEventSales(env, event.id, (sales) => sales.orderPast(orderId));
  if (order === null) return refuse('not-found');
  const db = databaseOf(env);
  const nowMs = Date.now();
  const next = {
    text,
    revision: revision + 1,
    changedAt: nowMs,
    changedBy: actor.userId,
    changedByRole: actor.role === 'admin' ? ('admin' as const) : ('organizer' as const),
  };
  // The first note makes the row, and so does one of two first notes.
  const write =
    revision === 0
      ? db
          .insert(orderNotes)
          .values({ orderId, eventId: event.id, ...next })
          .onConflictDoNothing()
      : db
          .update(orderNotes)
          .set(next)
          .where(and(eq(orderNotes.orderId, orderId), eq(orderNotes.revision, revision)));
  const entry = {
    what: 'order-note-changed',
    by: actor,
    subjectId: orderId,
    eventId: event.id,
    partyId: event.organizerId,
    after: { revision: revision + 1 },
  } as const;
  const [written] = await db.batch([write, auditIfChanged(db, entry, nowMs)]);
  const note = await readNote(env, orderId, actor);
  return written.meta.changes === 0 ? refuse('stale-revision', { revision: note.revision }) : ok(note);
}
