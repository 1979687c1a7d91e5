// The letters about notifications. A party gets one at once and then at most one in each quiet period, a digest of what
// came meanwhile. One statement assigns all unmailed notifications of such parties to a letter, so that concurrent runs
// never send two. The letter is sent afterwards; the cron sends what a crashed run left.

import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { clockSkewMs } from '#core/clock-skew.ts';
import { titleIn } from '#core/event-text.ts';
import { digestOf, notificationQuietMs } from '#core/notification-digest.ts';
import { configOf } from '../config.ts';
import { type Database, databaseOf } from '../database.ts';
import { LetterWaits, sendLetter } from '../delivery/mail/mail.ts';
import type { Env } from '../env.d.ts';
import { log } from '../log.ts';
import { members, users } from '../schema/accounts.ts';
import { notifications } from '../schema/deals.ts';
import { titlesOf } from '../titles.ts';
import { notificationLetter } from './notification-letter.ts';
import { type NotificationRow, selectNotifications } from './notifications.ts';

const lettersARound = 50;
/** More stand in the dashboard only. */
const notificationsALetter = 200;

export async function mailNotifications(env: Env, nowMs: number): Promise<void> {
  const db = databaseOf(env);
  await assignToLetters(db, nowMs);
  const due = await db
    .selectDistinct({ letterId: notifications.letterId, letterAt: notifications.letterAt })
    .from(notifications)
    .where(and(isNull(notifications.mailedAt), isNotNull(notifications.letterId)))
    .orderBy(asc(notifications.letterAt))
    .limit(lettersARound);
  for (const { letterId } of due) if (letterId !== null) await mailLetter(env, letterId, nowMs);
}

async function assignToLetters(db: Database, nowMs: number): Promise<void> {
  await db.run(sql`
    update notices set letter_id = party_id || '.' || ${nowMs}, letter_at = ${nowMs}
    where mailed_at is null and letter_id is null and party_id in (
      select waiting.party_id from notices waiting
      where waiting.mailed_at is null and waiting.letter_id is null and not exists (
        select 1 from notices told where told.party_id = waiting.party_id and told.letter_at > ${nowMs - notificationQuietMs}
          and told.letter_at <= ${nowMs + clockSkewMs}))`);
}

async function mailLetter(env: Env, letterId: string, nowMs: number): Promise<void> {
  const db = databaseOf(env);
  const ofLetter = and(eq(notifications.letterId, letterId), isNull(notifications.mailedAt));
  try {
    const rows = await selectNotifications(db)
      .where(ofLetter)
      .orderBy(asc(notifications.at), asc(notifications.id))
      .limit(notificationsALetter);
    await mailDigest(env, letterId, rows);
    await db.update(notifications).set({ mailedAt: nowMs }).where(ofLetter);
  } catch (error) {
    // Back among those that wait: the next quiet period makes one letter of them and of what comes until then.
    if (error instanceof LetterWaits) await db.update(notifications).set({ letterId: null }).where(ofLetter);
    log('warn', 'notifications-not-mailed', { letterId, error });
  }
}

/** To each member of the party whose address is verified: another one may be a stranger's. */
async function mailDigest(env: Env, letterId: string, rows: readonly NotificationRow[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  for (const reader of await readersOf(env, first.notification.partyId)) {
    const wanted = rows.filter(({ notification }) => !reader.withoutLetter.includes(notification.kind));
    await mailReader(env, letterId, reader, wanted);
  }
}

type Reader = Awaited<ReturnType<typeof readersOf>>[number];

async function mailReader(env: Env, letterId: string, reader: Reader, rows: readonly NotificationRow[]): Promise<void> {
  const lines = digestOf(rows.map((row) => ({ ...row.notification, read: row.notification.readAt !== null, row })));
  const [first] = lines;
  if (first === undefined) return;
  const { id, name, email, locale } = reader;
  const others = new Set(lines.map((line) => line.notification.row.otherId));
  const shown = lines.map(({ notification: { kind, row }, count }) => ({
    kind,
    count,
    eventTitle: titleIn({ title: row.eventTitle, translations: titlesOf(row.eventTitles) }, locale),
    otherName: row.otherName,
  }));
  const url = `${configOf(env).PUBLIC_ORIGIN}/${pageOf(lines.length === 1 ? first.notification : null)}`;
  await sendLetter(
    env,
    {
      id: `notice.${letterId}.${id}`,
      locale,
      to: { name, address: email },
      class: 'notice',
      // A digest of several senders is bounded by its reader's limit alone: one of them must not hold up the others.
      senders: others.size === 1 ? [...others] : [],
      attachments: [],
    },
    (frame) => notificationLetter(locale, { lines: shown, name, url }, frame),
  );
}

function pageOf(only: { dealId: string | null; eventId: string } | null): string {
  if (only === null) return 'notifications';
  return only.dealId === null ? `catalogue/${only.eventId}` : `deals/${only.dealId}`;
}

function readersOf(env: Env, partyId: string) {
  return databaseOf(env)
    .select({
      id: users.id,
      name: users.displayName,
      email: users.email,
      locale: users.locale,
      withoutLetter: users.withoutLetter,
    })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.partyId, partyId), eq(users.emailVerified, true), isNull(users.disabledAt)));
}
