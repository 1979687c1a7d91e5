// The audit log: who did what to what. Each entry is a statement in the batch of the change itself, guarded by
// `changes() = 1`, so that an entry exists exactly when the change was made.
//
// It holds ids, numbers and states only: no name, no address, no text somebody typed.

import { and, desc, eq, or, type SQL, sql } from 'drizzle-orm';
import type { AuditEntry } from '#core/contracts/accounts.ts';
import type { OutboxMessage } from '../../durable-objects/event-sales/outbox/messages.ts';
import { olderThan, type Paged, pageOf } from '../cursor.ts';
import { type Database, databaseOf, statement } from '../database.ts';
import type { Env } from '../env.d.ts';
import type { Actor } from '../http/app-env.ts';
import { newId } from '../ids/ids.ts';
import { auditLog } from '../schema/audit.ts';
import { titlesOf, titlesText } from '../titles.ts';

export type AuditWhat = AuditEntry['what'];

export type NewAuditEntry = {
  what: AuditWhat;
  /** Null: somebody who is not signed in, or time itself. */
  by: Pick<Actor, 'userId' | 'role'> | null;
  subjectId?: string | null;
  eventId?: string | null;
  partyId?: string | null;
  otherPartyId?: string | null;
  accountId?: string | null;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
};

/** For a batch, right after the statement that makes the change. */
export function auditIfChanged(db: Database, entry: NewAuditEntry, nowMs: number) {
  return insert(db, entry, nowMs, sql`where changes() = 1`);
}

/** For a change that always happens when the batch runs. */
export function audit(db: Database, entry: NewAuditEntry, nowMs: number) {
  return insert(db, entry, nowMs, sql``);
}

function insert(db: Database, entry: NewAuditEntry, nowMs: number, condition: SQL) {
  return statement(db, sql`${rowOf(newId('aud'), entry, nowMs)} ${condition}`);
}

function rowOf(id: string, entry: NewAuditEntry, atMs: number): SQL {
  const json = (value: Record<string, unknown> | undefined) => (value === undefined ? null : JSON.stringify(value));
  return sql`insert into audit_log (id, at, what, user_id, role, subject_id, event_id, party_id, other_party_id,
      account_id, "before", "after")
    select ${id}, ${atMs}, ${entry.what}, ${entry.by?.userId ?? null}, ${entry.by?.role ?? null},
      ${entry.subjectId ?? null}, ${entry.eventId ?? null}, ${entry.partyId ?? null}, ${entry.otherPartyId ?? null},
      ${entry.accountId ?? null}, ${json(entry.before)}, ${json(entry.after)}`;
}

/**
 * For what was done in an event's object, which D1 cannot write in one batch with: its outbox tells until it is done,
 * so no crash loses the row, and the entry's own id keeps it single.
 */
export async function saveAuditMessage(
  env: Env,
  { eventId, ...told }: Extract<OutboxMessage, { kind: 'tell-log' }>,
): Promise<void> {
  const { deedId, atMs, what, by, subjectId, organizerId, amountMinor, currency } = told;
  const after = amountMinor === null ? {} : { after: { amountMinor, currency } };
  const entry: NewAuditEntry = { what, by, subjectId, eventId, partyId: organizerId, ...after };
  await databaseOf(env).run(sql`${rowOf(deedId, entry, atMs)} where true on conflict (id) do nothing`);
}

/** A entry about a deal concerns both its parties. */
export function dealAuditEntry(
  what: AuditWhat,
  by: NewAuditEntry['by'],
  deal: { id: string; eventId: string; organizerId: string; distributorId: string },
  after: Record<string, unknown>,
): NewAuditEntry {
  const { id, eventId, organizerId, distributorId } = deal;
  return { what, by, subjectId: id, eventId, partyId: organizerId, otherPartyId: distributorId, after };
}

const pageSize = 50;

/** Newest first: for an admin everything, for others what concerns their party or their account. */
export async function readAudit(
  env: Env,
  actor: Actor,
  query: { eventId?: string | undefined; what?: AuditWhat | undefined } & Paged,
): Promise<{ items: AuditEntry[]; next: string | null }> {
  const rows = await databaseOf(env)
    .select()
    .from(auditLog)
    .where(
      and(
        concerning(actor),
        query.eventId === undefined ? undefined : eq(auditLog.eventId, query.eventId),
        query.what === undefined ? undefined : eq(auditLog.what, query.what),
        olderThan(query.after, auditLog.at, auditLog.id),
      ),
    )
    .orderBy(desc(auditLog.at), desc(auditLog.id))
    .limit(pageSize + 1);
  const names = await namesOf(env, rows, actor);
  return pageOf(
    rows,
    pageSize,
    ({ at, id }) => ({ at, id }),
    (row) => shown(row, actor, names),
  );
}

/** For an admin: the newest entries about one account and its party. */
export async function auditAbout(
  env: Env,
  actor: Actor,
  whom: { accountId: string; partyId: string | null },
  count: number,
): Promise<AuditEntry[]> {
  const rows = await databaseOf(env)
    .select()
    .from(auditLog)
    .where(about(whom))
    .orderBy(desc(auditLog.at), desc(auditLog.id))
    .limit(count);
  const names = await namesOf(env, rows, actor);
  return rows.map((row) => shown(row, actor, names));
}

function concerning(actor: Actor): SQL | undefined {
  if (actor.role === 'admin') return undefined;
  return about({ accountId: actor.userId, partyId: actor.partyId });
}

function about({ accountId, partyId }: { accountId: string; partyId: string | null }): SQL | undefined {
  const ofAccount = eq(auditLog.accountId, accountId);
  if (partyId === null) return ofAccount;
  return or(ofAccount, eq(auditLog.partyId, partyId), eq(auditLog.otherPartyId, partyId));
}

/** A refused sign-in has no subject: an admin sees whose account it was. */
function subjectOf({ subjectId, accountId }: AuditRow, actor: Actor): string | null {
  return actor.role === 'admin' ? (subjectId ?? accountId) : subjectId;
}

type AuditRow = typeof auditLog.$inferSelect;
type Names = ReadonlyMap<string, { name: string; titles: string | null }>;

/** Entries hold ids alone. Whoever may read an entry may know its event; only admins learn the names of people. */
async function namesOf(env: Env, rows: readonly AuditRow[], actor: Actor): Promise<Names> {
  const ids = rows.flatMap((row) =>
    actor.role === 'admin' ? [row.eventId, row.userId, subjectOf(row, actor)] : [row.eventId],
  );
  const wanted = sql`(select value from json_each(${JSON.stringify([...new Set(ids)])}))`;
  const found = await databaseOf(env).all<{ id: string; name: string; titles: string | null }>(sql`
    select id, title as name, ${titlesText(sql`translations`)} as titles from events where id in ${wanted}
    union all select id, display_name, null from users where id in ${wanted}
    union all select id, name, null from parties where id in ${wanted}`);
  return new Map(found.map(({ id, ...named }) => [id, named]));
}

function shown(row: AuditRow, actor: Actor, names: Names): AuditEntry {
  const event = names.get(row.eventId ?? '');
  const subjectId = subjectOf(row, actor);
  const nameOf = (id: string | null) => {
    const named = names.get(id ?? '');
    return named === undefined || named.titles !== null ? null : named.name;
  };
  const object = (json: string | null): Record<string, unknown> | null => (json === null ? null : JSON.parse(json));
  return {
    id: row.id,
    at: new Date(row.at).toISOString(),
    // Written by `NewAuditEntry` alone, whose names are the contract's.
    what: row.what as AuditWhat,
    byMe: row.userId === actor.userId,
    // The other side learns the role that acted, not the person.
    userId: actor.role === 'admin' || row.userId === actor.userId ? row.userId : null,
    role: row.role,
    subjectId,
    eventId: row.eventId,
    event: event?.titles == null ? null : { title: event.name, translations: titlesOf(event.titles) },
    names: { person: nameOf(row.userId), subject: nameOf(subjectId) },
    before: object(row.before),
    after: object(row.after),
  };
}
