// Failed refunds and failed letters: both are rows of D1 that an organizer and admins see until they are settled, and
// that the organizer gets a letter about. An event whose failures come one after the other makes one letter in a quiet
// period, not one for each.

import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { clockSkewMs } from '#core/clock-skew.ts';
import type { Locale } from '#core/contracts/basics.ts';
import { titleIn } from '#core/event-text.ts';
import { configOf } from '../config.ts';
import { databaseOf } from '../database.ts';
import { sendLetter } from '../delivery/mail/mail.ts';
import type { Env } from '../env.d.ts';
import type { Actor } from '../http/app-env.ts';
import { log } from '../log.ts';
import { members, users } from '../schema/accounts.ts';
import { events } from '../schema/catalog.ts';
import type { failedLetters } from '../schema/failed-letters.ts';
import type { failedRefunds } from '../schema/refunds.ts';
import { titlesOf, titlesText } from '../titles.ts';
import { type FailureTexts, failureLetter } from './failure-letter.ts';

export type { FailureTexts } from './failure-letter.ts';

type FailureTable = typeof failedLetters | typeof failedRefunds;

/** The columns that name the event of a failure in every language. */
export const eventTitles = { title: events.title, titles: titlesText(events.translations) };

export function eventNames({ title, titles }: { title: string; titles: string }) {
  return { eventTitle: title, eventTranslations: titlesOf(titles) };
}

/** The failures that this actor may see: an admin all, an organizer those of their own events. */
export function unsettledSeenBy(
  table: FailureTable,
  actor: Pick<Actor, 'role' | 'partyId'>,
  eventId: string | undefined,
): SQL | undefined {
  return and(
    isNull(table.settledAt),
    actor.role === 'admin' ? undefined : eq(events.organizerId, actor.partyId ?? ''),
    eventId === undefined ? undefined : eq(events.id, eventId),
  );
}

type Mailing = {
  table: FailureTable;
  /** Begins the ids of these letters in the send log. */
  name: string;
  quietMs: number;
  texts: Record<Locale, FailureTexts>;
};

const mailedAtOnce = 50;

type Owed = { eventId: string; title: string; titles: string; partyId: string; n: number; firstAt: number };

/** One letter an event to each member of the organizer. The cron tries again what cannot be sent now. */
export async function mailFailures(env: Env, mailing: Mailing, nowMs: number): Promise<void> {
  const db = databaseOf(env);
  const { table, name, quietMs } = mailing;
  // A clock that ran ahead may have stored a time in the future. Such a failure is not waited for.
  const unmailed = sql`mailed_at is null and settled_at is null
    and (failed_at <= ${nowMs} or failed_at > ${nowMs + clockSkewMs})`;
  const owed = await db.all<Owed>(sql`
    select ${events.id} as eventId, ${events.title} as title, ${eventTitles.titles} as titles,
      ${events.organizerId} as partyId, count(*) as n, min(failed_at) as firstAt
    from ${table} join ${events} on ${events.id} = event_id
    where ${unmailed} and not exists (
      select 1 from ${table} mailed where mailed.event_id = ${events.id}
        and mailed.mailed_at > ${nowMs - quietMs} and mailed.mailed_at <= ${nowMs + clockSkewMs})
    group by ${events.id}
    order by firstAt
    limit ${mailedAtOnce}`);
  for (const row of owed) {
    try {
      await mailMembers(env, mailing, row);
      await db.run(sql`update ${table} set mailed_at = ${nowMs} where event_id = ${row.eventId} and ${unmailed}`);
    } catch (error) {
      log('warn', 'failures-not-mailed', { about: name, eventId: row.eventId, error });
    }
  }
}

async function mailMembers(env: Env, { name: about, texts }: Mailing, owed: Owed): Promise<void> {
  const { eventId, title, titles, partyId, n, firstAt } = owed;
  const people = await databaseOf(env)
    .select({ id: users.id, name: users.displayName, email: users.email, locale: users.locale })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.partyId, partyId), isNull(users.disabledAt)));
  const url = `${configOf(env).PUBLIC_ORIGIN}/my-events/${eventId}`;
  for (const { id, name, email, locale } of people) {
    const eventTitle = titleIn({ title, translations: titlesOf(titles) }, locale);
    await sendLetter(
      env,
      {
        // A run that died half-way finds the same first failure again, so the send log lets no member get two letters.
        id: `${about}.${eventId}.${firstAt}.${id}`,
        locale,
        to: { name, address: email },
        class: 'account',
        senders: [],
        attachments: [],
      },
      (frame) => failureLetter(locale, texts[locale], { eventTitle, name, url, n }, frame),
    );
  }
}
