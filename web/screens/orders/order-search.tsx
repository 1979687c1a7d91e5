// What is searched for, filtered by and sorted stands in the address, so that a link leads to the same orders and "back"
// returns to them. Choosing applies at once; the words are sent by their button.

import { useLocation } from 'preact-iso';
import type { Deal } from '#core/contracts/deals.ts';
import { api } from '../../api.ts';
import { type ApiResult, read } from '../../api-result.ts';
import { browserTimeZone } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Button, Choice, Form, TextField } from '../../parts/controls.tsx';
import { roleNow } from '../../session.ts';
import { startOfDay } from '../../typed-times.ts';
import { useForm } from '../../use-form.ts';
import { useLoad } from '../../use-load.ts';

const statuses = [
  'awaiting-payment',
  'paid',
  'paid-late',
  'partly-refunded',
  'refunded',
  'cancelled',
  'expired',
] as const;
const sorts = ['newest', 'oldest', 'largest'] as const;

/** As it stands in the address; an empty text is no condition. */
export type Search = Record<'q' | 'status' | 'channel' | 'from' | 'to' | 'sort', string>;

export function searchIn(query: Readonly<Record<string, string>>): Search {
  return {
    q: query.q ?? '',
    status: statuses.find((one) => one === query.status) ?? '',
    channel: query.channel ?? '',
    from: query.from ?? '',
    to: query.to ?? '',
    sort: sorts.find((one) => one === query.sort) ?? '',
  };
}

/** The query of the API. Days are those of the reader's own clock, and the last one counts as a whole. */
export function queryOf({ q, status, channel, from, to, sort }: Search) {
  const start = startOfDay(from, browserTimeZone());
  const end = startOfDay(to, browserTimeZone(), 1);
  const known = statuses.find((one) => one === status);
  const order = sorts.find((one) => one === sort);
  return {
    ...(q === '' ? {} : { q }),
    ...(known === undefined ? {} : { status: known }),
    ...(channel === '' ? {} : { channel }),
    ...(start === null ? {} : { from: start }),
    ...(end === null ? {} : { to: end }),
    ...(order === undefined ? {} : { sort: order }),
  };
}

export function isNarrowed(search: Search): boolean {
  return Object.entries(search).some(([name, value]) => name !== 'sort' && value !== '');
}

export function OrderSearch({ at, search }: { at: string; search: Search }) {
  const { route } = useLocation();
  const form = useForm({ q: search.q });
  const sellers = useSellers(search.channel);
  const text = t().orders;
  function go(change: Partial<Search>) {
    const filled = Object.entries({ ...search, q: form.values.q.trim(), ...change }).filter(
      ([, value]) => value !== '',
    );
    route(filled.length === 0 ? at : `${at}?${new URLSearchParams(filled)}`);
  }
  const chosen = (name: keyof Search) => ({
    name,
    value: search[name],
    error: undefined,
    onValue: (value: string) => go({ [name]: value }),
  });
  return (
    <search class="search order-search">
      <Form onSubmit={() => go({})}>
        <div class="words">
          <TextField {...form.field('q')} label={text.search} hint={text.searchHint} type="search" maxLength={100} />
          <Button kind="main" submit>
            {text.submit}
          </Button>
        </div>
        <Choice
          {...chosen('status')}
          label={text.status}
          options={[
            { value: '', label: text.anyStatus },
            ...statuses.map((value) => ({ value, label: t().orderStatus[value] })),
          ]}
        />
        <Choice
          {...chosen('channel')}
          label={text.through}
          options={[
            { value: '', label: text.anyChannel },
            { value: 'own', label: text.own },
            ...sellers.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <TextField {...chosen('from')} label={text.from} type="date" />
        <TextField {...chosen('to')} label={text.to} type="date" />
        <Choice
          {...chosen('sort')}
          label={text.sort}
          options={sorts.map((value) => ({ value: value === 'newest' ? '' : value, label: text.sorts[value] }))}
        />
      </Form>
      {isNarrowed(search) && (
        <a class="button plain" href={at}>
          {text.reset}
        </a>
      )}
    </search>
  );
}

const noDeals: ApiResult<{ items: Deal[] }> = { ok: true, body: { items: [] } };

type Seller = { id: string; name: string };

/**
 * Who ever had a deal, each once. An admin has no deals, and without an answer the filter offers what stands in the
 * address, so that it can be taken away.
 */
function useSellers(chosen: string): readonly Seller[] {
  const load = useLoad('sellers of orders', async (signal) =>
    roleNow() === 'organizer' ? read(api.deals.$get({ query: { limit: '100' } }, { init: { signal } })) : noDeals,
  );
  const sellers = new Map((load.data?.items ?? []).map(({ distributor }) => [distributor.id, distributor]));
  if (chosen !== '' && chosen !== 'own' && !sellers.has(chosen)) sellers.set(chosen, { id: chosen, name: chosen });
  return [...sellers.values()].toSorted((a, b) => a.name.localeCompare(b.name, locale.value));
}
