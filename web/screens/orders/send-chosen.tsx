// Mails the tickets of several orders again, one order after the other, and says by order what failed. What was sent is
// not sent twice when the rest is tried again.

import { useState } from 'preact/hooks';
import type { OrderRow } from '#core/contracts/sales.ts';
import { api } from '../../api.ts';
import { type Failure, read } from '../../api-result.ts';
import { t } from '../../language.ts';
import { Button } from '../../parts/controls.tsx';
import { failureText } from '../../parts/states.tsx';

type Props = { chosen: readonly OrderRow[]; onSent: (orderId: string) => void };
type Failed = { order: OrderRow; failure: Failure };

export function SendChosen({ chosen, onSent }: Props) {
  const text = t().orders;
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const [failed, setFailed] = useState<readonly Failed[]>([]);
  const [sentCount, setSentCount] = useState(0);
  async function send() {
    setFailed([]);
    setSentCount(0);
    for (const [done, order] of chosen.entries()) {
      setProgress({ done, total: chosen.length });
      const { orderId } = order;
      const result = await read(api.orders[':orderId']['send-tickets'].$post({ param: { orderId } }));
      if (result.ok) {
        onSent(orderId);
        setSentCount((count) => count + 1);
      } else setFailed((before) => [...before, { order, failure: result.failure }]);
    }
    setProgress(null);
  }
  return (
    <div class="chosen" role="status">
      {progress !== null && <p>{text.sendingChosen(progress.done, progress.total)}</p>}
      {progress === null && sentCount > 0 && <p class="note good">{text.sentChosen(sentCount)}</p>}
      {progress === null && chosen.length > 0 && (
        <div class="entry-head">
          <span>{text.chosen(chosen.length)}</span>
          <Button onPress={() => void send()}>{text.sendAgain}</Button>
        </div>
      )}
      {failed.length > 0 && (
        <ul class="plain-list">
          {failed.map(({ order, failure }) => (
            <li key={order.orderId} class="note bad">
              {t().common.order(order.number)}: {failureText(failure)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
