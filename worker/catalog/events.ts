// Events as organizers write them: added, edited, and shown to everybody.

import { eq } from 'drizzle-orm';
import type { AddEventRequest, TicketedEvent, UpdateEventRequest } from '#core/contracts/events.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { organizerPartyOf } from '../accounts/accounts.ts';
import { databaseOf, folded } from '../database.ts';
import type { Env } from '../env.d.ts';
import type { Actor } from '../http/app-env.ts';
import { eventIdOf, newEventId } from '../ids/ids.ts';
import { type EventRow, snapshotVersion } from '../publishing/publishing.ts';
import { parties } from '../schema/accounts.ts';
import { events } from '../schema/catalog.ts';
import { type Catalog, changeCatalog, readCatalog } from './change.ts';
import { eventView } from './event-view.ts';
import { searchTextOf, searchVersion } from './search-words.ts';

export async function addEvent(env: Env, actor: Actor, request: AddEventRequest): Promise<TicketedEvent> {
  const organizerId = await organizerPartyOf(env, actor);
  const row: EventRow = {
    ...emptyEvent,
    ...columnsOf(request),
    id: newEventId(env),
    organizerId,
    createdAt: Date.now(),
    searchText: '',
    searchVersion,
    snapshotVersion,
  };
  await databaseOf(env)
    .insert(events)
    .values({ ...row, searchText: searchTextOf(row) });
  return shownEvent(env, row.id);
}

const emptyEvent = {
  status: 'draft',
  revision: 1,
  pushRevision: 1,
  description: '',
  holdMinutes: 10,
  ageRating: null,
  tags: [],
  programme: '',
  legalDetails: '',
  coverAlt: '',
  cover: null,
  postponements: 0,
  reconciledAt: 0,
  offers: 'anyone',
  questions: [],
  widgetId: null,
  publishedAt: null,
  cancelledAt: null,
} as const;

type EventFields = Required<Omit<AddEventRequest, never>>;

function columnsOf(request: EventFields) {
  const { venue, startsAt, endsAt, ...rest } = request;
  return { ...rest, startsAt: Date.parse(startsAt), endsAt: Date.parse(endsAt), ...venueColumns(venue) };
}

function venueColumns(venue: { name: string; address: string; city: string }) {
  return { venueName: venue.name, venueAddress: venue.address, city: venue.city, cityKey: folded(venue.city) };
}

export async function shownEvent(env: Env, eventId: string): Promise<TicketedEvent> {
  const catalogue = await readCatalog(databaseOf(env), eventId);
  if (catalogue === null) throw new Error('an event that was just there is gone');
  return viewOf(catalogue);
}

/** The public view of an event. Null: it is a draft or does not exist. */
export async function publicEvent(env: Env, named: string): Promise<{ row: EventRow; event: TicketedEvent } | null> {
  const eventId = eventIdOf(env, 'evt', named);
  const found = eventId === null ? null : await readCatalog(databaseOf(env), eventId);
  if (found === null || found.event.status === 'draft') return null;
  return { row: found.event, event: viewOf(found) };
}

/** A party by its id, as anyone may know of it. */
export async function partyNamed(env: Env, partyId: string) {
  const [party] = await databaseOf(env)
    .select({ id: parties.id, kind: parties.kind, name: parties.name })
    .from(parties)
    .where(eq(parties.id, partyId));
  return party ?? null;
}

export function viewOf({ event, types, organizerName }: Catalog): TicketedEvent {
  const priceFrom = types.length === 0 ? null : Math.min(...types.map((type) => type.priceMinor));
  return eventView(event, organizerName, priceFrom);
}

type UpdateRefusal =
  | 'stale-revision'
  | 'event-cancelled'
  | 'currency-mismatch'
  | 'starts-in-past'
  | 'invalid-request'
  | 'not-found'
  | 'busy'
  | 'capacity-below-sold';

export async function updateEvent(
  env: Env,
  eventId: string,
  revision: number,
  request: UpdateEventRequest,
): Promise<Result<TicketedEvent, UpdateRefusal>> {
  const nowMs = Date.now();
  const changed = await changeCatalog<UpdateRefusal>(env, eventId, ({ event, types }) => {
    if (event.revision !== revision) return refuse('stale-revision', { revision: event.revision });
    if (event.status === 'cancelled') return refuse('event-cancelled');
    const { venue, startsAt, endsAt, ...rest } = request;
    const next: EventRow = {
      ...event,
      ...withoutUndefined(rest),
      ...(venue === undefined ? {} : venueColumns(venue)),
      startsAt: startsAt === undefined ? event.startsAt : Date.parse(startsAt),
      endsAt: endsAt === undefined ? event.endsAt : Date.parse(endsAt),
      revision: revision + 1,
    };
    if (next.endsAt <= next.startsAt) return badField('endsAt', 'must be after startsAt');
    if (next.currency !== event.currency && types.length > 0) return refuse('currency-mismatch');
    const moved = next.startsAt !== event.startsAt;
    if (event.status === 'published' && moved && next.startsAt <= nowMs) return refuse('starts-in-past');
    // Buyers are notified of a new time, whether the event was postponed or brought forward.
    if (event.status === 'published' && (moved || next.endsAt !== event.endsAt)) next.postponements += 1;
    return ok({ event: { ...next, searchText: searchTextOf(next), searchVersion } });
  });
  return changed.ok ? ok(viewOf(changed.value)) : changed;
}

type Defined<Fields> = { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };

/** An absent field and one set to undefined are the same wish: leave it. */
export function withoutUndefined<Fields extends object>(fields: Fields): Defined<Fields> {
  // The entries kept are exactly those whose value is not undefined.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<Fields>;
}

export function badField(path: string, problem: string) {
  return refuse('invalid-request', { fields: [{ path, problem }] });
}
