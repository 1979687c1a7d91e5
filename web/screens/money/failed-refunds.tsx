// Refunds that the provider rejected, wherever somebody can act on them. While there are none, nothing is shown.

import { useState } from 'preact/hooks';
import type { FailedRefund } from '#core/contracts/reconciliation.ts';
import { eventTitleIn } from '#core/event-text.ts';
import { orderNumber } from '#core/order-number.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { money, stamp } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Button } from '../../parts/controls.tsx';
import { Failures, failuresQuery } from '../../parts/failures.tsx';
import { usePages } from '../../parts/pages.tsx';
import { FailureNote } from '../../parts/states.tsx';
import { useAction } from '../../use-action.ts';

/** `eventId`: only those of one event. */
export function FailedRefunds({ eventId }: { eventId?: string }) {
  const text = t().failedRefunds;
  const [done, setDone] = useState<string | null>(null);
  const pages = usePages<FailedRefund>(`failed refunds ${eventId ?? ''}`, (cursor, signal) => {
    const query = failuresQuery(cursor, eventId);
    return read(api.refunds.failed.$get({ query }, { init: { signal } }));
  });
  const { load } = pages;
  return (
    <Failures
      pages={pages}
      title={text.title}
      hint={text.text}
      done={done}
      row={(one) => (
        <Row
          key={one.refundId}
          refund={one}
          onRetried={() => {
            setDone(text.retried);
            // The item is removed in place, so that the pages that are loaded stay.
            if (load.data === null) return;
            load.replace({ ...load.data, items: load.data.items.filter(({ refundId }) => refundId !== one.refundId) });
          }}
        />
      )}
    />
  );
}

function Row({ refund, onRetried }: { refund: FailedRefund; onRetried: () => void }) {
  const text = t().failedRefunds;
  const { orderId, refundId, eventId } = refund;
  const number = orderNumber(orderId);
  const retry = useAction(() =>
    read(api.orders[':orderId'].refunds[':refundId'].retry.$post({ param: { orderId, refundId } })),
  );
  async function run() {
    const result = await retry.run(undefined);
    if (result?.ok === true) onRetried();
  }
  return (
    <li>
      <strong>{money(refund.amount)}</strong> · {text.kind[refund.kind]}
      <p class="soft">
        {eventTitleIn(refund, locale.value)} ·{' '}
        <a href={`/my-events/${eventId}/orders?q=${number}`}>{t().common.order(number)}</a> ·{' '}
        {stamp(refund.requestedAt)}
      </p>
      <FailureNote failure={retry.failure} />
      <Button busy={retry.busy} busyText={text.retrying} onPress={run}>
        {text.retry}
      </Button>
    </li>
  );
}
