// The orders of an event.

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { CopyLag } from '#core/contracts/reconciliation.ts';
import type { OrderRow } from '#core/contracts/sales.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { stamp } from '../../format.ts';
import { t } from '../../language.ts';
import { Section } from '../../parts/page.tsx';
import { usePages } from '../../parts/pages.tsx';
import type { ScreenProps } from '../../routes.ts';
import { EventFrame } from '../event/event-frame.tsx';
import { OrderExport } from './order-export.tsx';
import { OrderList } from './order-list.tsx';
import { queryOf, searchIn } from './order-search.tsx';

export function EventOrders({ params }: ScreenProps) {
  const eventId = params.eventId ?? '';
  const search = searchIn(useLocation().query);
  const [copy, setCopy] = useState<CopyLag | null>(null);
  const pages = usePages<OrderRow>(`orders ${eventId} ${JSON.stringify(search)}`, async (cursor, signal) => {
    const query = { ...queryOf(search), ...(cursor !== null && { cursor }) };
    const result = await read(api.events[':eventId'].orders.$get({ param: { eventId }, query }, { init: { signal } }));
    if (result.ok) setCopy(result.body.copy);
    return result;
  });
  return (
    <EventFrame eventId={eventId}>
      {(event) => (
        <Section title={t().orders.title}>
          <OrderList pages={pages} search={search} at={`/my-events/${eventId}/orders`} namesEvent={false}>
            <OrderExport eventId={eventId} search={search} />
            <CopyNote copy={copy} timeZone={event.timeZone} />
          </OrderList>
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
