// One month of a party's money: by event and partner, and every operation that made it. The month and the chosen event
// stand in the address.

import type { BalanceEntry, BalanceMonth } from '#core/contracts/balance.ts';
import { titleIn } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { money, signedMoney, stamp } from '../../format.ts';
import { intlLocale, locale, t } from '../../language.ts';
import { Section } from '../../parts/page.tsx';
import { MoreButton, usePages } from '../../parts/pages.tsx';
import { Loaded } from '../../parts/states.tsx';
import { useLoad } from '../../use-load.ts';

type Chosen = { month: string | undefined; eventId: string | undefined };
type Props = { chosen: Chosen; side: 'organizer' | 'distributor' };

export function MonthSection({ chosen, side }: Props) {
  const { month } = chosen;
  const load = useLoad(`balance of ${month}`, (signal) =>
    read(api.balance.month.$get({ query: month === undefined ? {} : { month } }, { init: { signal } })),
  );
  const shown = load.data;
  const text = t().balance;
  return (
    <>
      <Section title={shown === null ? text.months : text.month(monthName(shown.month))}>
        <Loaded load={load}>
          {(data) => (
            <>
              <MonthLinks {...data} />
              {data.items.length === 0 && <p class="soft">{text.monthEmpty}</p>}
              {data.items.map((item) => (
                <MonthTable key={item.currency} item={item} month={data.month} side={side} />
              ))}
            </>
          )}
        </Loaded>
      </Section>
      {shown !== null && <Operations chosen={{ ...chosen, month: shown.month }} of={shown} />}
    </>
  );
}

function MonthLinks({ month, first, timeZone }: BalanceMonth) {
  const present = monthAt(Date.now(), timeZone);
  const [before, after] = [shifted(month, -1), shifted(month, 1)];
  return (
    <nav class="actions" aria-label={t().balance.months}>
      {first !== null && before >= first && (
        <a class="button plain" href={addressOf({ month: before, eventId: undefined })}>
          ← {monthName(before)}
        </a>
      )}
      {after <= present && (
        <a class="button plain" href={addressOf({ month: after, eventId: undefined })}>
          {monthName(after)} →
        </a>
      )}
    </nav>
  );
}

type TableProps = { item: BalanceMonth['items'][number]; month: string; side: Props['side'] };

function MonthTable({ item, month, side }: TableProps) {
  const { currency } = item;
  const text = t().balance;
  const sum = (amount: number) => money({ amount, currency });
  return (
    <table class="orders money">
      <caption class="unseen">{currency}</caption>
      <thead>
        <tr>
          <th scope="col">{text.event}</th>
          <th scope="col" class="wide-only">
            {side === 'organizer' ? text.soldBy : text.organizer}
          </th>
          <th scope="col" class="amount wide-only">
            {text.sold}
          </th>
          <th scope="col" class="amount">
            {text.earned}
          </th>
        </tr>
      </thead>
      <tbody>
        {item.rows.map((row) => {
          const partner = row.partner?.name ?? text.ownWidget;
          return (
            <tr key={`${row.event.id} ${row.partner?.id}`}>
              <td>
                <a class="row-title row-link" href={addressOf({ month, eventId: row.event.id })}>
                  {titleIn(row.event, locale.value)}
                </a>
                <span class="soft narrow-only">{partner}</span>
              </td>
              <td class="wide-only">{partner}</td>
              <td class="amount wide-only">{sum(row.sold)}</td>
              <td class="amount">{sum(row.earned)}</td>
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        {item.more > 0 && (
          <tr>
            <td colSpan={4} class="soft">
              {text.more(item.more)}
            </td>
          </tr>
        )}
        <tr>
          <th scope="row">{text.total}</th>
          <td class="wide-only" />
          <td class="amount wide-only">{sum(item.sold)}</td>
          <td class="amount">{sum(item.earned)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

function Operations({ chosen, of }: { chosen: Chosen; of: BalanceMonth }) {
  const { month, eventId } = chosen;
  const text = t().balance;
  const pages = usePages(`balance entries ${month} ${eventId}`, (cursor, signal) => {
    const query = {
      ...(month === undefined ? {} : { month }),
      ...(eventId === undefined ? {} : { eventId }),
      ...(cursor === null ? {} : { cursor }),
    };
    return read(api.balance.entries.$get({ query }, { init: { signal } }));
  });
  const event = of.items.flatMap(({ rows }) => rows).find((row) => row.event.id === eventId)?.event;
  return (
    <Section title={text.recent} hint={event === undefined ? text.recentHint : titleIn(event, locale.value)}>
      {eventId !== undefined && (
        <p>
          <a href={addressOf({ month, eventId: undefined })}>{text.allEvents}</a>
        </p>
      )}
      <Loaded load={pages.load}>
        {({ items, next }) => (
          <>
            {items.length === 0 ? <p class="soft">{text.recentEmpty}</p> : <EntryList entries={items} />}
            {next !== null && <MoreButton pages={pages} />}
          </>
        )}
      </Loaded>
    </Section>
  );
}

function EntryList({ entries }: { entries: readonly BalanceEntry[] }) {
  return (
    <ul class="plain-list">
      {entries.map(({ id, at, kind, event, amount }) => (
        <li key={id} class="split">
          <span>
            {t().ledger.kind[kind]}: {titleIn(event, locale.value)}
            <br />
            <span class="soft">{stamp(at, event.timeZone)}</span>
          </span>
          <strong class="amount">{signedMoney(amount)}</strong>
        </li>
      ))}
    </ul>
  );
}

function addressOf({ month, eventId }: Chosen): string {
  const query = new URLSearchParams();
  if (month !== undefined) query.set('month', month);
  if (eventId !== undefined) query.set('event', eventId);
  return `/balance?${query}`;
}

/** "2026-11" as a month of the calendar, without any time zone. */
function monthName(month: string): string {
  const format = new Intl.DateTimeFormat(intlLocale(), { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return format.format(Date.parse(`${month}-01T00:00:00Z`));
}

function shifted(month: string, by: number): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + by);
  return date.toISOString().slice(0, 7);
}

function monthAt(atMs: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', timeZone }).formatToParts(atMs);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}`;
}
