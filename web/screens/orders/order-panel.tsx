// One order beside the list: whose it is, its tickets as they are now, what can be done about it, the organizer's note and
// what happened to it. The tickets are read from the event's object, so they are never older than the panel.

import { useState } from 'preact/hooks';
import type { OrderRow } from '#core/contracts/sales.ts';
import { titleIn } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { money, stamp } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Button } from '../../parts/controls.tsx';
import { Detail, Details } from '../../parts/details.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { Done, FailureNote, Loaded } from '../../parts/states.tsx';
import { useAction } from '../../use-action.ts';
import { useLoad } from '../../use-load.ts';
import { OrderHistory } from './order-history.tsx';
import { OrderNote } from './order-note.tsx';
import { hasTickets, OrderBadge } from './order-table.tsx';
import { Replies } from './replies.tsx';
import { TicketEntry } from './ticket-entry.tsx';

type Props = { order: OrderRow; sent: boolean; onSent: () => void; onRefund: () => void; onClose: () => void };

export function OrderPanel({ order, sent, onSent, onRefund, onClose }: Props) {
  const text = t().orders;
  const { orderId, event, buyer } = order;
  const load = useLoad(`tickets ${orderId}`, (signal) =>
    read(api.orders[':orderId'].tickets.$get({ param: { orderId } }, { init: { signal } })),
  );
  const [renames, setRenames] = useState(0);
  function renamed() {
    setRenames((n) => n + 1);
    load.retry();
  }
  const send = useAction(() => read(api.orders[':orderId']['send-tickets'].$post({ param: { orderId } })));
  return (
    <Sheet title={t().common.order(order.number)} onClose={onClose}>
      <p class="entry-head">
        <OrderBadge order={order} />
        {order.paidLate && <span class="soft">{text.late}</span>}
      </p>
      <Details wide>
        <Detail name={text.buyer}>
          {buyer.name}
          <br />
          <a href={`mailto:${buyer.email}`}>{buyer.email}</a>
        </Detail>
        <Detail name={text.event}>
          <a href={`/my-events/${event.id}`}>{titleIn(event, locale.value)}</a>
        </Detail>
        <Detail name={text.when}>{stamp(order.createdAt, event.timeZone)}</Detail>
        <Detail name={text.through}>
          {order.dealId === null ? text.own : <a href={`/deals/${order.dealId}`}>{order.distributorName}</a>}
        </Detail>
        <Detail name={text.total}>{money(order.total)}</Detail>
        {order.refunded.amount > 0 && <Detail name={t().balance.refunded}>{money(order.refunded)}</Detail>}
      </Details>
      <h3>{text.tickets}</h3>
      <Loaded load={load}>
        {({ items, replies }) => (
          <>
            {items.length === 0 && <p class="hint">{text.noTickets}</p>}
            <ul class="entries">
              {items.map((ticket) => (
                <TicketEntry key={ticket.id} orderId={orderId} ticket={ticket} onRenamed={renamed} />
              ))}
            </ul>
            {replies.length > 0 && <h3>{text.replies}</h3>}
            <Replies replies={replies} />
          </>
        )}
      </Loaded>
      <Done text={renames > 0 ? text.rename.saved : null} />
      <Done text={sent ? text.sent : null} />
      <FailureNote failure={send.failure} />
      {hasTickets(order) && (
        <div class="actions">
          <Button onPress={onRefund} label={text.refundOf(buyer.name)}>
            {text.refund}
          </Button>
          <Button
            kind="main"
            busy={send.busy}
            onPress={async () => {
              if ((await send.run(undefined))?.ok === true) onSent();
            }}
          >
            {text.sendAgain}
          </Button>
        </div>
      )}
      <OrderNote orderId={orderId} timeZone={event.timeZone} />
      <OrderHistory orderId={orderId} timeZone={event.timeZone} changes={`${sent} ${renames}`} />
    </Sheet>
  );
}
