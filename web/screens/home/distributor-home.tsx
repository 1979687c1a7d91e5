// The distributor's first screen: what waits, what they earned, which link to post next, which terms to take at once.

import type { DistributorsHome } from '#core/contracts/home.ts';
import { eventTitleIn, titleIn } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { dateTime, percent, price } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { EventThumb } from '../../parts/event-face.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { useCopy } from '../../parts/use-copy.ts';
import type { ScreenProps } from '../../routes.ts';
import { useLive } from '../../use-live.ts';
import { useLoad } from '../../use-load.ts';
import { dayText } from './day-text.ts';
import { HomeHead } from './home-lists.tsx';
import './home.css';

export function DistributorHome(_screen: ScreenProps) {
  const load = useLoad('distributors home', (signal) =>
    read(api.home.distributor.$get({ query: {} }, { init: { signal } })),
  );
  useLive(load, 30);
  const text = t().distributorsHome;
  const find = (
    <a class="button main" href="/to-sell">
      {text.find}
    </a>
  );
  return (
    <Page title={text.title} lead={text.lead} actions={find}>
      <Loaded load={load}>
        {(home) => (
          <div class="home">
            {home.offers > 0 && <Offers home={home} />}
            {isEmpty(home) && <Empty title={text.empty} text={text.emptyText} />}
            {home.money.map((money) => (
              <Earned key={money.currency} money={money} />
            ))}
            {home.toPost.length > 0 && <ToPost home={home} />}
            {home.toTake.length > 0 && <ToTake home={home} />}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

/** Deals that wait for the other side, or are over, give nothing to show here yet. */
function isEmpty({ money, offers, toPost, toTake }: DistributorsHome): boolean {
  return money.length + offers + toPost.length + toTake.length === 0;
}

function Offers({ home: { offers, proposed } }: { home: DistributorsHome }) {
  const text = t().distributorsHome;
  return (
    <section class="card">
      <HomeHead title={text.offers(offers)} href="/deals?show=proposed" all={text.allOffers} />
      <p class="soft">{text.offersText}</p>
      <ul class="home-list">
        {proposed.map((deal) => (
          <li key={deal.id} class="home-post">
            <EventThumb event={{ id: deal.eventId, cover: deal.eventCover }} />
            <div>
              <a class="row-title" href={`/deals/${deal.id}`}>
                {eventTitleIn(deal, locale.value)}
              </a>
              <p class="soft">
                {dateTime(deal.eventStartsAt, deal.eventTimeZone)} · {deal.organizer.name}
              </p>
              {deal.validUntil !== null && (
                <p class="soft">{text.answerUntil(dateTime(deal.validUntil, deal.eventTimeZone))}</p>
              )}
            </div>
            <a class="button main" href={`/deals/${deal.id}`}>
              {text.answer(percent(deal.commissionBps))}
              <span class="unseen">: {eventTitleIn(deal, locale.value)}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

type Money = DistributorsHome['money'][number];

function Earned({ money: { currency, days, events } }: { money: Money }) {
  const text = t().distributorsHome;
  const sum = (of: 'earned' | 'sold') => days.reduce((all, day) => all + day[of], 0);
  const show = (amount: number) => price({ amount, currency });
  const most = Math.max(1, ...events.map(({ earned }) => earned));
  return (
    <>
      <section class="card home-figures" aria-label={text.figures(currency)}>
        <dl class="three">
          <Figure name={text.today} value={show(days.at(-1)?.earned ?? 0)} />
          <Figure name={text.earned(days.length)} value={show(sum('earned'))} />
          <Figure name={text.sold(days.length)} value={show(sum('sold'))} />
        </dl>
      </section>
      <div class="home-columns">
        <EarnedByDay days={days} show={show} />
        <section class="card">
          <HomeHead title={text.byEvent} href="/balance" all={text.allMoney} />
          {events.length === 0 && <p class="soft">{text.nothingYet}</p>}
          <ul class="home-list">
            {events.map(({ event, earned }) => (
              <li key={event.id} class="home-seller">
                <span class="split">
                  <a href={`/catalogue/${event.id}`}>{titleIn(event, locale.value)}</a>
                  <strong>{show(earned)}</strong>
                </span>
                <span class="bar" aria-hidden="true">
                  <i class="you" style={{ width: `${(100 * Math.max(0, earned)) / most}%` }} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt class="soft">{name}</dt>
      <dd>
        <strong>{value}</strong>
      </dd>
    </div>
  );
}

/** Bars for the eye; each day is in the table too. */
function EarnedByDay({ days, show }: { days: Money['days']; show: (amountMinor: number) => string }) {
  const text = t().distributorsHome;
  const top = Math.max(1, ...days.map(({ earned }) => earned));
  return (
    <section class="card">
      <h2>{text.byDay}</h2>
      <svg class="earned-bars" viewBox={`0 0 ${days.length} 100`} preserveAspectRatio="none" aria-hidden="true">
        {days.map(({ date, earned }, i) => {
          const height = (Math.max(0, earned) / top) * 100;
          return <rect key={date} class="you" x={i + 0.15} y={100 - height} width="0.7" height={height} />;
        })}
      </svg>
      <details>
        <summary>{t().home.asTable}</summary>
        <div class="home-table">
          <table>
            <thead>
              <tr>
                <th scope="col">{t().home.day}</th>
                <th scope="col" class="amount">
                  {text.soldOnDay}
                </th>
                <th scope="col" class="amount">
                  {text.earnedOnDay}
                </th>
              </tr>
            </thead>
            <tbody>
              {days.toReversed().map(({ date, sold, earned }) => (
                <tr key={date}>
                  <td>{dayText(date)}</td>
                  <td class="amount">{show(sold)}</td>
                  <td class="amount">{show(earned)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}

function ToPost({ home: { toPost } }: { home: DistributorsHome }) {
  const text = t().distributorsHome;
  return (
    <section class="card">
      <HomeHead title={text.toPost} href="/deals?show=ACCEPTED" all={text.allDeals} />
      <ul class="home-list">
        {toPost.map(({ event, url }) => (
          <li key={url} class="home-post">
            <EventThumb event={event} />
            <div>
              <a class="row-title" href={`/catalogue/${event.id}`}>
                {titleIn(event, locale.value)}
              </a>
              <p class="soft">{dateTime(event.startsAt, event.timeZone)}</p>
            </div>
            <CopyLink url={url} title={titleIn(event, locale.value)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Where the clipboard is not given to the page, the link itself is shown to be copied by hand. */
function CopyLink({ url, title }: { url: string; title: string }) {
  const { state, copy } = useCopy(url);
  if (state === 'failed') return <code class="copy-by-hand">{url}</code>;
  return (
    <button type="button" class="button plain" onClick={copy}>
      {state === 'copied' ? t().common.copied : t().distributorsHome.copyLink}
      <span class="unseen">: {title}</span>
    </button>
  );
}

function ToTake({ home: { toTake } }: { home: DistributorsHome }) {
  const text = t().distributorsHome;
  return (
    <section class="card">
      <HomeHead title={text.toTake} href="/to-sell" all={text.allToSell} />
      <ul class="home-list">
        {toTake.map(({ event, commissionBps }) => (
          <li key={event.id} class="home-post">
            <EventThumb event={event} />
            <div>
              <a class="row-title" href={`/catalogue/${event.id}`}>
                {titleIn(event, locale.value)}
              </a>
              <p class="soft">
                {dateTime(event.startsAt, event.timeZone)} · {event.organizerName}
              </p>
            </div>
            <a class="button plain" href={`/catalogue/${event.id}`}>
              {text.take(percent(commissionBps))}
              <span class="unseen">: {titleIn(event, locale.value)}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
