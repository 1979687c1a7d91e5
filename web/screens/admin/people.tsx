// Everybody with an account. What is searched for stands in the address, so that a link leads to the same people and
// "back" returns to them.

import { useLocation } from 'preact-iso';
import type { PersonRow } from '#core/contracts/admin.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { browserTimeZone, rowTime } from '../../format.ts';
import { t } from '../../language.ts';
import { Button, Choice, Form, TextField } from '../../parts/controls.tsx';
import { Badge, Page } from '../../parts/page.tsx';
import { MoreButton, usePages } from '../../parts/pages.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useForm } from '../../use-form.ts';

const roles = ['organizer', 'distributor', 'buyer', 'admin'] as const;
const states = ['active', 'suspended', 'unverified', 'letter-failed'] as const;

type Search = Record<'q' | 'role' | 'state', string>;

export function People(_screen: ScreenProps) {
  const { query } = useLocation();
  const role = roles.find((one) => one === query.role);
  const state = states.find((one) => one === query.state);
  const search: Search = { q: query.q ?? '', role: role ?? '', state: state ?? '' };
  const pages = usePages<PersonRow>(`people ${JSON.stringify(search)}`, (cursor, signal) =>
    read(
      api.admin.people.$get(
        {
          query: {
            ...(search.q === '' ? {} : { q: search.q }),
            ...(role === undefined ? {} : { role }),
            ...(state === undefined ? {} : { state }),
            ...(cursor === null ? {} : { cursor }),
          },
        },
        { init: { signal } },
      ),
    ),
  );
  const text = t().people;
  return (
    <Page title={text.title} lead={text.lead}>
      <PeopleSearch key={JSON.stringify(search)} search={search} />
      <Loaded load={pages.load}>
        {({ items, next }) => (
          <>
            {items.length === 0 ? <Empty title={text.nobody} text={text.nobodyText} /> : <PeopleTable people={items} />}
            {next !== null && <MoreButton pages={pages} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function PeopleSearch({ search }: { search: Search }) {
  const { route } = useLocation();
  const form = useForm({ q: search.q });
  const text = t().people;
  function go(change: Partial<Search>) {
    const filled = Object.entries({ ...search, q: form.values.q.trim(), ...change }).filter(([, one]) => one !== '');
    route(filled.length === 0 ? '/admin/people' : `/admin/people?${new URLSearchParams(filled)}`);
  }
  const chosen = (name: 'role' | 'state') => ({
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
            {text.find}
          </Button>
        </div>
        <Choice
          {...chosen('role')}
          label={text.role}
          options={[{ value: '', label: text.anyRole }, ...roles.map((value) => ({ value, label: t().roles[value] }))]}
        />
        <Choice
          {...chosen('state')}
          label={text.state}
          options={[
            { value: '', label: text.anyState },
            ...states.map((value) => ({ value, label: text.states[value] })),
          ]}
        />
      </Form>
      {Object.values(search).some((one) => one !== '') && (
        <a class="button plain" href="/admin/people">
          {text.reset}
        </a>
      )}
    </search>
  );
}

function PeopleTable({ people }: { people: readonly PersonRow[] }) {
  const text = t().people;
  return (
    <table class="orders people">
      <caption class="unseen">{text.title}</caption>
      <thead>
        <tr>
          <th scope="col">{text.person}</th>
          <th scope="col" class="wide-only">
            {text.role}
          </th>
          <th scope="col" class="wide-only">
            {text.since}
          </th>
          <th scope="col">{text.state}</th>
        </tr>
      </thead>
      <tbody>
        {people.map((one) => (
          <tr key={one.id}>
            <td>
              <a class="row-title row-link" href={`/admin/people/${one.id}`}>
                {one.displayName}
              </a>
              <span class="soft">{one.email}</span>
              <span class="soft narrow-only">
                {t().roles[one.role]} · {rowTime(one.createdAt, browserTimeZone())}
              </span>
            </td>
            <td class="wide-only">{t().roles[one.role]}</td>
            <td class="wide-only">{rowTime(one.createdAt, browserTimeZone())}</td>
            <td>
              <PersonBadge person={one} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function PersonBadge({ person }: { person: Pick<PersonRow, 'suspendedAt' | 'emailVerified'> }) {
  const text = t().people.badge;
  if (person.suspendedAt !== null) return <Badge tone="bad">{text.suspended}</Badge>;
  return person.emailVerified ? <Badge tone="good">{text.active}</Badge> : <Badge tone="warn">{text.unverified}</Badge>;
}
