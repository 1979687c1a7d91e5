// The orders of an event, the newest first, each with its refund.

import { useState } from 'preact/hooks';
import type { CopyLag } from '#core/contracts/reconciliation.ts';
import type { OrderRow } from '#core/contracts/sales.ts';
import { read } from '../../answer.ts';
import { api } from '../../api.ts';
import { money, stamp } from '../../format.ts';
import { t } from '../../language.ts';
import { Button } from '../../parts/controls.tsx';
import { Detail, Details } from '../../parts/details.tsx';
import { Badge, Section } from '../../parts/page.tsx';
import { MoreButton, usePages } from '../../parts/pages.tsx';
import { Done, Empty, Loaded } from '../../parts/states.tsx';
import { EventFrame } from '../event/event-frame.tsx';
import type { ScreenProps } from '../guard.tsx';
import { RefundDialog } from './refund-dialog.tsx';

export function EventOrders({ params }: ScreenProps) {
  const eventId = params.eventId ?? '';
  const [refunding, refund] = useState<OrderRow | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const [copy, setCopy] = useState<CopyLag | null>(null);
  const pages = usePages(`orders ${eventId}`, async (cursor, signal) => {
    const answer = await read(
      api.events[':eventId'].orders.$get(
        { param: { eventId }, query: cursor === null ? {} : { cursor } },
        { init: { signal } },
      ),
    );
    if (answer.ok) setCopy(answer.body.copy);
    return answer;
  });
  return (
    <EventFrame eventId={eventId}>
      {(event) => (
        <Section title={t().orders.title}>
          <Done text={done} />
          <Loaded load={pages.load}>
            {({ items, next }) => (
              <>
                <CopyNote copy={copy} timeZone={event.timeZone} />
                {items.length === 0 && <Empty title={t().orders.empty} text={t().orders.emptyText} />}
                <ul class="entries">
                  {items.map((order) => (
                    <OrderLine
                      key={order.orderId}
                      order={order}
                      timeZone={event.timeZone}
                      onRefund={() => refund(order)}
                    />
                  ))}
                </ul>
                {next !== null && <MoreButton pages={pages} />}
              </>
            )}
          </Loaded>
          {refunding !== null && (
            <RefundDialog
              order={refunding}
              onClose={() => refund(null)}
              onDone={(amount) => {
                refund(null);
                setDone(t().orders.refundDone(money(amount)));
                pages.load.retry();
              }}
            />
          )}
        </Section>
      )}
    </EventFrame>
  );
}

/** The list is a copy; while it is complete there is nothing to say. */
function CopyNote({ copy, timeZone }: { copy: CopyLag | null; timeZone: string }) {
  if (copy === null) return null;
  if (copy.behindSeconds === null) return <p class="note warn">{t().orders.ageUnknown}</p>;
  if (copy.waiting === 0) return null;
  return <p class="note warn">{t().orders.asOf(stamp(copy.asOf, timeZone), copy.waiting)}</p>;
}

function OrderLine({ order, timeZone, onRefund }: { order: OrderRow; timeZone: string; onRefund: () => void }) {
  const text = t().orders;
  const refundable = order.status === 'paid' || order.status === 'partly-refunded';
  return (
    <li class="entry">
      <div class="entry-head">
        <strong>{order.buyer.name}</strong>
        <span class="soft">{order.buyer.email}</span>
        <Badge tone={toneOf(order.status)}>{t().orderStatus[order.status]}</Badge>
      </div>
      <Details>
        <Detail name={text.total}>{money(order.total)}</Detail>
        <Detail name={text.through}>{order.distributorName ?? text.own}</Detail>
        <Detail name={text.when}>{stamp(order.createdAt, timeZone)}</Detail>
        <Detail name={t().catalogue.tickets}>{String(order.ticketIds.length)}</Detail>
        {order.refunded.amount > 0 && <Detail name={t().balance.refunded}>{money(order.refunded)}</Detail>}
      </Details>
      {order.paidLate && <p class="hint">{text.late}</p>}
      {refundable && (
        <Button onPress={onRefund} label={text.refundOf(order.buyer.name)}>
          {text.refund}
        </Button>
      )}
    </li>
  );
}

function toneOf(status: OrderRow['status']): 'good' | 'warn' | 'bad' | 'plain' {
  if (status === 'paid') return 'good';
  if (status === 'paid-late' || status === 'partly-refunded' || status === 'awaiting-payment') return 'warn';
  return 'plain';
}
