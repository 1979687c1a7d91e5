// Letters to buyers that failed: shown to the organizer and to admins until they were sent again or put aside, and written
// about to the organizer. The buyer's page has the tickets all the same; but whoever waits for a letter does not know that.

import { and, asc, count, eq, gt, isNull, lte, min, or, sql } from 'drizzle-orm';
import { clockSkewMs } from '#core/clock-skew.ts';
import type { FailedLetter } from '#core/contracts/letters.ts';
import type { BuyerLetter } from '../../durable-objects/event-sales/outbox/messages.ts';
import { configOf } from '../config.ts';
import { pageOf, positionOf } from '../cursor.ts';
import { databaseOf } from '../database.ts';
import { sendLetter } from '../delivery/mail/mail.ts';
import type { Env } from '../env.d.ts';
import type { Actor } from '../http/app-env.ts';
import { log } from '../log.ts';
import { members, users } from '../schema/accounts.ts';
import { events } from '../schema/catalog.ts';
import { failedLetters } from '../schema/failed-letters.ts';
import { failedLettersLetter } from './letter.ts';

type Failure = { eventId: string; orderId: string; letter: BuyerLetter; reason: 'refused' | 'given-up' };

/** Hearing the same again changes nothing; a letter that was sent again and failed again is told again. */
export async function noteFailedLetter(env: Env, { eventId, orderId, letter, reason }: Failure): Promise<void> {
  const failedAt = Date.now();
  const again = { reason, failedAt, mailedAt: null, settledAt: null };
  await databaseOf(env)
    .insert(failedLetters)
    .values({ eventId, orderId, letter, reason, failedAt })
    .onConflictDoUpdate({
      target: [failedLetters.orderId, failedLetters.letter],
      set: again,
      setWhere: sql`${failedLetters.settledAt} is not null`,
    });
  log('error', 'letter-failed', { eventId, orderId, letter, reason });
}

const pageSize = 20;

export async function listFailedLetters(
  env: Env,
  actor: Pick<Actor, 'role' | 'partyId'>,
  query: { cursor?: string | undefined; eventId?: string | undefined },
): Promise<{ items: FailedLetter[]; next: string | null }> {
  const after = positionOf(query.cursor);
  const rows = await databaseOf(env)
    .select({ row: failedLetters, title: events.title })
    .from(failedLetters)
    .innerJoin(events, eq(events.id, failedLetters.eventId))
    .where(
      and(
        isNull(failedLetters.settledAt),
        actor.role === 'admin' ? undefined : eq(events.organizerId, actor.partyId ?? ''),
        query.eventId === undefined ? undefined : eq(events.id, query.eventId),
        after === null
          ? undefined
          : sql`(${failedLetters.failedAt}, ${failedLetters.orderId} || ${failedLetters.letter}) > (${Number(after.at)}, ${after.id})`,
      ),
    )
    .orderBy(asc(failedLetters.failedAt), asc(sql`${failedLetters.orderId} || ${failedLetters.letter}`))
    .limit(pageSize + 1);
  return pageOf(
    rows,
    pageSize,
    ({ row }) => ({ at: row.failedAt, id: `${row.orderId}${row.letter}` }),
    ({ row, title }) => ({
      orderId: row.orderId,
      eventId: row.eventId,
      eventTitle: title,
      letter: row.letter,
      reason: row.reason,
      failedAt: new Date(row.failedAt).toISOString(),
    }),
  );
}

/** The organizer has reached the buyer otherwise, or the tickets were asked for again. Done twice it is done. */
export async function settleFailedLetters(env: Env, orderId: string, letter?: BuyerLetter): Promise<void> {
  await databaseOf(env)
    .update(failedLetters)
    .set({ settledAt: Date.now() })
    .where(
      and(
        eq(failedLetters.orderId, orderId),
        isNull(failedLetters.settledAt),
        letter === undefined ? undefined : eq(failedLetters.letter, letter),
      ),
    );
}

/** An event whose letters fail one after the other makes one letter in this time, not one for each. */
const quietMs = 6 * 60 * 60_000;
const mailedAtOnce = 50;

/** One letter an event to each member of the organizer; what cannot be sent now is tried again by the cron. */
export async function mailFailedLetters(env: Env, nowMs: number): Promise<void> {
  const db = databaseOf(env);
  // A moment in the future was noted by a clock that ran ahead, and is not waited for.
  const failedByNow = or(lte(failedLetters.failedAt, nowMs), gt(failedLetters.failedAt, nowMs + clockSkewMs));
  const unmailed = and(isNull(failedLetters.mailedAt), isNull(failedLetters.settledAt), failedByNow);
  const owed = await db
    .select({ eventId: events.id, title: events.title, partyId: events.organizerId, n: count() })
    .from(failedLetters)
    .innerJoin(events, eq(events.id, failedLetters.eventId))
    .where(
      and(
        unmailed,
        sql`not exists (select 1 from failed_letters told where told.event_id = ${events.id}
          and told.mailed_at > ${nowMs - quietMs} and told.mailed_at <= ${nowMs + clockSkewMs})`,
      ),
    )
    .groupBy(events.id)
    .orderBy(asc(min(failedLetters.failedAt)))
    .limit(mailedAtOnce);
  for (const row of owed) {
    try {
      await mailOne(env, row, nowMs);
      await db
        .update(failedLetters)
        .set({ mailedAt: nowMs })
        .where(and(eq(failedLetters.eventId, row.eventId), unmailed));
    } catch (error) {
      log('warn', 'failed-letters-not-mailed', { eventId: row.eventId, error });
    }
  }
}

type Owed = { eventId: string; title: string; partyId: string; n: number };

async function mailOne(env: Env, { eventId, title, partyId, n }: Owed, nowMs: number): Promise<void> {
  const people = await databaseOf(env)
    .select({ id: users.id, name: users.displayName, email: users.email, locale: users.locale })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.partyId, partyId), isNull(users.disabledAt)));
  const url = `${configOf(env).PUBLIC_ORIGIN}/my-events/${eventId}`;
  // A run that died half-way writes the same letters again within its quiet period, and the send log keeps them apart.
  const period = Math.floor(nowMs / quietMs);
  for (const { id, name, email, locale } of people) {
    const to = { name, address: email };
    await sendLetter(
      env,
      { id: `failed-letters.${eventId}.${period}.${id}`, locale, to, class: 'account', senders: [], attachments: [] },
      () => failedLettersLetter(locale, { eventTitle: title, name, url, letters: n }),
    );
  }
}
