// The orders of an event, the newest first, each with its refund.

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { CopyLag } from '#core/contracts/reconciliation.ts';
import type { OrderRow } from '#core/contracts/sales.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { money, stamp } from '../../format.ts';
import { t } from '../../language.ts';
import { Button, Form, TextField } from '../../parts/controls.tsx';
import { Detail, Details } from '../../parts/details.tsx';
import { Badge, Section } from '../../parts/page.tsx';
import { MoreButton, usePages } from '../../parts/pages.tsx';
import { Done, Empty, Loaded } from '../../parts/states.tsx';
import type { ScreenProps } from '../../routes.ts';
import { useForm } from '../../use-form.ts';
import { EventFrame } from '../event/event-frame.tsx';
import { RefundDialog } from './refund-dialog.tsx';

export function EventOrders({ params }: ScreenProps) {
  const eventId = params.eventId ?? '';
  const [refunding, refund] = useState<OrderRow | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const [copy, setCopy] = useState<CopyLag | null>(null);
  const q = useLocation().query.q ?? '';
  const pages = usePages(`orders ${eventId} ${q}`, async (cursor, signal) => {
    const query = { ...(q !== '' && { q }), ...(cursor !== null && { cursor }) };
    const result = await read(api.events[':eventId'].orders.$get({ param: { eventId }, query }, { init: { signal } }));
    if (result.ok) setCopy(result.body.copy);
    return result;
  });
  return (
    <EventFrame eventId={eventId}>
      {(event) => (
        <Section title={t().orders.title}>
          <Done text={done} />
          <Search key={q} eventId={eventId} q={q} />
          <Loaded load={pages.load}>
            {({ items, next }) => (
              <>
                <CopyNote copy={copy} timeZone={event.timeZone} />
                {items.length === 0 &&
                  (q === '' ? (
                    <Empty title={t().orders.empty} text={t().orders.emptyText} />
                  ) : (
                    <Empty title={t().orders.notFound} text={t().orders.notFoundText} />
                  ))}
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

/** What is searched for stands in the address, so that a link leads to one order and "back" returns to it. */
function Search({ eventId, q }: { eventId: string; q: string }) {
  const { route } = useLocation();
  const form = useForm({ q });
  const text = t().orders;
  const all = `/my-events/${eventId}/orders`;
  const submit = () => {
    const typed = form.values.q.trim();
    route(typed === '' ? all : `${all}?${new URLSearchParams({ q: typed })}`);
  };
  return (
    <search class="search">
      <Form onSubmit={submit}>
        <TextField {...form.field('q')} label={text.search} hint={text.searchHint} type="search" maxLength={100} />
        <div class="actions">
          <Button kind="main" submit>
            {text.submit}
          </Button>
          {q !== '' && (
            <a class="button plain" href={all}>
              {text.reset}
            </a>
          )}
        </div>
      </Form>
    </search>
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
        <span>{t().common.order(order.number)}</span>
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
