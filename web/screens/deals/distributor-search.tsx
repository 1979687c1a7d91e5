// The search for distributors by name and by what they say of their audience: one list for reading, for choosing one
// and for inviting many.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { DistributorCard } from '#core/contracts/people.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { percentRange } from '../../format.ts';
import { t } from '../../language.ts';
import { TextField } from '../../parts/controls.tsx';
import { MoreButton, usePages } from '../../parts/pages.tsx';
import { Loaded } from '../../parts/states.tsx';

type Props = {
  label: string;
  error?: string | undefined;
  children: (found: DistributorCard[]) => ComponentChildren;
};

export function DistributorSearch({ label, error, children }: Props) {
  const [typed, setTyped] = useState('');
  const q = typed.trim();
  const pages = usePages(`distributors ${q}`, (cursor, signal) =>
    read(
      api.distributors.$get(
        { query: { ...(q === '' ? {} : { q }), ...(cursor === null ? {} : { cursor }) } },
        { init: { signal } },
      ),
    ),
  );
  const text = t().distributors;
  return (
    <>
      <TextField
        name="distributor-search"
        value={typed}
        onValue={setTyped}
        error={error}
        label={label}
        hint={text.searchHint}
        type="search"
        maxLength={200}
      />
      <Loaded load={pages.load}>
        {({ items, next }) => (
          <>
            {items.length === 0 && <p class="soft">{q === '' ? text.noneYet : text.none}</p>}
            {children(items)}
            {next !== null && <MoreButton pages={pages} />}
          </>
        )}
      </Loaded>
    </>
  );
}

export function DistributorDetails({ card }: { card: DistributorCard }) {
  const { acceptedDeals, usualCommission } = card;
  return (
    <span class="hint">
      {t().deal.distributorFacts(
        acceptedDeals,
        usualCommission === null ? null : percentRange(usualCommission.fromBps, usualCommission.toBps),
      )}
    </span>
  );
}

/** Somebody typed this address, so it opens in a new tab that learns nothing about where it came from. */
export function Sites({ sites }: { sites: readonly string[] }) {
  if (sites.length === 0) return null;
  return (
    <ul class="tags">
      {sites.map((site) => (
        <li key={site}>
          <a href={site} target="_blank" rel="noopener noreferrer nofollow ugc">
            {site.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/$/, '')}
          </a>
        </li>
      ))}
    </ul>
  );
}
