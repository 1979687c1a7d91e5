// /org/{partyId}: the public page of an organizer: their name, coming events (soonest first), past events (latest
// first). Each list continues at `?coming=…` or `?past=…`.

import type { Context } from 'hono';
import type { Locale } from '#core/contracts/basics.ts';
import type { PublicContacts } from '#core/contracts/people.ts';
import { cutText } from '#core/cut-text.ts';
import { textsOf } from '#core/event-text.ts';
import { listEvents, listPastEvents, partyNamed, partyVersion } from '../../catalog/catalog.ts';
import { configOf } from '../../config.ts';
import { contactsOf, hasAnyContact } from '../../contacts/contacts.ts';
import { type Position, positionOf } from '../../cursor.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { ContactLinks } from '../contact-links.tsx';
import { fromEdgeCache } from '../edge-cache.ts';
import { langQuery, languageKey, readersLocale } from '../language.ts';
import { EventCards } from './event-card.tsx';
import { answerMissing, answerPublic } from './public-page.tsx';
import { publicText } from './public-text.ts';

const shownAtOnce = 50;

export async function organizerPage(c: Context<AppEnv>): Promise<Response> {
  const party = await partyNamed(c.env, c.req.param('partyId') ?? '');
  const locale = readersLocale(c, 'ru');
  if (party?.kind !== 'organizer') return answerMissing(c, locale);
  const coming = positionOf(c.req.query('coming'));
  const past = positionOf(c.req.query('past'));
  if (!coming.ok || !past.ok) return answerMissing(c, locale);
  const from: From = { coming: coming.value, past: past.value };
  // Only the first page is cached at the edge: anybody can invent cursors, and they would fill the cache.
  if (from.coming !== null || from.past !== null) {
    return madePage(c, { ...party, contacts: await contactsOf(c.env, party.id) }, locale, from);
  }
  const [version, contacts] = await Promise.all([partyVersion(c.env, party), contactsOf(c.env, party.id)]);
  const shown = `${version} ${JSON.stringify(contacts)}`;
  return fromEdgeCache(c, { version: shown, query: languageKey(c), seconds: 60 }, () =>
    madePage(c, { ...party, contacts }, locale, from),
  );
}

/** Where a list continues. A page that continues one list leaves the other out. */
type From = Record<'coming' | 'past', Position | null>;
const nothing = { items: [], next: null };

async function madePage(
  c: Context<AppEnv>,
  party: { id: string; name: string; contacts: PublicContacts },
  locale: Locale,
  from: From,
): Promise<Response> {
  const query = { organizerId: party.id, limit: shownAtOnce };
  const { contacts } = party;
  const [coming, past] = await Promise.all([
    from.past === null ? listEvents(c.env, { ...query, after: from.coming }) : nothing,
    from.coming === null ? listPastEvents(c.env, { ...query, after: from.past }) : nothing,
  ]);
  const words = publicText[locale];
  const path = `/org/${party.id}`;
  return answerPublic(c, {
    locale,
    title: party.name,
    summary: cutText([words.coming, ...coming.items.map((event) => textsOf(event, locale).title)].join(' · '), 200),
    path,
    mainLocale: 'ru',
    data: {
      '@context': 'https://schema.org',
      '@type': 'Organization',
      name: party.name,
      url: configOf(c.env).PUBLIC_ORIGIN + path,
    },
    calendar: `/feed/${party.id}.ics`,
    children: (
      <>
        <div class="page-head">
          <h1 class={party.name.length > 60 ? 'long' : undefined}>{party.name}</h1>
          <a class="button" href={`/feed/${party.id}.ics`}>
            {words.feed}
          </a>
        </div>
        {hasAnyContact(contacts) && (
          <section aria-label={words.contactOrganizer}>
            <p class="maps">
              <ContactLinks contacts={contacts} subject={party.name} />
            </p>
          </section>
        )}
        {from.past === null && (
          <section>
            <h2>{words.coming}</h2>
            {coming.items.length === 0 && <p class="soft">{words.none}</p>}
            <EventCards events={coming.items} locale={locale} query={langQuery(c)} />
            <More path={path} list="coming" next={coming.next} lang={langQuery(c)} text={words.more} />
          </section>
        )}
        {past.items.length > 0 && (
          <section class="past">
            <h2>{words.past}</h2>
            <EventCards events={past.items} locale={locale} query={langQuery(c)} past />
            <More path={path} list="past" next={past.next} lang={langQuery(c)} text={words.more} />
          </section>
        )}
      </>
    ),
  });
}

type MoreProps = { path: string; list: keyof From; next: string | null; lang: string; text: string };

function More({ path, list, next, lang, text }: MoreProps) {
  if (next === null) return null;
  return (
    <p class="more">
      <a class="button" rel="next" href={`${path}${lang === '' ? '?' : `${lang}&`}${list}=${next}`}>
        {text}
      </a>
    </p>
  );
}
