// /w/{widgetId}: the page of a widget, as a link and inside a publisher's frame. One call to the event's object gives
// all it needs (D1 is not asked, so it is served while D1 is down), and the data is written into the page, so that
// prices are shown without another request. Paying happens on our own top-level page, never in the frame.

import type { Context } from 'hono';
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { Locale } from '#core/contracts/basics.ts';
import type { WidgetView } from '#core/contracts/sales.ts';
import type { Settings } from '#core/contracts/settings.ts';
import { cutText } from '#core/cut-text.ts';
import { facePath, faceSizes } from '#core/event-face/face-paths.ts';
import { coverAltIn, placeText, shownTexts } from '#core/event-text.ts';
import { plainText } from '#core/markdown.ts';
import { moneyText } from '#core/money-text.ts';
import { dateTimeText, spanText, zoneText } from '#core/when.ts';
import { configOf } from '../../config.ts';
import { callEventSales } from '../../event-object/event-object.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { eventIdOf } from '../../ids/ids.ts';
import { log } from '../../log.ts';
import { settingsAtHand } from '../../settings/settings.ts';
import { readersLocale } from '../language.ts';
import { LinkImageTags, linkImage } from '../link-image.tsx';
import { structuredData } from '../public/structured-data.ts';
import { type WidgetAssets, widgetAssets } from './widget-assets.ts';
import { headersOf } from './widget-headers.ts';
import { widgetText } from './widget-text.ts';

export async function widgetPage(c: Context<AppEnv>): Promise<Response> {
  // Starts the reading where this isolate knows nothing yet. The page does not wait for it: it has what has arrived when
  // the event's object has answered, and without it the frame asks once prices are seen.
  settingsAtHand(c.env);
  const assets = await widgetAssets(c.env);
  const headers = headersOf(c.env, assets);
  const page: Omit<Shell, 'locale' | 'title' | 'children'> = {
    // `1` from the loader, `frame` in the plain iframe of a widget's kit.
    embedded: c.req.query('embed') !== undefined,
    theme: themeOf(c.req.query('theme')),
    look: c.req.query('view') === 'compact' ? 'compact' : 'full',
    assets,
  };
  let view: WidgetView | null;
  try {
    view = await viewOf(c, c.req.param('widgetId') ?? '');
  } catch (error) {
    log('error', 'page-failed', { requestId: c.var.requestId, route: '/w/:widgetId', error });
    const locale = readersLocale(c, 'ru');
    return c.html(<Broken {...page} locale={locale} />, 503, {
      ...headers,
      'cache-control': 'no-store',
      'retry-after': '30',
    });
  }
  if (view === null) {
    return c.html(<Missing {...page} locale={readersLocale(c, 'ru')} />, 404, {
      ...headers,
      'cache-control': 'no-store',
    });
  }
  const locale = readersLocale(c, view.event.language);
  const url = `${configOf(c.env).PUBLIC_ORIGIN}/w/${view.widgetId}`;
  const settings = settingsAtHand(c.env);
  return c.html(<WidgetPage {...page} view={view} settings={settings} locale={locale} url={url} />, 200, headers);
}

async function viewOf(c: Context<AppEnv>, widgetId: string): Promise<WidgetView | null> {
  const eventId = eventIdOf(c.env, 'wgt', widgetId);
  if (eventId === null) return null;
  return callEventSales(c.env, eventId, (sales) => sales.widgetView(widgetId));
}

function themeOf(theme: string | undefined): Shell['theme'] {
  return theme === 'dark' || theme === 'light' ? theme : 'auto';
}

type Shell = {
  locale: Locale;
  title: string;
  embedded: boolean;
  theme: 'auto' | 'light' | 'dark';
  /** `compact` on the event's own page, which says what the event is. */
  look: 'full' | 'compact';
  assets: WidgetAssets | null;
  children?: Child;
  head?: Child;
};

function Shell({ locale, title, embedded, theme, look, assets, children, head }: Shell) {
  return (
    <>
      {raw('<!doctype html>')}
      <html
        lang={locale}
        data-theme={theme}
        {...(embedded && { 'data-embed': '' })}
        {...(look === 'compact' && { 'data-view': look })}
      >
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{title}</title>
          {assets && <style>{raw(assets.style)}</style>}
          {head}
        </head>
        <body>
          <div id="app">{children}</div>
        </body>
      </html>
    </>
  );
}

function Missing(shell: Omit<Shell, 'title'>) {
  const text = widgetText[shell.locale];
  return (
    <Shell {...shell} title={text.missing} head={<meta name="robots" content="noindex" />}>
      <h1>{text.missing}</h1>
      <p>{text.missingText}</p>
    </Shell>
  );
}

function Broken(shell: Omit<Shell, 'title'>) {
  const text = widgetText[shell.locale];
  return (
    <Shell {...shell} title={text.broken} head={<meta name="robots" content="noindex" />}>
      <h1>{text.broken}</h1>
      <p>{text.brokenText}</p>
      <p>
        <a href="?">{text.again}</a>
      </p>
    </Shell>
  );
}

type WidgetPage = Omit<Shell, 'title'> & { view: WidgetView; settings: Settings | null; url: string };

function WidgetPage({ view, settings, url, ...shell }: WidgetPage) {
  const { locale, assets } = shell;
  const words = widgetText[locale];
  const { title, description, venue } = shownTexts(view.event, locale);
  const place = placeText(venue);
  const when = dateTimeText(locale, view.event.startsAt, view.event.timeZone);
  const image = linkImage(view.event, coverAltIn(view.event, locale));
  const summary = cutText(`${when}. ${place}. ${plainText(description)}`, 200);
  const head = (
    <>
      <meta name="description" content={summary} />
      <link rel="canonical" href={url} />
      <meta property="og:type" content="website" />
      <meta property="og:title" content={title} />
      <meta property="og:description" content={summary} />
      <meta property="og:url" content={url} />
      {settings && <meta property="og:site_name" content={settings.brandName[locale]} />}
      {settings && (
        <script type="application/json" id="seller">
          {raw(inScript({ brandName: settings.brandName, legal: settings.legal }))}
        </script>
      )}
      <meta property="og:locale" content={locale === 'ru' ? 'ru_RU' : 'en_GB'} />
      <LinkImageTags image={image} origin={new URL(url).origin} />
      <meta name="twitter:card" content="summary_large_image" />
      <script type="application/ld+json">{raw(inScript(structuredData(view, locale, url)))}</script>
      <script type="application/json" id="view">
        {raw(inScript(view))}
      </script>
      {assets && <link rel="modulepreload" href={assets.messages[locale]} />}
      {assets && <script type="module" src={assets.script} />}
    </>
  );
  return (
    <Shell {...shell} title={words.ticketsTo(title)} head={head}>
      {shell.look === 'full' && <Intro view={view} locale={locale} />}
      <Offer view={view} locale={locale} />
      <p class="late">{words.late}</p>
    </Shell>
  );
}

/** The same as the program draws in its place, so that nothing moves when it starts. */
function Intro({ view: { event }, locale }: { view: WidgetView; locale: Locale }) {
  const words = widgetText[locale];
  const { title, description, venue } = shownTexts(event, locale);
  const when = spanText(locale, event);
  const { cover, id } = event;
  const size = cover ?? faceSizes.wide;
  return (
    <header class="event">
      <img
        class="face wide"
        src={cover === null ? facePath(id, 'wide') : (cover.smaller[0] ?? cover).url}
        srcset={
          cover === null ? undefined : [...cover.smaller, cover].map((one) => `${one.url} ${one.width}w`).join(', ')
        }
        sizes="(min-width: 560px) 560px, 100vw"
        width={size.width}
        height={size.height}
        alt=""
        fetchpriority={cover === null ? 'auto' : 'low'}
      />
      {event.ageRating !== null && <span class="age">{event.ageRating}</span>}
      <h1 dir="auto" class={title.length > 60 ? 'long' : undefined}>
        {title}
      </h1>
      <p>
        <b>{when.date}</b>
        {when.time}
        <span class="soft"> {zoneText(locale, event.startsAt, event.timeZone)}</span>
        <br />
        <span class="soft">{placeText(venue)}</span>
        <br />
        <span class="soft">
          {words.organizer}: {event.organizerName}
        </span>
      </p>
      {description !== '' && (
        <details>
          <summary>{words.about}</summary>
          <p class="text">{description}</p>
        </details>
      )}
    </header>
  );
}

function Offer({ view, locale }: { view: WidgetView; locale: Locale }) {
  const words = widgetText[locale];
  if (view.event.status === 'cancelled') return <p>{words.cancelled}</p>;
  if (view.status === 'closed') return <p>{words.closed}</p>;
  return (
    <>
      <ul class="types">
        {view.ticketTypes.map(({ price, serviceFee, ...type }) => (
          <li>
            <div>
              <b dir="auto">{typeNameIn(type, locale)}</b>
              {descriptionIn(type, locale) !== '' && <span class="soft text">{descriptionIn(type, locale)}</span>}
              <span class="price">
                {price.amount === 0
                  ? words.free
                  : moneyText(locale, { ...price, amount: price.amount + serviceFee.amount })}
              </span>
              {serviceFee.amount > 0 && <span class="soft">{words.withFee(moneyText(locale, serviceFee))}</span>}
            </div>
          </li>
        ))}
      </ul>
      <noscript>
        <p>{words.noScript}</p>
      </noscript>
    </>
  );
}

type Described = Pick<WidgetView['ticketTypes'][number], 'description' | 'descriptionTranslations'>;

function descriptionIn(type: Described, locale: Locale): string {
  return type.descriptionTranslations[locale] ?? type.description;
}

function typeNameIn(type: Pick<WidgetView['ticketTypes'][number], 'name' | 'translations'>, locale: Locale): string {
  return type.translations[locale] ?? type.name;
}

/** JSON that cannot end its script element, open a comment in it, or break a line where JavaScript sees one. */
export function inScript(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('&', '\\u0026')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}
