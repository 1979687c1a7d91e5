// Everybody who has an account, for admins: newest first, searched and narrowed; and one person with what they have here.

import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { PeopleQuery, PersonDetails, PersonRow, PersonState } from '#core/contracts/admin.ts';
import { assertNever } from '#core/result.ts';
import { auditAbout } from '../audit/audit.ts';
import { olderThan, type Paged, pageOf } from '../cursor.ts';
import { databaseOf, folded, nameForms } from '../database.ts';
import type { Env } from '../env.d.ts';
import type { Actor } from '../http/app-env.ts';
import { members, parties, users } from '../schema/accounts.ts';
import { isLateLetter } from './late-letters.ts';

const pageSize = 50;
const shownEntries = 10;

type Search = Omit<z.infer<typeof PeopleQuery>, 'cursor'> & Paged;

/** The index by time gives the order, and a page ends the walk: without a search it reads as many rows as it shows. */
export async function listPeople(env: Env, { q, role, state, after }: Search) {
  const rows = await peopleWhere(
    env,
    and(
      role === undefined ? undefined : eq(users.role, role),
      state === undefined ? undefined : isIn(state),
      q === undefined ? undefined : isFound(q),
      olderThan(after, users.createdAt, users.id),
    ),
    pageSize + 1,
  );
  return pageOf(
    rows,
    pageSize,
    ({ user }) => ({ at: user.createdAt, id: user.id }),
    (row) => personRow(row),
  );
}

/** A person acts for one party at most; were there two, a person still stands in the list once. */
function peopleWhere(env: Env, where: SQL | undefined, limit: number) {
  return databaseOf(env)
    .select({ user: users, party: parties })
    .from(users)
    .leftJoin(
      members,
      sql`${members.userId} = ${users.id} and ${members.partyId} =
        (select min(mine.party_id) from members mine where mine.user_id = ${users.id})`,
    )
    .leftJoin(parties, eq(parties.id, members.partyId))
    .where(where)
    .orderBy(desc(users.createdAt), desc(users.id))
    .limit(limit);
}

function isIn(state: PersonState): SQL {
  switch (state) {
    case 'active':
      return sql`${users.disabledAt} is null`;
    case 'suspended':
      return sql`${users.disabledAt} is not null`;
    case 'unverified':
      return sql`${users.emailVerified} = 0`;
    case 'letter-failed':
      return sql`exists (select 1 from account_letters letter where letter.user_id = ${users.id}
        and (letter.failed_at is not null and letter.mailed_at is null or ${isLateLetter(Date.now(), 'letter')}))`;
    default:
      return assertNever(state);
  }
}

/** By a part of the name, the login, the e-mail or the party's name, or by a whole id. */
function isFound(q: string): SQL {
  const key = folded(q);
  const found = [
    sql`${users.id} = ${q}`,
    sql`${parties.id} = ${q}`,
    sql`instr(${users.loginKey}, ${key}) > 0`,
    sql`instr(${users.emailKey}, ${key}) > 0`,
    sql`instr(${parties.nameKey}, ${key}) > 0`,
    ...nameForms(q).map((form) => sql`instr(${users.displayName}, ${form}) > 0`),
  ];
  return sql`(${sql.join(found, sql` or `)})`;
}

type Row = Awaited<ReturnType<typeof peopleWhere>>[number];

function personRow({ user, party }: Row): PersonRow {
  return {
    id: user.id,
    login: user.login,
    displayName: user.displayName,
    email: user.email,
    emailVerified: user.emailVerified,
    role: user.role,
    createdAt: new Date(user.createdAt).toISOString(),
    suspendedAt: user.disabledAt === null ? null : new Date(user.disabledAt).toISOString(),
    party: party === null ? null : { id: party.id, name: party.name },
  };
}

/** Null when the account was deleted meanwhile. */
export async function personDetails(env: Env, actor: Actor, userId: string): Promise<PersonDetails | null> {
  const [row] = await peopleWhere(env, eq(users.id, userId), 1);
  if (row === undefined) return null;
  const { user, party } = row;
  const partyId = party?.id ?? null;
  const [counts, log] = await Promise.all([
    countsOf(env, userId, partyId),
    auditAbout(env, actor, { accountId: userId, partyId }, shownEntries),
  ]);
  const { openSessions, lastSeenAt, secondFactor, failedLetters, pendingEvents, deals, ...events } = counts;
  return {
    ...personRow(row),
    locale: user.locale,
    suspension:
      user.disabledAt === null
        ? null
        : { at: new Date(user.disabledAt).toISOString(), reason: user.disabledReason, note: user.disabledNote },
    secondFactor: secondFactor > 0,
    openSessions,
    lastSeenAt: lastSeenAt === null ? null : new Date(lastSeenAt).toISOString(),
    failedLetters,
    events,
    deals,
    pendingEvents,
    log,
  };
}

type Counts = PersonDetails['events'] & {
  openSessions: number;
  lastSeenAt: number | null;
  secondFactor: number;
  failedLetters: number;
  pendingEvents: number;
  deals: number;
};

async function countsOf(env: Env, userId: string, partyId: string | null): Promise<Counts> {
  const nowMs = Date.now();
  const mine = sql`events where organizer_id = ${partyId}`;
  const open = sql`sessions where user_id = ${userId} and ended_at is null and expires_at > ${nowMs}`;
  const [counts] = await databaseOf(env).all<Counts>(sql`
    select
      (select count(*) from ${open}) as openSessions,
      (select max(last_seen_at) from sessions where user_id = ${userId}) as lastSeenAt,
      (select count(*) from second_factors where user_id = ${userId} and confirmed_at is not null) as secondFactor,
      (select count(*) from account_letters
        where user_id = ${userId} and mailed_at is null and failed_at is not null) as failedLetters,
      (select count(*) from publications where pending_since is not null
        and event_id in (select id from ${mine})) as pendingEvents,
      (select count(*) from deals where organizer_id = ${partyId})
        + (select count(*) from deals where distributor_id = ${partyId}) as deals,
      (select count(*) from ${mine} and status = 'published' and ends_at > ${nowMs}) as onSale,
      (select count(*) from ${mine} and status = 'draft') as drafts,
      (select count(*) from ${mine} and status = 'published' and ends_at <= ${nowMs}) as past,
      (select count(*) from ${mine} and status = 'cancelled') as cancelled`);
  if (counts === undefined) throw new Error('counts without a row');
  return counts;
}
