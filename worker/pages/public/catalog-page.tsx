// /catalogue: the coming events for everybody, each with its face, time, place, price and the way to its tickets. Filters and
// the page are in the address, everything is a link or a plain form, so it works without a script and Back finds the place.
// Nothing here depends on who reads it: what a distributor may do with an event is on screens of the dashboard.

import type { Context } from 'hono';
import type * as z from 'zod';
import type { Locale } from '#core/contracts/basics.ts';
import type { EventPage } from '#core/contracts/events.ts';
import { cutText } from '#core/cut-text.ts';
import { textsOf } from '#core/event-text.ts';
import { tagIn } from '#core/known-tags.ts';
import {
  type CatalogFacets,
  catalogFacets,
  listEvents,
  listVersion,
  type SaleState,
  saleStates,
} from '../../catalog/catalog.ts';
import { positionOf } from '../../cursor.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { fromEdgeCache } from '../edge-cache.ts';
import { langQuery, languageKey, readersLocale } from '../language.ts';
import { CatalogFilters } from './catalog-filters.tsx';
import { type CatalogQuery, catalogPath, catalogQueryOf, isFiltered } from './catalog-query.ts';
import { catalogText } from './catalog-text.ts';
import { PosterCards } from './poster-card.tsx';
import { answerPublic } from './public-page.tsx';

/** A page is six rows of four, or twelve of two. */
const shownAtOnce = 24;
/** Short, because sales and the passing of time change a page without an edit that would clear the edge cache. */
const cachedSeconds = 30;

export async function catalogPage(c: Context<AppEnv>): Promise<Response> {
  const query = catalogQueryOf((name) => c.req.query(name));
  const after = positionOf(query.after);
  if (!after.ok) {
    // A cursor that we did not make, or that was cut on its way: the list from its beginning.
    c.header('cache-control', 'no-store');
    return c.redirect(catalogPath({ ...query, after: undefined }));
  }
  const { q, city, tag, days, free } = query;
  const asked = { q, city, tag, days, free, after: after.value, limit: shownAtOnce };
  const version = await listVersion(c.env, asked);
  // Words and pages are anybody's to make up: they would fill the cache, and so would choices that find nothing.
  if (version === null || q !== undefined || query.after !== undefined) return madePage(c, query, asked);
  const key = `${catalogPath(query)} ${languageKey(c)}`;
  return fromEdgeCache(c, { version, query: key, seconds: cachedSeconds }, () => madePage(c, query, asked));
}

async function madePage(
  c: Context<AppEnv>,
  query: CatalogQuery,
  asked: Parameters<typeof listEvents>[1],
): Promise<Response> {
  const [page, facets] = await Promise.all([listEvents(c.env, asked), catalogFacets(c.env)]);
  const states = await saleStates(c.env, page.items);
  const locale = readersLocale(c, 'ru');
  const words = catalogText[locale];
  const titles = page.items.slice(0, 6).map((event) => textsOf(event, locale).title);
  return answerPublic(c, {
    locale,
    title: [words.title, ...chosenText(query, locale)].join(' · '),
    summary: cutText([words.summary, ...titles].join(' · '), 200),
    path: catalogPath(query),
    mainLocale: 'ru',
    style: 'catalog',
    noindex: query.q !== undefined || query.after !== undefined || page.items.length === 0,
    children: (
      <CatalogView page={page} states={states} facets={facets} query={query} locale={locale} lang={langQuery(c)} />
    ),
  });
}

function chosenText({ days, free, city, tag, q }: CatalogQuery, locale: Locale): string[] {
  const words = catalogText[locale];
  const parts = [
    days === undefined ? undefined : words.days[days],
    city,
    tag === undefined ? undefined : tagIn(tag, locale),
    free === undefined ? undefined : words.free,
    q === undefined ? undefined : `«${q}»`,
  ];
  return parts.filter((part) => part !== undefined);
}

type ViewProps = {
  page: z.infer<typeof EventPage>;
  states: ReadonlyMap<string, SaleState>;
  facets: CatalogFacets;
  query: CatalogQuery;
  locale: Locale;
  /** `?lang=…` for links when the address names a language, else nothing. */
  lang: string;
};

function CatalogView({ page, states, facets, query, locale, lang }: ViewProps) {
  const words = catalogText[locale];
  const to = (change: CatalogQuery) => withLang(catalogPath(change), lang);
  return (
    <>
      <h1>{words.title}</h1>
      <CatalogFilters query={query} facets={facets} locale={locale} to={to} lang={lang} />
      {page.items.length === 0 ? (
        <Nothing query={query} locale={locale} to={to} />
      ) : (
        <PosterCards events={page.items} states={states} locale={locale} query={lang} heading="h2" />
      )}
      {(page.next !== null || query.after !== undefined) && (
        <nav class="pages" aria-label={words.pages}>
          {query.after !== undefined && (
            <a class="button" href={to({ ...query, after: undefined })}>
              {words.toStart}
            </a>
          )}
          {page.next !== null && (
            <a class="button" rel="next" href={to({ ...query, after: page.next })}>
              {words.more}
            </a>
          )}
        </nav>
      )}
      <aside class="sell">
        <div>
          <h2>{words.sellTitle}</h2>
          <p>{words.sellText}</p>
        </div>
        <a class="button" href="/to-sell">
          {words.sellLink}
        </a>
      </aside>
    </>
  );
}

/** What to do when nothing is found: take back one choice, or all. */
function Nothing({ query, locale, to }: { query: CatalogQuery; locale: Locale; to: (query: CatalogQuery) => string }) {
  const words = catalogText[locale];
  if (query.after !== undefined) {
    return (
      <Empty
        title={words.noMore}
        text={words.noMoreText}
        links={[[words.toStart, to({ ...query, after: undefined })]]}
      />
    );
  }
  if (!isFiltered(query))
    return (
      <Empty title={words.noneYet} text={words.noneYetText} links={[[words.toOrganize, '/sign-up?role=organizer']]} />
    );
  const without: [string, string][] = [];
  if (query.q !== undefined) without.push([words.without(`«${query.q}»`), to({ ...query, q: undefined })]);
  if (query.days !== undefined) without.push([words.anyDay, to({ ...query, days: undefined })]);
  if (query.free !== undefined) without.push([words.anyPrice, to({ ...query, free: undefined })]);
  if (query.city !== undefined) without.push([words.anyCity, to({ ...query, city: undefined })]);
  if (query.tag !== undefined)
    without.push([words.without(tagIn(query.tag, locale)), to({ ...query, tag: undefined })]);
  const all: [string, string][] = [[words.all, to({})]];
  return (
    <Empty title={words.nothing} text={words.nothingText} links={without.length === 1 ? all : [...without, ...all]} />
  );
}

function Empty({ title, text, links }: { title: string; text: string; links: [string, string][] }) {
  return (
    <section class="empty">
      <EmptyArt />
      <h2>{title}</h2>
      <p>{text}</p>
      <p class="links">
        {links.map(([name, href]) => (
          <a class="button" href={href}>
            {name}
          </a>
        ))}
      </p>
    </section>
  );
}

/** A stage with its curtain still drawn. */
function EmptyArt() {
  return (
    <svg viewBox="0 0 160 104" width="160" height="104" aria-hidden="true">
      <rect class="stage" x="8" y="86" width="144" height="10" rx="3" />
      <path class="cloth" d="M16 10h62v76c-8-4-12-4-20 0-8-4-12-4-21 0-8-4-12-4-21 0z" />
      <path class="cloth" d="M82 10h62v76c-9-4-13-4-21 0-9-4-13-4-21 0-8-4-12-4-20 0z" />
      <path class="fold" d="M37 18v60M58 18v60M102 18v60M123 18v60" />
      <rect class="stage" x="10" y="4" width="140" height="9" rx="4.500" />
    </svg>
  );
}

function withLang(path: string, lang: string): string {
  if (lang === '') return path;
  return path.includes('?') ? `${path}&${lang.slice(1)}` : path + lang;
}
