// Every change of an event or its ticket types goes through here. `push_revision` counts them all and is the lock:
// a change is written only if nothing changed since it was decided. What is on sale is first offered to the event's
// object under a reserved revision, so an edit the sale forbids never reaches D1; a row in `publications`, written
// with the reservation, brings the object back to D1's state if we die in between.

import { and, type Column, eq, getTableColumns, sql } from 'drizzle-orm';
import { ok, type Result, refuse } from '#core/result.ts';
import { partyStoppedAt } from '../accounts/stopped-party.ts';
import { auditIfChanged, type NewAuditEntry } from '../audit/audit.ts';
import { type Database, databaseOf, statement } from '../database.ts';
import type { Env } from '../env.d.ts';
import { callEventSales } from '../event-object/event-object.ts';
import {
  type EventRow,
  eventSnapshot,
  type PromoCodeRow,
  pushDone,
  pushRequest,
  raisePushRevision,
  requestPush,
  selectPromoCodes,
  selectTypes,
  type TicketTypeRow,
  unreachable,
} from '../publishing/publishing.ts';
import { parties } from '../schema/accounts.ts';
import { events, promoCodes, ticketTypes } from '../schema/catalog.ts';
import { reindexStatements } from './reindex.ts';

export type Catalog = {
  event: EventRow;
  types: TicketTypeRow[];
  promoCodes: PromoCodeRow[];
  organizerName: string;
  organizerStoppedAt: number | null;
};

type Change = {
  event?: Partial<EventRow>;
  /** At most one ticket type a change. */
  put?: TicketTypeRow;
  remove?: string;
  /** At most one promo code a change. */
  promo?: PromoCodeRow;
  /** What the audit log is told, in the same batch. */
  entry?: NewAuditEntry;
};

/** How often a change is retried after another one was faster, before it is refused as `busy`. */
const maxAttempts = 6;

export async function changeCatalog<Code extends string>(
  env: Env,
  eventId: string,
  decide: (now: Catalog) => Result<Change, Code>,
): Promise<Result<Catalog, Code | 'not-found' | 'busy' | 'capacity-below-sold'>> {
  const db = databaseOf(env);
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const now = await readCatalog(db, eventId);
    if (now === null) return refuse('not-found');
    const decided = decide(now);
    if (!decided.ok) return decided;
    const written =
      now.event.status === 'draft'
        ? await writeDraft(db, now, decided.value)
        : await writePublished(env, db, now, decided.value);
    if (!written.ok) return written;
    if (written.value !== null) return ok(written.value);
  }
  return refuse('busy');
}

export async function readCatalog(db: Database, eventId: string): Promise<Catalog | null> {
  const [[found], types, promoCodes] = await db.batch([
    db
      .select({ event: events, organizerName: parties.name, organizerStoppedAt: partyStoppedAt })
      .from(events)
      .innerJoin(parties, eq(parties.id, events.organizerId))
      .where(eq(events.id, eventId)),
    selectTypes(db, eventId),
    selectPromoCodes(db, eventId),
  ]);
  return found === undefined ? null : { ...found, types, promoCodes };
}

// `ok(null)`: another change was written since the event was read, so the decision is made again.
async function writeDraft(db: Database, now: Catalog, change: Change): Promise<Result<Catalog | null, never>> {
  const next = applied(now, change, now.event.pushRevision + 1);
  const [written] = await db.batch([updateEvent(db, next.event, now.event.pushRevision), ...typeWrites(db, change)]);
  return ok(written.meta.changes === 1 ? next : null);
}

async function writePublished(
  env: Env,
  db: Database,
  now: Catalog,
  change: Change,
): Promise<Result<Catalog | null, 'busy' | 'capacity-below-sold'>> {
  const { id } = now.event;
  const reserved = now.event.pushRevision + 1;
  const [reservation, , [request]] = await db.batch([
    db
      .update(events)
      .set({ pushRevision: reserved })
      .where(and(eq(events.id, id), eq(events.pushRevision, now.event.pushRevision))),
    requestPush(db, 'event', id, id),
    pushRequest(db, id),
  ]);
  if (reservation.meta.changes === 0) return ok(null);
  const next = applied(now, change, reserved);
  try {
    const snapshot = eventSnapshot(next);
    const published = await callEventSales(env, id, (sales) => sales.publish(snapshot, reserved));
    if (!published.ok) return refuse(published.code, published.details);
    if (published.value.revision > reserved) {
      await raisePushRevision(db, id, published.value.revision);
      return ok(null);
    }
  } catch (error) {
    return unreachable(id, error);
  }
  const [written] = await db.batch([
    updateEvent(db, next.event, reserved),
    ...typeWrites(db, change),
    ...reindexStatements(db, id, Date.now()),
  ]);
  if (written.meta.changes === 0) return ok(null);
  if (request !== undefined) await pushDone(db, id, request.requests);
  return ok(next);
}

function applied(now: Catalog, change: Change, pushRevision: number): Catalog {
  const { put, remove, promo } = change;
  const kept = now.types.filter((type) => type.id !== remove);
  const types =
    put === undefined
      ? kept
      : kept.some((type) => type.id === put.id)
        ? kept.map((type) => (type.id === put.id ? put : type))
        : [...kept, put];
  types.sort((a, b) => a.position - b.position || a.createdAt - b.createdAt);
  const promoCodes =
    promo === undefined ? now.promoCodes : [...now.promoCodes.filter((one) => one.id !== promo.id), promo];
  return { ...now, event: { ...now.event, ...change.event, pushRevision }, types, promoCodes };
}

function updateEvent(db: Database, next: EventRow, current: number) {
  return db
    .update(events)
    .set(next)
    .where(and(eq(events.id, next.id), eq(events.pushRevision, current)));
}

// Each statement checks `changes()` of the one before it, because a D1 batch continues after a statement that changed nothing.
function typeWrites(db: Database, change: Change) {
  const { put, remove, promo, entry } = change;
  return [
    ...(put === undefined ? [] : [putRow(db, ticketTypes, put)]),
    ...(remove === undefined
      ? []
      : [db.delete(ticketTypes).where(and(eq(ticketTypes.id, remove), sql`changes() = 1`))]),
    ...(promo === undefined ? [] : [putRow(db, promoCodes, promo)]),
    ...(entry === undefined ? [] : [auditIfChanged(db, entry, Date.now())]),
  ];
}

// Written from the table's own columns, so that a new one cannot be forgotten here.
function putRow<Table extends typeof ticketTypes | typeof promoCodes>(
  db: Database,
  table: Table,
  row: Table['$inferSelect'],
) {
  const columns = Object.entries<Column>(getTableColumns(table));
  const values = columns.map(([name, column]) => sql`${sql.param(Reflect.get(row, name), column)}`);
  const names = columns.map(([, column]) => sql.identifier(column.name));
  const changes = columns
    .filter(([, column]) => !column.primary)
    .map(([, { name }]) => sql`${sql.identifier(name)} = excluded.${sql.identifier(name)}`);
  return statement(
    db,
    sql`insert into ${table} (${sql.join(names, sql`, `)}) select ${sql.join(values, sql`, `)} where changes() = 1
      on conflict (id) do update set ${sql.join(changes, sql`, `)}`,
  );
}
