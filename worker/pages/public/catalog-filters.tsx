// The search field and the chips above the catalog. A chip is a link: pressed once it chooses, pressed again it takes the
// choice back. On a phone each row of chips is pushed aside with a finger.

import type { Locale } from '#core/contracts/basics.ts';
import { dayChoices } from '#core/day-choices.ts';
import { tagIn } from '#core/known-tags.ts';
import type { CatalogFacets } from '../../catalog/catalog.ts';
import { type CatalogQuery, isFiltered, toggled } from './catalog-query.ts';
import { catalogText } from './catalog-text.ts';
import { SearchIcon } from './icons.tsx';

type Props = {
  query: CatalogQuery;
  facets: CatalogFacets;
  locale: Locale;
  /** The address of a choice, in the language of this page's address. */
  to: (query: CatalogQuery) => string;
  lang: string;
};

const mostCities = 8;
const mostTags = 10;

export function CatalogFilters(props: Props) {
  const { query, locale, to } = props;
  const words = catalogText[locale];
  return (
    <search class="filters">
      <SearchForm {...props} />
      <nav aria-label={words.filters}>
        <ul class="chips">
          {dayChoices.map((days) => (
            <Chip text={words.days[days]} chosen={query.days === days} href={to(toggled(query, { days }))} />
          ))}
          <Chip text={words.free} chosen={query.free === 'yes'} href={to(toggled(query, { free: 'yes' }))} />
          <Cities {...props} />
        </ul>
        <Tags {...props} />
      </nav>
      {(query.days !== undefined || isFiltered(query)) && (
        <p class="small soft">
          {query.days !== undefined && <span>{words.byLocalClock} </span>}
          <a href={to({})}>{words.reset}</a>
        </p>
      )}
    </search>
  );
}

function SearchForm({ query, locale, lang }: Props) {
  const words = catalogText[locale];
  const { q, after: _page, ...kept } = query;
  const hidden = Object.entries({ ...kept, ...(lang === '' ? {} : { lang: locale }) });
  return (
    <form action="/catalogue" method="get">
      <label class="field">
        <SearchIcon />
        <span class="unseen">{words.search}</span>
        <input
          type="search"
          name="q"
          value={q ?? ''}
          placeholder={words.searchHint}
          maxlength={200}
          autocomplete="off"
        />
      </label>
      {hidden.map(([name, value]) => value !== undefined && <input type="hidden" name={name} value={value} />)}
      <button type="submit" class="button">
        {words.find}
      </button>
    </form>
  );
}

/** Nothing to choose where all events are in one city. A city that is asked for stays to be taken back. */
function Cities({ query, facets, locale, to }: Props) {
  const names = facets.cities
    .slice(0, mostCities)
    .map(({ name, translations }) => translations[locale]?.venue?.city ?? name);
  const shown = withChosen(names, query.city);
  if (shown.length < 2 && query.city === undefined) return null;
  return (
    <>
      <li class="between" aria-hidden="true" />
      {shown.map((city) => (
        <Chip
          text={city}
          chosen={isSame(query.city, city)}
          href={to(toggled({ ...query, city: isSame(query.city, city) ? city : query.city }, { city }))}
        />
      ))}
    </>
  );
}

function Tags({ query, facets, locale, to }: Props) {
  const names = facets.tags.slice(0, mostTags).map((tag) => tagIn(tag, locale));
  const chosen = query.tag === undefined ? undefined : tagIn(query.tag, locale);
  const shown = withChosen(names, chosen);
  if (shown.length === 0) return null;
  return (
    <ul class="chips">
      {shown.map((tag) => (
        <Chip
          text={tag}
          chosen={isSame(chosen, tag)}
          href={to(toggled({ ...query, tag: isSame(chosen, tag) ? tag : query.tag }, { tag }))}
        />
      ))}
    </ul>
  );
}

function withChosen(names: string[], chosen: string | undefined): string[] {
  return chosen === undefined || names.some((name) => isSame(chosen, name)) ? names : [chosen, ...names];
}

function isSame(asked: string | undefined, name: string): boolean {
  return asked?.toLowerCase() === name.toLowerCase();
}

function Chip({ text, chosen, href }: { text: string; chosen: boolean; href: string }) {
  return (
    <li>
      <a class="chip" href={href} aria-current={chosen ? 'true' : undefined} rel="nofollow">
        <span dir="auto">{text}</span>
        {chosen && <span aria-hidden="true">×</span>}
      </a>
    </li>
  );
}
