// /e/{eventId}: the event as anyone may read and send on, made on the server so that search engines and messengers see
// it whole. The organizer's own widget sells in it.

import type { Context } from 'hono';
import type { TicketedEvent, TicketType } from '#core/contracts/events.ts';
import { cutText } from '#core/cut-text.ts';
import { placeText, textsOf } from '#core/event-text.ts';
import { plainText } from '#core/markdown.ts';
import { dateTimeText } from '#core/when.ts';
import { eventVersion, listEvents, listTicketTypes, publicEvent } from '../../catalog/catalog.ts';
import { configOf } from '../../config.ts';
import { contactsOf } from '../../contacts/contacts.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { settingsOf } from '../../settings/settings.ts';
import { fromEdgeCache } from '../edge-cache.ts';
import { langQuery, languageKey, readersLocale, variesByReader } from '../language.ts';
import { linkImage } from '../link-image.tsx';
import { calendarOf } from './calendars.ts';
import { EventView } from './event-view.tsx';
import { answerMissing, answerPublic } from './public-page.tsx';
import { schemaOfEvent } from './structured-data.ts';

/** The number of tickets left changes without an edit, and so does whether the event is over. */
const cachedSeconds = 30;

const shownOthers = 3;

export async function eventPage(c: Context<AppEnv>): Promise<Response> {
  const version = await eventVersion(c.env, c.req.param('eventId') ?? '');
  if (version === null) return answerMissing(c, readersLocale(c, 'ru'));
  return fromEdgeCache(c, { version, query: languageKey(c), seconds: cachedSeconds }, () => madePage(c));
}

async function madePage(c: Context<AppEnv>): Promise<Response> {
  const found = await publicEvent(c.env, c.req.param('eventId') ?? '');
  if (found === null) return answerMissing(c, readersLocale(c, 'ru'));
  const { row, event } = found;
  const [types, others, contacts] = await Promise.all([
    listTicketTypes(c.env, row, false),
    listEvents(c.env, { organizerId: event.organizerId, limit: shownOthers + 1 }),
    contactsOf(c.env, event.organizerId),
  ]);
  const widgetId = onSaleBy(event, types, row.widgetId);
  const locale = readersLocale(c, event.language);
  const texts = textsOf(event, locale);
  const path = `/e/${event.id}`;
  const summary = `${dateTimeText(locale, event.startsAt, event.timeZone)}. ${placeText(texts.venue)}. ${plainText(texts.description)}`;
  const url = configOf(c.env).PUBLIC_ORIGIN + path;
  return answerPublic(c, {
    locale,
    title: texts.title,
    summary: cutText(summary, 200),
    path,
    mainLocale: event.language,
    style: 'event',
    image: linkImage(event, texts.coverAlt),
    data: schemaOfEvent({ event, types, locale, url }),
    calendar: `${path}/calendar.ics`,
    sells: widgetId !== null,
    children: (
      <EventView
        event={event}
        contacts={contacts}
        types={types}
        locale={locale}
        query={langQuery(c)}
        isOver={isOver(event)}
        widget={widgetId === null ? null : { id: widgetId, path: `/w/${widgetId}${langQuery(c)}` }}
        others={others.items.filter(({ id }) => id !== event.id).slice(0, shownOthers)}
      />
    ),
  });
}

/**
 * Redirects from the catalog to where tickets are sold: the organizer's own widget, or the event's page when nothing is
 * on sale.
 */
export async function buyEvent(c: Context<AppEnv>): Promise<Response> {
  const found = await publicEvent(c.env, c.req.param('eventId') ?? '');
  if (found === null) return answerMissing(c, readersLocale(c, 'ru'));
  const { row, event } = found;
  const widgetId = onSaleBy(event, await listTicketTypes(c.env, row, false), row.widgetId);
  c.header('cache-control', 'no-store');
  return c.redirect(widgetId === null ? `/e/${event.id}${langQuery(c)}` : `/w/${widgetId}${langQuery(c)}`);
}

/** Null when nothing is sold: cancelled, over, or without a ticket type. */
function onSaleBy(event: TicketedEvent, types: TicketType[], widgetId: string | null): string | null {
  return event.status === 'published' && !isOver(event) && types.length > 0 ? widgetId : null;
}

function isOver(event: TicketedEvent): boolean {
  return Date.parse(event.endsAt) <= Date.now();
}

export async function eventCalendar(c: Context<AppEnv>): Promise<Response> {
  const found = await publicEvent(c.env, c.req.param('eventId') ?? '');
  if (found === null) return answerMissing(c, readersLocale(c, 'ru'));
  const locale = readersLocale(c, found.event.language);
  const url = `${configOf(c.env).PUBLIC_ORIGIN}/e/${found.event.id}`;
  return c.body(calendarOf([{ event: found.event, url }], await settingsOf(c.env), locale), 200, {
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': 'attachment; filename="event.ics"',
    'cache-control': 'public, max-age=60',
    vary: variesByReader,
    'x-content-type-options': 'nosniff',
  });
}
