// Door links let people without an account scan at one gate of one event. A link carries a signed pass. D1 stores the
// organizer's list of links, and the event's gate stores which of them are revoked. Neither stores the pass: it is
// shown once.

import { and, count, desc, eq, gt, isNull } from 'drizzle-orm';
import type { DoorLink, DoorLinkRequest, DoorView, NewDoorLink } from '#core/contracts/accounts.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { bearerOf, type DoorPass, doorLinkDays, signDoorPass, verifyDoorPass } from '../access/access-token.ts';
import type { EventRow } from '../access/relations.ts';
import { auditIfChanged } from '../audit/audit.ts';
import { configOf } from '../config.ts';
import { olderThan, type Position, pageOf } from '../cursor.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { callGate } from '../event-object/event-object.ts';
import type { Actor } from '../http/app-env.ts';
import type { CredentialRefused, Relation } from '../http/operation.ts';
import { newId } from '../ids/ids.ts';
import { doorLinks } from '../schema/door.ts';

/** Limits what one organizer can store; no event has as many gates. */
const maxLiveLinks = 50;
const pageSize = 50;

type Scanner = { kind: 'person'; actor: Actor } | { kind: 'link'; pass: DoorPass };

/** Who may scan: the organizer, an admin, or a device with a door link. D1 is not asked, so scanning goes on while it is away. */
export const scanner: Relation<'scanner', Scanner, CredentialRefused> = {
  as: 'scanner',
  means: 'organizer of the event, or holder of a door link to it',
  async load(c, actor) {
    if (actor !== null) {
      if (actor.role !== 'organizer' && actor.role !== 'admin') return refuse('forbidden');
      return { kind: 'person', actor };
    }
    const pass = await passOf(c.env, c.req.header('authorization'));
    return pass === null ? refuse('unauthenticated') : { kind: 'link', pass };
  },
};

export const doorPass: Relation<'pass', DoorPass, CredentialRefused> = {
  as: 'pass',
  means: 'holder of a door link',
  async load(c) {
    const pass = await passOf(c.env, c.req.header('authorization'));
    if (pass === null) return refuse('unauthenticated');
    const revoked = await callGate(c.env, pass.eventId, (gate) => gate.isRevoked(pass.linkId));
    return revoked ? refuse('unauthenticated') : pass;
  },
};

function passOf(env: Env, authorization: string | undefined): Promise<DoorPass | null> {
  return verifyDoorPass(env, bearerOf(authorization) ?? '');
}

export async function doorView(env: Env, pass: DoorPass): Promise<DoorView> {
  const counts = await callGate(env, pass.eventId, (gate) => gate.stats());
  const { admitted, issued } = counts;
  return {
    eventId: pass.eventId,
    gate: pass.gate,
    expiresAt: new Date(pass.expiresAt).toISOString(),
    admitted,
    issued,
  };
}

export async function makeDoorLink(
  env: Env,
  event: EventRow,
  actor: Actor,
  request: DoorLinkRequest,
): Promise<Result<NewDoorLink, 'invalid-request' | 'limit-exceeded'>> {
  const nowMs = Date.now();
  const expiresAt = Math.floor(Date.parse(request.expiresAt) / 1000) * 1000;
  if (expiresAt <= nowMs || expiresAt > nowMs + doorLinkDays * 86_400_000) {
    const problem = expiresAt <= nowMs ? 'in-past' : 'too-late';
    return refuse('invalid-request', { fields: [{ path: 'expiresAt', problem }] });
  }
  const db = databaseOf(env);
  const live = and(eq(doorLinks.eventId, event.id), isNull(doorLinks.revokedAt), gt(doorLinks.expiresAt, nowMs));
  const [current] = await db.select({ n: count() }).from(doorLinks).where(live);
  if ((current?.n ?? 0) >= maxLiveLinks) return refuse('limit-exceeded', { most: maxLiveLinks });
  const row = {
    id: newId('dlk'),
    eventId: event.id,
    gate: request.gate,
    createdBy: actor.userId,
    createdAt: nowMs,
    expiresAt,
    revokedAt: null,
  };
  const token = await signDoorPass(env, { linkId: row.id, eventId: event.id, gate: row.gate, expiresAt });
  await db.batch([
    db.insert(doorLinks).values(row),
    auditIfChanged(db, auditEntry('door-link-made', actor, event, row.id), nowMs),
  ]);
  // In the fragment, so that it reaches no server log.
  return ok({ ...shown(row), token, url: `${configOf(env).PUBLIC_ORIGIN}/door/link#${token}` });
}

/** Newest first, with those that have ended. */
export async function doorLinksOf(
  env: Env,
  eventId: string,
  after: Position | null,
): Promise<{ items: DoorLink[]; next: string | null }> {
  const rows = await databaseOf(env)
    .select()
    .from(doorLinks)
    .where(and(eq(doorLinks.eventId, eventId), olderThan(after, doorLinks.createdAt, doorLinks.id)))
    .orderBy(desc(doorLinks.createdAt), desc(doorLinks.id))
    .limit(pageSize + 1);
  return pageOf(rows, pageSize, (row) => ({ at: row.createdAt, id: row.id }), shown);
}

/** Revokes at the gate first, so that after this returns no scan through the link is accepted. */
export async function revokeDoorLink(
  env: Env,
  event: EventRow,
  actor: Actor,
  linkId: string,
): Promise<Result<null, 'not-found'>> {
  const nowMs = Date.now();
  const db = databaseOf(env);
  const own = and(eq(doorLinks.id, linkId), eq(doorLinks.eventId, event.id));
  const [found] = await db.select({ id: doorLinks.id }).from(doorLinks).where(own);
  if (found === undefined) return refuse('not-found');
  await callGate(env, event.id, (gate) => gate.revokeLink(linkId));
  await db.batch([
    db
      .update(doorLinks)
      .set({ revokedAt: nowMs })
      .where(and(own, isNull(doorLinks.revokedAt))),
    auditIfChanged(db, auditEntry('door-link-revoked', actor, event, linkId), nowMs),
  ]);
  return ok(null);
}

function auditEntry(what: 'door-link-made' | 'door-link-revoked', by: Actor, event: EventRow, subjectId: string) {
  return { what, by, subjectId, eventId: event.id, partyId: event.organizerId };
}

function shown(row: typeof doorLinks.$inferSelect): DoorLink {
  const at = (ms: number) => new Date(ms).toISOString();
  return {
    id: row.id,
    gate: row.gate,
    createdAt: at(row.createdAt),
    expiresAt: at(row.expiresAt),
    revokedAt: row.revokedAt === null ? null : at(row.revokedAt),
  };
}
