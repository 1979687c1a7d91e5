// What happened to an order, the latest last, in the event's zone.

import type { OrderHistoryItem } from '#core/contracts/order-desk.ts';
import { assertNever } from '#core/result.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { money, stamp } from '../../format.ts';
import { t } from '../../language.ts';
import { Loaded } from '../../parts/states.tsx';
import { useLoad } from '../../use-load.ts';

/** Read again when `changes` is another text. */
export function OrderHistory({ orderId, timeZone, changes }: { orderId: string; timeZone: string; changes: string }) {
  const load = useLoad(`history ${orderId} ${changes}`, (signal) =>
    read(api.orders[':orderId'].history.$get({ param: { orderId } }, { init: { signal } })),
  );
  return (
    <>
      <h3>{t().orders.history.title}</h3>
      <Loaded load={load}>
        {({ items }) => (
          <ol class="entries">
            {items.map((item, n) => (
              <li key={n} class="entry">
                {said(item)}
                <br />
                <time class="soft" dateTime={item.at}>
                  {stamp(item.at, timeZone)}
                </time>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </>
  );
}

function said(item: OrderHistoryItem): string {
  const text = t().orders.history;
  switch (item.kind) {
    case 'placed':
      return item.byHand ? text.given : text.placed;
    case 'paid':
      return item.amount.amount === 0 ? text.free : text.paid(money(item.amount));
    case 'letter': {
      const name = item.again ? text.ticketsAgain : t().failedLetters.letter[item.letter];
      return text.letter(name, text.outcome[item.outcome]);
    }
    case 'refund-requested':
      return text.refund(money(item.amount), text.why[item.why], item.by === null ? null : text.by[item.by]);
    case 'refund-confirmed':
      return text.refunded(money(item.amount));
    case 'holder-renamed':
      return renamed(item);
    case 'admitted':
      return text.admitted(item.ticketNumber, item.gate);
    default:
      return assertNever(item);
  }
}

function renamed({
  ticketNumber,
  from,
  to,
  reason,
  by,
}: Extract<OrderHistoryItem, { kind: 'holder-renamed' }>): string {
  const text = t().orders.history;
  const who = by === null ? '' : `, ${text.renamedBy(text.by[by])}`;
  return `${text.renamed(ticketNumber, from, to)}${who}${reason === '' ? '' : `. ${text.renamedWhy(reason)}`}`;
}
