// Letters that did not reach their buyers, wherever somebody may do something about them. Nothing is shown while there are
// none.

import { useState } from 'preact/hooks';
import type { FailedLetter } from '#core/contracts/letters.ts';
import { read } from '../../answer.ts';
import { api } from '../../api.ts';
import { stamp } from '../../format.ts';
import { t } from '../../language.ts';
import { Button } from '../../parts/controls.tsx';
import { Section } from '../../parts/page.tsx';
import { MoreButton, usePages } from '../../parts/pages.tsx';
import { Done, FailureNote } from '../../parts/states.tsx';
import { useAction } from '../../use-action.ts';

/** `eventId`: only those of one event. */
export function FailedLetters({ eventId }: { eventId?: string }) {
  const text = t().books.letters;
  const [done, setDone] = useState<string | null>(null);
  const pages = usePages(`failed letters ${eventId ?? ''}`, (cursor, signal) => {
    const query = { ...(cursor === null ? {} : { cursor }), ...(eventId === undefined ? {} : { eventId }) };
    return read(api.letters.failed.$get({ query }, { init: { signal } }));
  });
  const { load } = pages;
  const items = load.data?.items ?? [];
  const hasMore = load.data?.next != null;
  if (items.length === 0 && done === null && !hasMore) return null;
  return (
    <Section title={text.title} hint={text.text}>
      <Done text={done} />
      <ul class="plain-list">
        {items.map((one) => (
          <Row
            key={`${one.orderId} ${one.letter}`}
            failed={one}
            onDone={(what) => {
              setDone(what);
              load.retry();
            }}
          />
        ))}
      </ul>
      {hasMore && <MoreButton pages={pages} />}
    </Section>
  );
}

function Row({ failed, onDone }: { failed: FailedLetter; onDone: (text: string) => void }) {
  const text = t().books.letters;
  const { orderId, eventId } = failed;
  const resend = useAction(() => read(api.orders[':orderId']['send-tickets'].$post({ param: { orderId } })));
  const settle = useAction(() => read(api.orders[':orderId']['failed-letters'].settle.$post({ param: { orderId } })));
  async function run(action: typeof resend | typeof settle, said: string) {
    const answer = await action.run(undefined);
    if (answer?.ok === true) onDone(said);
  }
  return (
    <li>
      <strong>{text.letter[failed.letter]}</strong> · {text.reason[failed.reason]}
      <p class="soft">
        <a href={`/my-events/${eventId}/orders`}>{failed.eventTitle}</a> · {text.order(orderId)} ·{' '}
        {stamp(failed.failedAt)}
      </p>
      <FailureNote failure={resend.failure ?? settle.failure} />
      <div class="actions">
        {failed.letter === 'tickets' && (
          <Button busy={resend.busy} onPress={() => run(resend, text.resent)}>
            {text.resend}
          </Button>
        )}
        <Button busy={settle.busy} onPress={() => run(settle, text.settled)}>
          {text.settle}
        </Button>
      </div>
    </li>
  );
}
