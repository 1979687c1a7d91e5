// A buyer's first screen: the orders that were made with their verified e-mail.

import { useState } from 'preact/hooks';
import type { MyOrder } from '#core/contracts/accounts.ts';
import { titleIn } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { dateTime, money } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Button } from '../../parts/controls.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { MoreButton, usePages } from '../../parts/pages.tsx';
import { Done, Empty, FailureNote, Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useAction } from '../../use-action.ts';

export function MyOrders({ user }: ScreenProps) {
  const text = t().security.orders;
  return (
    <Page title={text.title} narrow lead={user.email}>
      {user.emailVerified ? <List /> : <Unverified />}
    </Page>
  );
}

function Unverified() {
  const text = t().security.orders;
  const [sent, setSent] = useState(false);
  const resend = useAction(() => read(api.me.email.verification.$post({})));
  async function press() {
    const result = await resend.run(undefined);
    setSent(result?.ok === true);
  }
  return (
    <Section title={text.verifyTitle} hint={text.verifyText}>
      <FailureNote failure={resend.failure} />
      <Done text={sent ? t().verifyEmail.resent : null} />
      <Button busy={resend.busy} onPress={() => void press()}>
        {t().verifyEmail.resend}
      </Button>
    </Section>
  );
}

function List() {
  const text = t().security.orders;
  const pages = usePages<MyOrder>('my-orders', (cursor, signal) =>
    read(api.me.orders.$get({ query: cursor === null ? {} : { cursor } }, { init: { signal } })),
  );
  return (
    <Loaded load={pages.load}>
      {({ items, next }) =>
        items.length === 0 ? (
          <Empty title={text.empty} text={text.emptyText}>
            <a class="button main" href="/catalogue">
              {t().menu.toCatalogue}
            </a>
          </Empty>
        ) : (
          <>
            <ul class="plain-list">
              {items.map((order) => (
                <li key={order.orderId} class="split">
                  <span>
                    <strong>{titleIn(order.event, locale.value)}</strong>
                    <br />
                    <span class="soft">
                      {t().common.order(order.number)} · {dateTime(order.event.startsAt, order.event.timeZone)} ·{' '}
                      {money(order.total)} · {t().orderStatus[order.status]}
                    </span>
                  </span>
                  {order.url !== null && (
                    <a class="button plain" href={order.url}>
                      {text.open}
                    </a>
                  )}
                </li>
              ))}
            </ul>
            {next !== null && <MoreButton pages={pages} />}
          </>
        )
      }
    </Loaded>
  );
}
