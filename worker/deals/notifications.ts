// Notifications of the parties of a deal (the table `notices`). A notification is written in the batch of the step it
// is about, so neither exists without the other. `notification-mail.ts` sends the letters.

import { and, count, desc, eq, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { clockSkewMs } from '#core/clock-skew.ts';
import type { DealNotifications, DealSide, NotificationKind } from '#core/contracts/deals.ts';
import { olderThan, type Position, pageOf } from '../cursor.ts';
import { type Database, databaseOf, statement } from '../database.ts';
import type { Env } from '../env.d.ts';
import { parties } from '../schema/accounts.ts';
import { events } from '../schema/catalog.ts';
import { deals, notifications } from '../schema/deals.ts';
import { titlesOf, titlesText } from '../titles.ts';
import { waitsFor } from './deal-view.ts';

const pageSize = 50;
const dayMs = 24 * 60 * 60_000;

export function otherSide(side: DealSide): DealSide {
  return side === 'organizer' ? 'distributor' : 'organizer';
}

/** A statement for the batch of the step: it notifies only if the statement before it changed a row. */
export function notifyIfChanged(db: Database, dealId: string, kind: NotificationKind, to: DealSide, nowMs: number) {
  return statement(
    db,
    sql`
    insert into notices (id, party_id, deal_id, event_id, kind, at)
    select ${crypto.randomUUID()}, ${partyOf(to)}, id, event_id, ${kind}, ${nowMs} from deals
    where id = ${dealId} and changes() > 0`,
  );
}

function partyOf(side: DealSide) {
  return side === 'organizer' ? sql`organizer_id` : sql`distributor_id`;
}

/** Runs in the batch before the update that expires the deals. It notifies both sides, once. */
export function notifyOfExpiry(db: Database, nowMs: number) {
  return statement(
    db,
    sql`
    insert into notices (id, party_id, deal_id, event_id, kind, at)
    select id || '.expired.' || side, case side when 'o' then organizer_id else distributor_id end, id, event_id,
      'expired', ${nowMs}
    from deals, (select 'o' as side union all select 'd') where status = 'PENDING' and valid_until <= ${nowMs}
    on conflict (id) do nothing`,
  );
}

/** Reminds the side that must decide a day before an offer expires, unless the offer was made within the last hour. */
export async function remindOfExpiry(env: Env, nowMs: number): Promise<void> {
  await databaseOf(env).run(sql`
    insert into notices (id, party_id, deal_id, event_id, kind, at)
    select id || '.' || version || '.soon', case author when 'organizer' then distributor_id else organizer_id end, id,
      event_id, 'expires-soon', ${nowMs}
    from deals where status = 'PENDING' and valid_until > ${nowMs} and valid_until <= ${nowMs + dayMs}
      and (updated_at <= ${nowMs - 60 * 60_000} or updated_at > ${nowMs + clockSkewMs})
    on conflict (id) do nothing`);
}

/** Notifies invited distributors once the event is published and its open terms apply to them. */
export async function notifyInvited(env: Env, nowMs: number): Promise<void> {
  const db = databaseOf(env);
  const due = sql`select i.event_id, i.distributor_id from invitations i
    join standing_terms s on s.event_id = i.event_id and s.audience <> 'nobody'
      and (s.valid_until is null or s.valid_until > ${nowMs})
    join events e on e.id = i.event_id and e.status = 'published' and e.ends_at > ${nowMs}
    where i.told_at is null`;
  await db.batch([
    statement(
      db,
      sql`insert into notices (id, party_id, event_id, kind, at)
        select event_id || '.invited.' || distributor_id, distributor_id, event_id, 'invited', ${nowMs} from (${due})
        where true on conflict (id) do nothing`,
    ),
    statement(
      db,
      sql`update invitations set told_at = ${nowMs} where told_at is null and exists
        (select 1 from notices where notices.id = invitations.event_id || '.invited.' || invitations.distributor_id)`,
    ),
  ]);
}

const others = alias(parties, 'others');

export function selectNotifications(db: Database) {
  return db
    .select({
      notification: notifications,
      eventTitle: events.title,
      eventTitles: titlesText(events.translations).as('event_titles'),
      // In a batch, columns of one name hide each other: none of these is called like one of the notification's.
      otherName: others.name,
      otherId: sql<string>`${others.id}`.as('other_id'),
    })
    .from(notifications)
    .innerJoin(events, eq(events.id, notifications.eventId))
    .leftJoin(deals, eq(deals.id, notifications.dealId))
    .innerJoin(
      others,
      sql`${others.id} = case when ${notifications.partyId} = ${deals.organizerId}
        then ${deals.distributorId} else ${events.organizerId} end`,
    )
    .$dynamic();
}

export type NotificationRow = Awaited<ReturnType<typeof selectNotifications>>[number];

/** Newest first. */
export async function listNotifications(
  env: Env,
  mine: { partyId: string; side: DealSide },
  after: Position | null,
): Promise<DealNotifications> {
  const db = databaseOf(env);
  const [rows, [unread], [offers]] = await db.batch([
    selectNotifications(db)
      .where(and(eq(notifications.partyId, mine.partyId), olderThan(after, notifications.at, notifications.id)))
      .orderBy(desc(notifications.at), desc(notifications.id))
      .limit(pageSize + 1),
    db
      .select({ n: count() })
      .from(notifications)
      .where(and(eq(notifications.partyId, mine.partyId), isNull(notifications.readAt))),
    db.select({ n: count() }).from(deals).where(waitsFor(mine, Date.now())),
  ]);
  const page = pageOf(
    rows,
    pageSize,
    ({ notification }) => ({ at: notification.at, id: notification.id }),
    ({ notification, eventTitle, eventTitles, otherName }) => ({
      id: notification.id,
      dealId: notification.dealId,
      eventId: notification.eventId,
      kind: notification.kind,
      at: new Date(notification.at).toISOString(),
      read: notification.readAt !== null,
      eventTitle,
      eventTranslations: titlesOf(eventTitles),
      otherName,
    }),
  );
  return { ...page, unread: unread?.n ?? 0, offers: offers?.n ?? 0 };
}

export async function markNotificationsRead(env: Env, partyId: string): Promise<void> {
  await databaseOf(env)
    .update(notifications)
    .set({ readAt: Date.now() })
    .where(and(eq(notifications.partyId, partyId), isNull(notifications.readAt)));
}
