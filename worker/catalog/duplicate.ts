// A copy of an event at another date, as a draft. Its times move by the clock on the wall, so a concert at seven stays at
// seven when the clocks have gone forward in between.

import { Temporal } from 'temporal-polyfill';
import type { TicketedEvent } from '#core/contracts/events.ts';
import { type Result, refuse } from '#core/result.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { newEventId, newIdIn } from '../ids/ids.ts';
import { type EventRow, selectTypes } from '../publishing/publishing.ts';
import { events, ticketTypes } from '../schema/catalog.ts';
import { copyCoverFiles } from './cover-files.ts';
import { shownEvent } from './events.ts';

export async function duplicateEvent(
  env: Env,
  event: EventRow,
  startsAt: string,
): Promise<Result<TicketedEvent, 'starts-in-past'>> {
  const nowMs = Date.now();
  const startsAtMs = Date.parse(startsAt);
  if (startsAtMs <= nowMs) return refuse('starts-in-past');
  const db = databaseOf(env);
  const types = await selectTypes(db, event.id);
  const moved = shiftBetween(event.startsAt, startsAtMs, event.timeZone);
  const id = newEventId(env);
  const cover = event.cover !== null && (await copyCoverFiles(env, event.id, id, event.cover)) ? event.cover : null;
  const copy = {
    ...event,
    id,
    cover,
    status: 'draft' as const,
    revision: 1,
    pushRevision: 1,
    startsAt: startsAtMs,
    // A wall clock that skips an hour may leave an event no time at all.
    endsAt: Math.max(moved(event.endsAt), startsAtMs + 60_000),
    postponements: 0,
    reconciledAt: 0,
    widgetId: null,
    createdAt: nowMs,
    publishedAt: null,
    cancelledAt: null,
  };
  const copyOf = new Map(types.map((type) => [type.id, newIdIn(id, 'tty')]));
  const copies = types.map((type) => ({
    ...type,
    id: copyOf.get(type.id) ?? newIdIn(id, 'tty'),
    eventId: id,
    salesFrom: type.salesFrom === null ? null : moved(type.salesFrom),
    salesTo: type.salesTo === null ? null : moved(type.salesTo),
  }));
  const questions = event.questions.map((question) => ({
    ...question,
    ticketTypeIds: question.ticketTypeIds.map((one) => copyOf.get(one) ?? one),
  }));
  await db.batch([
    db.insert(events).values({ ...copy, questions }),
    ...copies.map((type) => db.insert(ticketTypes).values(type)),
  ]);
  return { ok: true, value: await shownEvent(env, id) };
}

/** How an instant moves when the event's start moves from one to the other, told by the clock of its place. */
export function shiftBetween(fromMs: number, toMs: number, timeZone: string): (atMs: number) => number {
  const local = (atMs: number) =>
    Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone).toPlainDateTime();
  const shift = local(fromMs).until(local(toMs), { largestUnit: 'day' });
  return (atMs) => local(atMs).add(shift).toZonedDateTime(timeZone).epochMilliseconds;
}
