// The rows of the results: a widget with its link, a place, or a day, each with what was shown, chosen, bought and earned.

import type { ResultRow, Results } from '#core/contracts/results.ts';
import { titleIn } from '#core/event-text.ts';
import { dateTime, number, price } from '../../format.ts';
import { intlLocale, locale, t } from '../../language.ts';
import { EventThumb } from '../../parts/event-face.tsx';
import { useCopy } from '../../parts/use-copy.ts';
import { type Asked, addressOf } from './asked.ts';

export function ResultTable({ results, asked }: { results: Results; asked: Asked }) {
  const text = t().widgets;
  return (
    <table class="orders money results">
      <caption class="unseen">{text.by[asked.by]}</caption>
      <thead>
        <tr>
          <th scope="col">{text.column[asked.by]}</th>
          <th scope="col" class="amount wide-only">
            {text.views}
          </th>
          <th scope="col" class="amount wide-only">
            {text.holds}
          </th>
          <th scope="col" class="amount wide-only">
            {text.orders}
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
        {results.rows.map((row) => (
          <tr key={keyOf(row)}>
            <td>
              <Name row={row} asked={asked} />
              <span class="soft narrow-only">
                {text.path(number(row.views), number(row.holds), number(row.orders))}
              </span>
            </td>
            <td class="amount wide-only">{number(row.views)}</td>
            <td class="amount wide-only">{number(row.holds)}</td>
            <td class="amount wide-only">{number(row.orders)}</td>
            <td class="amount wide-only">
              <Sums row={row} of="sold" />
            </td>
            <td class="amount">
              <Sums row={row} of="earned" />
            </td>
          </tr>
        ))}
      </tbody>
      {results.more && (
        <tfoot>
          <tr>
            <td colSpan={6} class="soft">
              {text.more}
            </td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}

function keyOf({ event, date, source }: ResultRow): string {
  return event?.widgetId ?? date ?? `${source?.surface} ${source?.subId}`;
}

function Sums({ row, of }: { row: ResultRow; of: 'sold' | 'earned' }) {
  if (row.sums.length === 0) return <>—</>;
  return (
    <>
      {row.sums.map((sum) => (
        <span class="sum" key={sum.currency}>
          {price({ amount: sum[of], currency: sum.currency })}
        </span>
      ))}
    </>
  );
}

function Name({ row, asked }: { row: ResultRow; asked: Asked }) {
  if (row.event !== null) return <WidgetName event={row.event} asked={asked} />;
  if (row.source !== null) return <PlaceName source={row.source} />;
  return <strong>{dayName(row.date ?? '')}</strong>;
}

function WidgetName({ event, asked }: { event: NonNullable<ResultRow['event']>; asked: Asked }) {
  const text = t().widgets;
  const title = titleIn(event, locale.value);
  const { state, copy } = useCopy(event.url);
  const kit = event.dealId === null ? `/my-events/${event.id}/widget` : `/deals/${event.dealId}`;
  return (
    <div class="result-widget">
      <EventThumb event={event} />
      <div>
        <a class="row-title" href={kit}>
          {title}
        </a>
        <p class="soft">
          {dateTime(event.startsAt, event.timeZone)}
          {!event.isOpen && ` · ${text.closed}`}
        </p>
        <p class="result-actions">
          {event.isOpen && state === 'failed' && <code class="copy-by-hand">{event.url}</code>}
          {event.isOpen && state !== 'failed' && (
            <button type="button" class="link" onClick={copy}>
              {state === 'copied' ? t().common.copied : text.copyLink}
              <span class="unseen">: {title}</span>
            </button>
          )}
          <a href={addressOf({ ...asked, by: 'source', widgetId: event.widgetId })}>
            {text.places}
            <span class="unseen">: {title}</span>
          </a>
        </p>
      </div>
    </div>
  );
}

function PlaceName({ source: { surface, subId } }: { source: NonNullable<ResultRow['source']> }) {
  const text = t().widgets;
  return (
    <>
      <strong>{subId === '' ? text.noSubId : subId}</strong>
      <span class="soft result-surface">{text.surface[surface]}</span>
    </>
  );
}

/** "27 November, Friday": a date of a calendar, which has no zone. */
function dayName(date: string): string {
  const at = new Date(`${date}T00:00:00Z`);
  return new Intl.DateTimeFormat(intlLocale(), {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    weekday: 'long',
  }).format(at);
}
