// /: what Foyer is, for who has not signed in: organizers, distributors and buyers, each with a picture of their part and the
// way in. The events on it are the catalog's next ones. Who has signed in gets the dashboard at this address instead; the
// page itself is the same for all readers, so the edge may keep it.

import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import type { Child } from 'hono/jsx';
import type { Locale } from '#core/contracts/basics.ts';
import type { TicketedEvent } from '#core/contracts/events.ts';
import { facePath } from '#core/event-face/face-paths.ts';
import { listEvents, listVersion, type SaleState, saleStates } from '../../catalog/catalog.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { signedInCookie } from '../../http/session-cookies.ts';
import { log } from '../../log.ts';
import { dashboardOrMissing } from '../dashboard.ts';
import { fromEdgeCache } from '../edge-cache.ts';
import { langQuery, languageKey, readersLocale, variesByReader } from '../language.ts';
import { smallFace } from './event-card.tsx';
import { ArticlePicture, HeroPicture, SellersPicture, TicketPicture } from './landing-pictures.tsx';
import { landingText } from './landing-text.ts';
import { PosterCards } from './poster-card.tsx';
import { answerPublic } from './public-page.tsx';

const shownEvents = 8;
const cachedSeconds = 60;
const comingQuery = { after: null, limit: shownEvents };

export async function landingPage(c: Context<AppEnv>): Promise<Response> {
  if (getCookie(c, signedInCookie) !== undefined) {
    const dashboard = await dashboardOrMissing(c);
    dashboard.headers.append('vary', variesByReader);
    return dashboard;
  }
  let version: string | null;
  try {
    version = await listVersion(c.env, comingQuery);
  } catch (error) {
    // Without its events the page still says what Foyer is. It is kept by nobody, so the next reader may see them.
    log('warn', 'landing-without-events', { requestId: c.var.requestId, error });
    const page = await answerLanding(c, []);
    page.headers.set('cache-control', 'no-store');
    return page;
  }
  return fromEdgeCache(c, { version: version ?? '', query: languageKey(c), seconds: cachedSeconds }, async () => {
    const { items } = await listEvents(c.env, comingQuery);
    return answerLanding(c, items, await saleStates(c.env, items));
  });
}

function answerLanding(
  c: Context<AppEnv>,
  events: readonly TicketedEvent[],
  states: ReadonlyMap<string, SaleState> = new Map(),
): Response | Promise<Response> {
  const locale = readersLocale(c, 'ru');
  const words = landingText[locale];
  return answerPublic(c, {
    locale,
    title: words.title,
    summary: words.summary,
    path: '/',
    mainLocale: 'ru',
    style: 'landing',
    children: <Landing events={events} states={states} locale={locale} lang={langQuery(c)} />,
  });
}

type Props = {
  events: readonly TicketedEvent[];
  states: ReadonlyMap<string, SaleState>;
  locale: Locale;
  lang: string;
};

/** The art in the pictures is drawn from names of no event. */
const faces = { hero: facePath('evt_landing4'), article: facePath('evt_landing2'), ticket: facePath('evt_landing3') };

function Landing({ events, states, locale, lang }: Props) {
  const words = landingText[locale];
  const [first, second, third] = events;
  return (
    <>
      <section class="hero-band">
        <div>
          <h1>{words.title}</h1>
          <p class="lead">{words.lead}</p>
          <p class="ways">
            <a class="button main" href="/sign-up?role=organizer">
              {words.start}
            </a>
            <a class="button big" href={`/catalogue${lang}`}>
              {words.toCatalog}
            </a>
          </p>
        </div>
        <HeroPicture locale={locale} face={first === undefined ? faces.hero : smallFace(first)} />
      </section>
      {events.length > 0 && (
        <section>
          <div class="section-head">
            <h2>{words.coming}</h2>
            <a href={`/catalogue${lang}`}>{words.allEvents}</a>
          </div>
          <PosterCards events={events} states={states} locale={locale} query={lang} heading="h3" />
        </section>
      )}
      <Side id="organizers" texts={words.organizers} href="/sign-up?role=organizer">
        <SellersPicture locale={locale} />
      </Side>
      <Side id="distributors" texts={words.distributors} href="/sign-up?role=distributor">
        <ArticlePicture locale={locale} face={second === undefined ? faces.article : smallFace(second)} />
      </Side>
      <Side id="buyers" texts={words.buyers} href={`/catalogue${lang}`}>
        <TicketPicture locale={locale} face={third === undefined ? faces.ticket : smallFace(third)} />
      </Side>
      <section class="steps">
        <h2>{words.stepsTitle}</h2>
        <ol>
          {words.steps.map(([name, text]) => (
            <li>
              <h3>{name}</h3>
              <p class="soft">{text}</p>
            </li>
          ))}
        </ol>
      </section>
      <section class="last">
        <h2>{words.lastTitle}</h2>
        <p>{words.lastText}</p>
        <p class="ways">
          <a class="button main" href="/sign-up?role=organizer">
            {words.start}
          </a>
          <span>
            {words.haveAccount} <a href="/sign-in">{words.signIn}</a>
          </span>
        </p>
      </section>
    </>
  );
}

type SideTexts = { name: string; title: string; points: readonly string[]; action: string };

function Side({ id, texts, href, children }: { id: string; texts: SideTexts; href: string; children: Child }) {
  return (
    <section class="side" id={id}>
      <div>
        <p class="side-name">{texts.name}</p>
        <h2>{texts.title}</h2>
        <ul>
          {texts.points.map((point) => (
            <li>{point}</li>
          ))}
        </ul>
        <a class="button big" href={href}>
          {texts.action}
        </a>
      </div>
      {children}
    </section>
  );
}
