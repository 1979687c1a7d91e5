// What one has earned, by currency, and the latest postings on one's own side, to the kopeck.

import type { LedgerEntry } from '#core/contracts/balance.ts';
import type { Currency } from '#core/contracts/basics.ts';
import type { Role } from '#core/contracts/people.ts';
import { type Answer, read } from '../answer.ts';
import { api } from '../api.ts';
import { money, signedMoney, stamp } from '../format.ts';
import { t } from '../language.ts';
import { Page, Section } from '../parts/page.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { useLoad } from '../use-load.ts';
import { fetchLedger } from './event-ledger.tsx';
import type { ScreenProps } from './guard.tsx';

/** Of how many latest events the entries are gathered: each costs a request. */
const latestEvents = 6;
const shownEntries = 30;

type EventName = { id: string; title: string; timeZone: string };
type Recent = { event: EventName; entry: LedgerEntry };

export function BalanceScreen({ user }: ScreenProps) {
  const balance = useLoad('balance', (signal) => read(api.balance.$get({}, { init: { signal } })));
  const recent = useLoad('recent', (signal) => recentEntries(user.role, signal));
  const text = t().balance;
  return (
    <Page title={text.title}>
      <Loaded load={balance}>
        {({ items }) => (
          <>
            {items.length === 0 && <Empty title={text.empty} text={text.emptyText} />}
            {items.map((line) => (
              <section class="card balance" key={line.currency} aria-label={line.currency}>
                <div class="balance-main">
                  <span class="soft">
                    {text.available}, {line.currency}
                  </span>
                  <strong>{money(line.available)}</strong>
                </div>
                <dl class="facts">
                  <Fact name={text.earned} value={money(line.earned)} />
                  <Fact name={text.refunded} value={money(line.refunded)} />
                  <Fact name={text.paidOut} value={money(line.paidOut)} />
                </dl>
              </section>
            ))}
            {items.length > 0 && user.payoutDetails === null && (
              <p class="soft">
                <a href="/profile">{text.payout}</a>
              </p>
            )}
          </>
        )}
      </Loaded>
      <Section title={text.recent} hint={text.recentHint}>
        <Loaded load={recent}>
          {(entries) =>
            entries.length === 0 ? (
              <p class="soft">{text.recentEmpty}</p>
            ) : (
              <RecentList entries={entries} side={user.role} />
            )
          }
        </Loaded>
      </Section>
    </Page>
  );
}

function RecentList({ entries, side }: { entries: readonly Recent[]; side: Role }) {
  return (
    <ul class="plain-list">
      {entries.map(({ event, entry }) => (
        <li key={entry.id} class="split">
          <span>
            {t().ledger.kind[entry.kind]}: {event.title}
            <br />
            <span class="soft">{stamp(entry.at, event.timeZone)}</span>
          </span>
          <strong class="amount">
            {ownShare(entry, side).map((amount) => (
              <span key={amount.currency}>{signedMoney(amount)}</span>
            ))}
          </strong>
        </li>
      ))}
    </ul>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

// The fee on top is the distributor's; without a deal there is none, and it is the organizer's.
function ownShare(entry: LedgerEntry, side: Role): { amount: number; currency: Currency }[] {
  const feesAreOwn = side === 'distributor' || entry.dealId === null;
  const byCurrency = new Map<Currency, number>();
  for (const { account, amount } of entry.postings) {
    if (account !== side && !(account === 'fees' && feesAreOwn)) continue;
    byCurrency.set(amount.currency, (byCurrency.get(amount.currency) ?? 0) + amount.amount);
  }
  return [...byCurrency].map(([currency, amount]) => ({ amount, currency }));
}

async function recentEntries(role: Role, signal: AbortSignal): Promise<Answer<Recent[]>> {
  const events = await latestEventsOf(role, signal);
  if (!events.ok) return events;
  const ledgers = await Promise.all(
    events.body.map(async (event) => ({ event, ledger: await fetchLedger(event.id, null, signal) })),
  );
  const found: Recent[] = [];
  for (const { event, ledger } of ledgers) {
    if (!ledger.ok) return ledger;
    found.push(...ledger.body.entries.map((entry) => ({ event, entry })));
  }
  found.sort((a, b) => Date.parse(b.entry.at) - Date.parse(a.entry.at));
  return { ok: true, body: found.slice(0, shownEntries) };
}

async function latestEventsOf(role: Role, signal: AbortSignal): Promise<Answer<EventName[]>> {
  const init = { init: { signal } };
  if (role === 'organizer') {
    const mine = await read(api.events.mine.$get({ query: { limit: '100' } }, init));
    if (!mine.ok) return mine;
    const sold = mine.body.items.filter((event) => event.status !== 'draft');
    return { ok: true, body: sold.slice(0, latestEvents).map(({ id, title, timeZone }) => ({ id, title, timeZone })) };
  }
  const deals = await read(api.deals.$get({ query: { limit: '100' } }, init));
  if (!deals.ok) return deals;
  const byEvent = new Map<string, EventName>();
  for (const deal of deals.body.items) {
    if (deal.status !== 'ACCEPTED' && deal.status !== 'TERMINATED') continue;
    byEvent.set(deal.eventId, { id: deal.eventId, title: deal.eventTitle, timeZone: deal.eventTimeZone });
  }
  return { ok: true, body: [...byEvent.values()].slice(0, latestEvents) };
}
