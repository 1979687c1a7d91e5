// Suspending a person (their account is disabled), and restoring them. One batch ends its sessions and links and requests a push to the objects
// of its events. The push is made at once, and the cron repeats one that failed:
//
//   - the gates take no scan from the organizer or through their door links, which end for good;
//   - their events sell nothing more; their pages stay, because people hold tickets, and an admin may still check them in.

import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { AccountState } from '#core/contracts/accounts.ts';
import type { SuspendPersonRequest } from '#core/contracts/admin.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { auditIfChanged, type NewAuditEntry } from '../audit/audit.ts';
import { type Database, databaseOf, statement } from '../database.ts';
import type { Env } from '../env.d.ts';
import type { Actor } from '../http/app-env.ts';
import { pushPendingOf } from '../publishing/publishing.ts';
import { accountChanges, users } from '../schema/accounts.ts';
import { credentialsChanged } from './credentials-changed.ts';

type Outcome = Result<AccountState, 'forbidden' | 'not-found'>;

/** Of a person who is suspended already the first reason stays. */
export function suspendPerson(
  env: Env,
  by: Actor,
  userId: string,
  { reason, note }: SuspendPersonRequest,
): Promise<Outcome> {
  const nowMs = Date.now();
  const change = sql`disabled_at = ${nowMs}, disabled_reason = ${reason}, disabled_note = ${note}
    where id = ${userId} and disabled_at is null`;
  return setDisabled(env, by, userId, change, { what: 'account-disabled', after: { reason } }, nowMs);
}

export function restorePerson(env: Env, by: Actor, userId: string): Promise<Outcome> {
  const change = sql`disabled_at = null, disabled_reason = null, disabled_note = ''
    where id = ${userId} and disabled_at is not null`;
  return setDisabled(env, by, userId, change, { what: 'account-enabled' }, Date.now());
}

async function setDisabled(
  env: Env,
  by: Actor,
  userId: string,
  change: SQL,
  entry: Pick<NewAuditEntry, 'what' | 'after'>,
  nowMs: number,
): Promise<Outcome> {
  // Otherwise the last admin could lock themselves out.
  if (userId === by.userId) return refuse('forbidden');
  const db = databaseOf(env);
  await db.batch([
    statement(db, sql`update users set ${change}`),
    auditIfChanged(db, { ...entry, by, subjectId: userId, accountId: userId }, nowMs),
    ...consequences(db, userId, nowMs),
  ]);
  const pendingEvents = await pushPendingOf(env, eventsOf(userId));
  const [user] = await db.select().from(users).where(eq(users.id, userId));
  if (user === undefined) return refuse('not-found');
  const { disabledAt } = user;
  return ok({ id: userId, disabledAt: disabledAt === null ? null : new Date(disabledAt).toISOString(), pendingEvents });
}

/** The cron's part: what `npm run admin` wrote into D1 has its effect within a minute. */
export async function carryOutAccountChanges(env: Env, nowMs: number): Promise<void> {
  const db = databaseOf(env);
  for (const { userId, asked } of await db.select().from(accountChanges).limit(20)) {
    await db.batch([
      ...consequences(db, userId, nowMs),
      // If the change was requested again meanwhile, the row stays and the cron carries it out once more.
      db.delete(accountChanges).where(and(eq(accountChanges.userId, userId), eq(accountChanges.asked, asked))),
    ]);
  }
}

/** For a batch, after `disabled_at` was set or cleared. Idempotent. */
function consequences(db: Database, userId: string, nowMs: number) {
  const disabled = sql`exists (select 1 from users where users.id = ${userId} and users.disabled_at is not null)`;
  const events = eventsOf(userId);
  return [
    statement(
      db,
      sql`update sessions set ended_at = ${nowMs}, ended_by = 'disabled'
      where user_id = ${userId} and ended_at is null and ${disabled}`,
    ),
    ...credentialsChanged(db, userId, nowMs),
    statement(
      db,
      sql`update door_links set revoked_at = ${nowMs} where revoked_at is null and event_id in ${events} and ${disabled}`,
    ),
    requestPushes(db, 'event', sql`id`, sql`status = 'published' and id in ${events}`, nowMs),
    requestPushes(db, 'door', sql`'door:' || id`, sql`id in ${events}`, nowMs),
  ] as const;
}

/** Events that have a gate: all but drafts. */
function eventsOf(userId: string): SQL {
  return sql`(select events.id from events join members on members.party_id = events.organizer_id
    where members.user_id = ${userId} and events.status <> 'draft')`;
}

function requestPushes(db: Database, kind: 'event' | 'door', subject: SQL, where: SQL, nowMs: number) {
  return statement(
    db,
    sql`insert into publications (subject_id, event_id, kind, pending_since, asked, attempts)
    select ${subject}, id, ${kind}, ${nowMs}, 1, 0 from events where ${where}
    on conflict (subject_id) do update set pending_since = excluded.pending_since, asked = asked + 1, attempts = 0`,
  );
}
