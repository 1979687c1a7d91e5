// What happened to the party's deals, newest first. A press marks them as read; looking at them does not.

import type { DealNotification, DealNotifications } from '#core/contracts/deals.ts';
import { eventTitleIn } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { stamp } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Button } from '../../parts/controls.tsx';
import { Page } from '../../parts/page.tsx';
import { MoreButton, usePages } from '../../parts/pages.tsx';
import { Empty, FailureNote, Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useAction } from '../../use-action.ts';
import { FailedLetters } from '../money/failed-letters.tsx';
import { FailedRefunds } from '../money/failed-refunds.tsx';

export function Notifications({ user }: ScreenProps) {
  const text = t().notifications;
  const pages = usePages<DealNotification, DealNotifications>('notifications', (cursor, signal) =>
    read(api.deals.notices.$get({ query: cursor === null ? {} : { cursor } }, { init: { signal } })),
  );
  const { load } = pages;
  const mark = useAction(() => read(api.deals.notices.read.$post({})));
  async function run() {
    const result = await mark.run(undefined);
    if (result?.ok === true) load.replace(result.body);
  }
  return (
    <Page title={text.title}>
      {user.role === 'organizer' && <FailedRefunds />}
      {user.role === 'organizer' && <FailedLetters />}
      <Loaded load={load}>
        {({ items, next, unread }) => (
          <>
            {items.length === 0 && <Empty title={text.empty} text={text.emptyText} />}
            <FailureNote failure={mark.failure} />
            {unread > 0 && (
              <div class="actions">
                <Button busy={mark.busy} onPress={run}>
                  {text.markRead}
                </Button>
              </div>
            )}
            <ul class="cards">
              {items.map((one) => (
                <li key={one.id} class="card row-card">
                  <div>
                    <a
                      class="row-title"
                      href={one.dealId === null ? `/catalogue/${one.eventId}` : `/deals/${one.dealId}`}
                    >
                      {one.read ? text.kind[one.kind](one.otherName) : <b>{text.kind[one.kind](one.otherName)}</b>}
                    </a>
                    <p class="soft">
                      {eventTitleIn(one, locale.value)} · {stamp(one.at)}
                    </p>
                  </div>
                </li>
              ))}
            </ul>
            {next !== null && <MoreButton pages={pages} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}
