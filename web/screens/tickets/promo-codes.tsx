// The promo codes of an event: what each gives, how often it was used.

import type { TicketedEvent, TicketType } from '#core/contracts/events.ts';
import type { PromoCode } from '#core/contracts/promo-codes.ts';
import { typeName } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { dateTime, number, percent, price } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Section } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { useLoad } from '../../use-load.ts';

type Props = { event: TicketedEvent; types: TicketType[] };

export function PromoCodes({ event, types }: Props) {
  const text = t().promo;
  const base = `/my-events/${event.id}/promo-codes`;
  const codes = useLoad(`promo ${event.id}`, (signal) =>
    read(api.events[':eventId']['promo-codes'].$get({ param: { eventId: event.id } }, { init: { signal } })),
  );
  return (
    <Section title={text.title} hint={text.hint}>
      <Loaded load={codes}>
        {({ items }) => (
          <>
            {items.length === 0 && <Empty title={text.empty} />}
            <ul class="plain-list">
              {items.map((promo) => (
                <li key={promo.id}>
                  {promo.status === 'retired' || event.status === 'cancelled' ? (
                    <span class="row-title">{promo.code}</span>
                  ) : (
                    <a class="row-title" href={`${base}/${promo.id}`}>
                      {promo.code}
                    </a>
                  )}
                  <span class="soft"> · {about(promo, event, types).join(' · ')}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
      {event.status !== 'cancelled' && (
        <div class="actions">
          <a class="button plain" href={`${base}/new`}>
            {text.add}
          </a>
        </div>
      )}
    </Section>
  );
}

function about(promo: PromoCode, event: TicketedEvent, types: TicketType[]): string[] {
  const text = t().promo;
  const { discount, used, maxUses, maxTickets, validFrom, validTo } = promo;
  const names = types
    .filter((type) => promo.ticketTypeIds?.includes(type.id) === true)
    .map((type) => typeName(type, locale.value));
  return [
    text.off(discount.kind === 'percent' ? percent(discount.bps) : price(discount.amount)),
    ...(promo.status === 'retired' ? [text.retired] : []),
    used === null ? text.usesUnknown : maxUses === null ? text.used(used) : text.usedOf(number(used), number(maxUses)),
    ...(maxTickets === null ? [] : [text.perOrder(maxTickets)]),
    ...(validFrom === null ? [] : [text.from(dateTime(validFrom, event.timeZone))]),
    ...(validTo === null ? [] : [text.until(dateTime(validTo, event.timeZone))]),
    ...(names.length === 0 ? [] : [text.forTypes(names.join(', '))]),
  ];
}
