// A seller's widgets and how they do: by widget, by the place where each was put, by day. Period and grouping stand in the
// address.

import { useLocation } from 'preact-iso';
import type { Results } from '#core/contracts/results.ts';
import { homePeriods } from '#core/home-periods.ts';
import { zoneText } from '#core/when.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { number, percent, price } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Page, Section, Segmented } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useLive } from '../../use-live.ts';
import { useLoad } from '../../use-load.ts';
import { type Asked, addressOf, groupings } from './asked.ts';
import { ResultTable } from './result-table.tsx';
import '../home/home.css';
import './widgets.css';

export function Widgets({ user }: ScreenProps) {
  const { query } = useLocation();
  const asked: Asked = {
    by: groupings.find((one) => one === query.by) ?? 'event',
    days: homePeriods.find((one) => one === query.days) ?? '30',
    widgetId: query.widget,
  };
  const load = useLoad(`results ${JSON.stringify(asked)}`, (signal) => {
    const { widgetId, ...rest } = asked;
    return read(api.results.$get({ query: { ...rest, ...(widgetId && { widgetId }) } }, { init: { signal } }));
  });
  useLive(load, 30);
  const text = t().widgets;
  const isEmpty = load.data !== null && load.data.rows.length === 0 && asked.by === 'event' && !asked.widgetId;
  return (
    <Page title={text.title} lead={user.role === 'organizer' ? text.leadOrganizer : text.lead}>
      {!isEmpty && <Choices asked={asked} />}
      <Loaded load={load}>
        {(results) =>
          isEmpty ? (
            <Empty title={text.empty} text={user.role === 'organizer' ? text.emptyOrganizer : text.emptyText}>
              <a class="button main" href={user.role === 'organizer' ? '/my-events' : '/to-sell'}>
                {user.role === 'organizer' ? text.toEvents : text.find}
              </a>
            </Empty>
          ) : (
            <>
              <Total results={results} />
              <Section title={text.by[asked.by]}>
                {results.rows.length === 0 ? (
                  <p class="soft">{text.nothing}</p>
                ) : (
                  <ResultTable results={results} asked={asked} />
                )}
                <p class="hint">
                  {text.howExact}
                  {asked.by === 'day' &&
                    ` ${text.zone(zoneText(locale.value, new Date().toISOString(), results.timeZone))}`}
                </p>
              </Section>
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function Choices({ asked }: { asked: Asked }) {
  const text = t().widgets;
  return (
    <div class="actions">
      <Segmented
        label={text.grouping}
        choices={groupings.map((by) => ({ href: addressOf({ ...asked, by }), label: text.byShort[by] }))}
        current={addressOf(asked)}
      />
      <Segmented
        label={text.period}
        choices={homePeriods.map((days) => ({
          href: addressOf({ ...asked, days }),
          label: text.days(Number(days)),
        }))}
        current={addressOf(asked)}
      />
      {asked.widgetId && (
        <a class="button plain" href={addressOf({ ...asked, widgetId: undefined })}>
          {text.allWidgets}
        </a>
      )}
    </div>
  );
}

/** From being shown to being bought: the later steps with their share of the views. */
function Total({ results: { total } }: { results: Results }) {
  const text = t().widgets;
  const steps = [
    { name: text.views, count: total.views, of: null },
    { name: text.holds, count: total.holds, of: total.views },
    { name: text.orders, count: total.orders, of: total.views },
  ];
  return (
    <section class="card home-figures" aria-label={text.total}>
      <dl>
        {steps.map(({ name, count, of }) => (
          <div key={name}>
            <dt class="soft">{name}</dt>
            <dd>
              <strong>{number(count)}</strong>
              {of !== null && of > 0 && <span class="soft">{share(count, of)}</span>}
            </dd>
          </div>
        ))}
        <div>
          <dt class="soft">{text.earned}</dt>
          <dd>
            {total.sums.length === 0 && <strong>—</strong>}
            {total.sums.map(({ currency, earned }) => (
              <strong key={currency}>{price({ amount: earned, currency })}</strong>
            ))}
          </dd>
        </div>
      </dl>
    </section>
  );
}

function share(part: number, all: number): string {
  return percent(Math.round((Math.min(part, all) / all) * 1_000) * 10);
}
