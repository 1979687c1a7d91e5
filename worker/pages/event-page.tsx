// /e/{eventId}: the event as anyone may read and send on, made on the server so that search engines and messengers see
// it whole. Buying leads to the organizer's own widget page.

import type { Context } from 'hono';
import type { Locale } from '#core/contracts/basics.ts';
import type { EventCover, TicketedEvent, TicketType } from '#core/contracts/events.ts';
import { cutText } from '#core/cut-text.ts';
import { wideFace } from '#core/event-face/event-face.ts';
import { facePath } from '#core/event-face/face-paths.ts';
import { placeText, textsOf } from '#core/event-text.ts';
import { plainText } from '#core/markdown.ts';
import { dateTimeText, spanText, zoneText } from '#core/when.ts';
import { eventVersion, listTicketTypes, publicEvent } from '../catalog/catalog.ts';
import { configOf } from '../config.ts';
import type { AppEnv } from '../http/app-env.ts';
import { calendarOf } from './calendars.ts';
import { moneyText } from './format.ts';
import { kept } from './kept.ts';
import { Markdown } from './markdown.tsx';
import { answerMissing, answerPublic, type LinkImage, languageKey, pinnedLang, readersLocale } from './public-page.tsx';
import { publicText } from './public-text.ts';
import { schemaOfEvent } from './structured-data.ts';

/** What is left of the tickets changes without an edit; so does what is over. */
const keptSeconds = 30;

export async function eventPage(c: Context<AppEnv>): Promise<Response> {
  const version = await eventVersion(c.env, c.req.param('eventId') ?? '');
  if (version === null) return answerMissing(c, readersLocale(c, 'ru'));
  return kept(c, { version, query: languageKey(c), seconds: keptSeconds }, () => madePage(c));
}

async function madePage(c: Context<AppEnv>): Promise<Response> {
  const found = await publicEvent(c.env, c.req.param('eventId') ?? '');
  if (found === null) return answerMissing(c, readersLocale(c, 'ru'));
  const { row, event } = found;
  const types = await listTicketTypes(c.env, row, false);
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
    image: linkImage(event, texts.coverAlt),
    data: schemaOfEvent({ event, types, locale, url }),
    calendar: `${path}/calendar.ics`,
    children: <EventView event={event} types={types} locale={locale} lang={pinnedLang(c)} widgetId={row.widgetId} />,
  });
}

/** From the catalogue straight to what sells: the organizer's own widget, or the event's page when nothing is on sale. */
export async function buyEvent(c: Context<AppEnv>): Promise<Response> {
  const found = await publicEvent(c.env, c.req.param('eventId') ?? '');
  if (found === null) return answerMissing(c, readersLocale(c, 'ru'));
  const { row, event } = found;
  const widgetId = onSaleBy(event, await listTicketTypes(c.env, row, false), row.widgetId);
  c.header('cache-control', 'no-store');
  return c.redirect(widgetId === null ? `/e/${event.id}${pinnedLang(c)}` : `/w/${widgetId}${pinnedLang(c)}`);
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
  return c.body(calendarOf([{ event: found.event, url }], locale), 200, {
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': 'attachment; filename="event.ics"',
    'cache-control': 'public, max-age=60',
    vary: 'Accept-Language',
    'x-content-type-options': 'nosniff',
  });
}

type Props = { event: TicketedEvent; types: TicketType[]; locale: Locale; lang: string; widgetId: string | null };

function EventView({ event, types, locale, lang, widgetId }: Props) {
  const words = publicText[locale];
  const texts = textsOf(event, locale);
  const over = isOver(event);
  const onSale = onSaleBy(event, types, widgetId) !== null;
  return (
    <>
      {event.cover === null ? <Art eventId={event.id} /> : <Cover cover={event.cover} alt={texts.coverAlt} />}
      <h1>{texts.title}</h1>
      {event.status === 'cancelled' && <p class="note bad">{words.cancelled}</p>}
      {event.status === 'published' && over && <p class="note plain">{words.over}</p>}
      {event.status === 'published' && !over && event.postponements > 0 && <p class="note warn">{words.postponed}</p>}
      <Facts event={event} locale={locale} lang={lang} />
      <p class="actions">
        {onSale && (
          <a class="button main" href={`/w/${widgetId}${lang}`}>
            {words.buy}
          </a>
        )}
        {event.status === 'published' && !over && (
          <a class="button" href={`/e/${event.id}/calendar.ics${lang}`}>
            {words.calendar}
          </a>
        )}
      </p>
      {texts.description !== '' && (
        <section>
          <h2>{words.about}</h2>
          <Markdown text={texts.description} />
        </section>
      )}
      {texts.programme !== '' && (
        <section>
          <h2>{words.programme}</h2>
          <Markdown text={texts.programme} />
        </section>
      )}
      {event.status === 'published' && (
        <section>
          <h2>{words.tickets}</h2>
          <Tickets types={types} locale={locale} />
        </section>
      )}
      {texts.legalDetails !== '' && (
        <section>
          <h2>{words.legal}</h2>
          {texts.legalDetails.split('\n').map((line) => (
            <p class="small">{line}</p>
          ))}
        </section>
      )}
    </>
  );
}

function Facts({ event, locale, lang }: { event: TicketedEvent; locale: Locale; lang: string }) {
  const words = publicText[locale];
  const when = spanText(locale, event);
  return (
    <dl>
      <dt>{words.when}</dt>
      <dd>
        <time datetime={event.startsAt}>{when.date}</time>
        <br />
        {when.time} <span class="soft">{zoneText(locale, event.startsAt, event.timeZone)}</span>
      </dd>
      <dt>{words.where}</dt>
      <dd>{placeText(textsOf(event, locale).venue)}</dd>
      <dt>{words.organizer}</dt>
      <dd>
        <a href={`/org/${event.organizerId}${lang}`}>{event.organizerName}</a>
      </dd>
      {event.ageRating !== null && (
        <>
          <dt>{words.age}</dt>
          <dd>{event.ageRating}</dd>
        </>
      )}
    </dl>
  );
}

function Tickets({ types, locale }: { types: TicketType[]; locale: Locale }) {
  const words = publicText[locale];
  if (types.length === 0) return <p class="soft">{words.noTickets}</p>;
  return (
    <table>
      {types.map((type) => (
        <tr>
          <td class="wraps">
            {type.translations[locale]?.name ?? type.name}
            <br />
            <span class="soft small">{words.availability[type.availability]}</span>
          </td>
          <td>{type.price.amount === 0 ? words.free : moneyText(locale, type.price)}</td>
        </tr>
      ))}
    </table>
  );
}

// Its room is kept by its size; the page's column is never wider than 720 pixels.
function Cover({ cover, alt }: { cover: EventCover; alt: string }) {
  const all = [...cover.smaller, cover];
  return (
    <img
      class="cover"
      src={cover.url}
      srcset={all.map((file) => `${file.url} ${file.width}w`).join(', ')}
      sizes="(max-width: 760px) 100vw, 720px"
      width={cover.width}
      height={cover.height}
      alt={alt}
    />
  );
}

/** The face of an event without a cover. It says nothing about the event, so screen readers pass it by. */
function Art({ eventId }: { eventId: string }) {
  return <img class="cover" src={facePath(eventId, 'wide')} width={wideFace.width} height={wideFace.height} alt="" />;
}

/** What a messenger shows beside the link. */
function linkImage({ cover }: TicketedEvent, alt: string): LinkImage | null {
  if (cover === null) return null;
  const { url, type, width, height } = cover.social ?? cover;
  return { url, type, width, height, alt };
}
