// What a party has earned, by currency, and month by month.

import { useLocation } from 'preact-iso';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { money } from '../../format.ts';
import { t } from '../../language.ts';
import { Detail, Details } from '../../parts/details.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useLoad } from '../../use-load.ts';
import { MonthSection } from './balance-month.tsx';

export function BalanceScreen({ user }: ScreenProps) {
  const balance = useLoad('balance', (signal) => read(api.balance.$get({}, { init: { signal } })));
  const { query } = useLocation();
  const side = user.role === 'organizer' ? 'organizer' : 'distributor';
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
      <MonthSection chosen={{ month: query.month, eventId: query.event }} side={side} />
    </Page>
  );
}
