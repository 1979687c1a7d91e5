// What a party has earned, by currency, and every entry on its own account, newest first.

import type { BalanceEntry } from '#core/contracts/balance.ts';
import { titleIn } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { money, signedMoney, stamp } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Detail, Details } from '../../parts/details.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { MoreButton, usePages } from '../../parts/pages.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useLoad } from '../../use-load.ts';

export function BalanceScreen({ user }: ScreenProps) {
  const balance = useLoad('balance', (signal) => read(api.balance.$get({}, { init: { signal } })));
  const entries = usePages('balance entries', (cursor, signal) =>
    read(api.balance.entries.$get({ query: cursor === null ? {} : { cursor } }, { init: { signal } })),
  );
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
                <Details>
                  <Detail name={text.earned}>{money(line.earned)}</Detail>
                  <Detail name={text.refunded}>{money(line.refunded)}</Detail>
                  <Detail name={text.paidOut}>{money(line.paidOut)}</Detail>
                </Details>
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
        <Loaded load={entries.load}>
          {({ items, next }) => (
            <>
              {items.length === 0 ? <p class="soft">{text.recentEmpty}</p> : <EntryList entries={items} />}
              {next !== null && <MoreButton pages={entries} />}
            </>
          )}
        </Loaded>
      </Section>
    </Page>
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
