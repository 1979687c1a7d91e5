// The card on an event's page that sells its tickets: what there is, for how much, and the way to the widget.

import type { Locale } from '#core/contracts/basics.ts';
import type { TicketedEvent, TicketType } from '#core/contracts/events.ts';
import { typeDescription, typeName } from '#core/event-text.ts';
import { moneyText } from '../format.ts';
import { publicText } from './public-text.ts';

/** `buyPath` is null while nothing is on sale. */
type Props = { types: readonly TicketType[]; locale: Locale; buyPath: string | null };

export function Tickets({ types, locale, buyPath }: Props) {
  const words = publicText[locale];
  return (
    <aside class="buy" id="tickets">
      <div class="ticket">
        <h2>{words.tickets}</h2>
        {types.length === 0 && <p class="soft">{words.noTickets}</p>}
        <ul>
          {types.map((type) => (
            <TicketTypeRow type={type} locale={locale} />
          ))}
        </ul>
        {buyPath !== null && (
          <div class="stub">
            <a class="button main" href={buyPath}>
              {words.buy}
            </a>
            <p class="soft small">{words.noAccount}</p>
          </div>
        )}
      </div>
    </aside>
  );
}

function TicketTypeRow({ type, locale }: { type: TicketType; locale: Locale }) {
  const words = publicText[locale];
  const { availability, available, maxPerOrder, price } = type;
  const description = typeDescription(type, locale);
  const isAvailable = availability === 'available';
  return (
    <li class={isAvailable ? undefined : 'off'}>
      <span>
        <strong>{typeName(type, locale)}</strong>
        {description !== '' && (
          <>
            <span class="soft small">{description}</span>
            <br />
          </>
        )}
        {/* `available` is the smaller of what is left and what one order may take. */}
        {isAvailable && available < maxPerOrder && <span class="few small">{words.left(available)}</span>}
        {!isAvailable && <span class="soft small">{words.availability[availability]}</span>}
      </span>
      <b>{price.amount === 0 ? words.free : moneyText(locale, price)}</b>
    </li>
  );
}

/** On a phone the button is at the lower edge, visible wherever the reader has scrolled. */
export function Dock({ event, locale, buyPath }: { event: TicketedEvent; locale: Locale; buyPath: string }) {
  const words = publicText[locale];
  const { priceFrom } = event;
  return (
    <div class="dock">
      <b>{priceFrom !== null && (priceFrom.amount === 0 ? words.free : words.from(moneyText(locale, priceFrom)))}</b>
      <a class="button main" href={buyPath}>
        {words.buy}
      </a>
    </div>
  );
}
