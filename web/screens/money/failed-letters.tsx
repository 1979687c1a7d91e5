// Letters that did not reach their buyers, wherever somebody can act on them. While there are none, nothing is shown.

import { useState } from 'preact/hooks';
import type { FailedLetter } from '#core/contracts/letters.ts';
import { eventTitleIn } from '#core/event-text.ts';
import { orderNumber } from '#core/order-number.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { stamp } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Button } from '../../parts/controls.tsx';
import { Failures, failuresQuery } from '../../parts/failures.tsx';
import { usePages } from '../../parts/pages.tsx';
import { FailureNote } from '../../parts/states.tsx';
import { useAction } from '../../use-action.ts';

/** `eventId`: only those of one event. */
export function FailedLetters({ eventId }: { eventId?: string }) {
  const text = t().failedLetters;
  const [done, setDone] = useState<string | null>(null);
  const pages = usePages<FailedLetter>(`failed letters ${eventId ?? ''}`, (cursor, signal) => {
    const query = failuresQuery(cursor, eventId);
    return read(api.letters.failed.$get({ query }, { init: { signal } }));
  });
  return (
    <Failures
      pages={pages}
      title={text.title}
      hint={text.text}
      done={done}
      row={(one) => (
        <Row
          key={`${one.orderId} ${one.letter}`}
          failed={one}
          onDone={(what) => {
            setDone(what);
            pages.load.retry();
          }}
        />
      )}
    />
  );
}

function Row({ failed, onDone }: { failed: FailedLetter; onDone: (text: string) => void }) {
  const text = t().failedLetters;
  const { orderId, eventId } = failed;
  const number = orderNumber(orderId);
  const resend = useAction(() => read(api.orders[':orderId']['send-tickets'].$post({ param: { orderId } })));
  const settle = useAction(() => read(api.orders[':orderId']['failed-letters'].settle.$post({ param: { orderId } })));
  async function run(action: typeof resend | typeof settle, said: string) {
    const result = await action.run(undefined);
    if (result?.ok === true) onDone(said);
  }
  return (
    <li>
      <strong>{text.letter[failed.letter]}</strong> · {text.reason[failed.reason]}
      <p class="soft">
        {eventTitleIn(failed, locale.value)} ·{' '}
        <a href={`/my-events/${eventId}/orders?q=${number}`}>{t().common.order(number)}</a> · {stamp(failed.failedAt)}
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
