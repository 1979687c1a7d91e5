// The ticket types of an event with their stock: sold, held by buyers, left.

import type { TicketedEvent, TicketType } from '#core/contracts/events.ts';
import { typeName } from '#core/event-text.ts';
import { number, price } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Detail, Details } from '../../parts/details.tsx';
import { Section } from '../../parts/page.tsx';
import { Empty } from '../../parts/states.tsx';

type Props = { event: TicketedEvent; types: TicketType[] };

export function Stock({ event, types }: Props) {
  const text = t().types;
  const base = `/my-events/${event.id}/ticket-types`;
  return (
    <Section title={text.title} hint={types.length > 0 ? text.heldHint : undefined}>
      {types.length === 0 && <Empty title={text.empty} text={text.emptyText} />}
      <ul class="stock">
        {types.map((type) => (
          <li key={type.id}>
            <div class="stock-head">
              {event.status === 'cancelled' ? (
                <span class="row-title">{typeName(type, locale.value)}</span>
              ) : (
                <a class="row-title" href={`${base}/${type.id}`}>
                  {typeName(type, locale.value)}
                </a>
              )}
              <span>{type.price.amount === 0 ? t().common.free : price(type.price)}</span>
            </div>
            <meter
              min={0}
              max={Math.max(1, type.capacity ?? 0)}
              value={(type.sold ?? 0) + (type.held ?? 0)}
              aria-label={text.soldOf(number(type.sold ?? 0), number(type.capacity ?? 0))}
            />
            <Details>
              <Detail name={text.sold}>{numberOrDash(type.sold)}</Detail>
              <Detail name={text.held}>{numberOrDash(type.held)}</Detail>
              <Detail name={text.left}>{numberOrDash(leftOf(type))}</Detail>
              <div>
                <dt class="unseen">{t().orders.status}</dt>
                <dd class="soft">{event.status === 'published' ? text.availability[type.availability] : ''}</dd>
              </div>
            </Details>
            {event.status !== 'cancelled' && (type.unsellable ?? 0) > 0 && (
              <p class="note warn">{text.unsellable(type.unsellable ?? 0, type.minPerOrder)}</p>
            )}
          </li>
        ))}
      </ul>
      <div class="actions">
        {event.status !== 'cancelled' && (
          <a class={types.length === 0 ? 'button main' : 'button plain'} href={`${base}/new`}>
            {text.add}
          </a>
        )}
      </div>
    </Section>
  );
}

/** Null for readers who may not know how many there are. */
function leftOf({ capacity, sold, held }: TicketType): number | null {
  return capacity === null || sold === null || held === null ? null : capacity - sold - held;
}

function numberOrDash(value: number | null): string {
  return value === null ? '—' : number(value);
}
