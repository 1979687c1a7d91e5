// Letters to buyers that failed. The organizer and admins see them until they are sent again or settled, and the organizer
// gets a letter about them. The tickets are on the order page all the same, but a buyer who waits for a letter does not
// know that.

import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { FailedLetter } from '#core/contracts/letters.ts';
import type { BuyerLetter } from '../../durable-objects/event-sales/outbox/messages.ts';
import { type Paged, pageOf } from '../cursor.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { eventNames, eventTitles, mailFailures, unsettledSeenBy } from '../failures/failures.ts';
import type { Actor } from '../http/app-env.ts';
import { log } from '../log.ts';
import { events } from '../schema/catalog.ts';
import { failedLetters } from '../schema/failed-letters.ts';
import { failedLetterTexts } from './letter-texts.ts';

type Failure = { eventId: string; orderId: string; letter: BuyerLetter; reason: 'refused' | 'given-up' };

/** Idempotent. A letter that was sent again and failed again is a new failure, with a letter to the organizer of its own. */
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
  query: { eventId?: string | undefined } & Paged,
): Promise<{ items: FailedLetter[]; next: string | null }> {
  const { after } = query;
  const rows = await databaseOf(env)
    .select({ row: failedLetters, ...eventTitles })
    .from(failedLetters)
    .innerJoin(events, eq(events.id, failedLetters.eventId))
    .where(
      and(
        unsettledSeenBy(failedLetters, actor, query.eventId),
        after === null
          ? undefined
          : sql`(${failedLetters.failedAt}, ${failedLetters.orderId} || ${failedLetters.letter}) > (${after.at}, ${after.id})`,
      ),
    )
    .orderBy(asc(failedLetters.failedAt), asc(sql`${failedLetters.orderId} || ${failedLetters.letter}`))
    .limit(pageSize + 1);
  return pageOf(
    rows,
    pageSize,
    ({ row }) => ({ at: row.failedAt, id: `${row.orderId}${row.letter}` }),
    ({ row, ...event }) => ({
      orderId: row.orderId,
      eventId: row.eventId,
      ...eventNames(event),
      letter: row.letter,
      reason: row.reason,
      failedAt: new Date(row.failedAt).toISOString(),
    }),
  );
}

/** The organizer has reached the buyer otherwise, or has sent the tickets again. Idempotent. */
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

const quietMs = 6 * 60 * 60_000;

/** Writes to the organizers of the events whose letters failed. */
export function mailFailedLetters(env: Env, nowMs: number): Promise<void> {
  return mailFailures(env, { table: failedLetters, name: 'failed-letters', quietMs, texts: failedLetterTexts }, nowMs);
}
