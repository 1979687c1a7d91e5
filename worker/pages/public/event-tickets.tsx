// The card on an event's page that sells its tickets. It is the widget itself, in place: what stands here is shown until the
// widget is there, and stays when scripts do not run, with a link to the widget's own page. On a phone the card is a sheet
// that the dock at the lower edge opens.

import type { Locale } from '#core/contracts/basics.ts';
import type { TicketedEvent, TicketType } from '#core/contracts/events.ts';
import { textsOf, typeDescription, typeName } from '#core/event-text.ts';
import { moneyText } from '#core/money-text.ts';
import { cardText } from '#core/when.ts';
import { publicText } from './public-text.ts';

/** What sells the event's tickets: the organizer's own widget, by id and by the address of its page. */
export type EventWidget = { id: string; path: string };

/** `widget` is null while nothing is on sale. */
type Props = { event: TicketedEvent; types: readonly TicketType[]; locale: Locale; widget: EventWidget | null };

export function Tickets({ event, types, locale, widget }: Props) {
  const words = publicText[locale];
  const list = (
    <>
      <h2>{words.tickets}</h2>
      {types.length === 0 && <p class="soft">{words.noTickets}</p>}
      <ul>
        {types.map((type) => (
          <TicketTypeRow type={type} locale={locale} />
        ))}
      </ul>
    </>
  );
  if (widget === null) {
    return (
      <aside class="buy" id="tickets">
        <div class="ticket">{list}</div>
      </aside>
    );
  }
  return (
    <aside class={canBeBought(types) ? 'buy sells' : 'buy'} id="tickets" aria-label={words.tickets}>
      <div class="ticket">
        <div class="sheet-head">
          <p>
            <strong dir="auto">{textsOf(event, locale).title}</strong>
            <span class="soft small">{cardText(locale, event.startsAt, event.timeZone)}</span>
          </p>
          <a class="close" href="#closed" aria-label={words.close}>
            ×
          </a>
        </div>
        {/* One pixel is reserved instead of the usual height, because what stands inside has about the widget's own. */}
        <foyer-tickets widget={widget.id} lang={locale} view="compact" height="1">
          <div class="offer">
            {list}
            <div class="stub">
              <a class="button main" href={widget.path}>
                {words.buy}
              </a>
              <p class="soft small">{words.noAccount}</p>
            </div>
          </div>
        </foyer-tickets>
      </div>
    </aside>
  );
}

/** Now or in a minute; when nothing can be, the page says so in its place, without a sheet. */
export function canBeBought(types: readonly TicketType[]): boolean {
  return types.some(({ availability }) => availability === 'available' || availability === 'held');
}

function TicketTypeRow({ type, locale }: { type: TicketType; locale: Locale }) {
  const words = publicText[locale];
  const { availability, available, maxPerOrder, price } = type;
  const description = typeDescription(type, locale);
  const isAvailable = availability === 'available';
  return (
    <li class={isAvailable ? undefined : 'off'}>
      <span>
        <strong dir="auto">{typeName(type, locale)}</strong>
        {description !== '' && <span class="soft small about">{description}</span>}
        {/* `available` is the smaller of what is left and what one order may take. */}
        {isAvailable && available < maxPerOrder && <span class="few small">{words.left(available)}</span>}
        {!isAvailable && <span class="soft small">{words.availability[availability]}</span>}
      </span>
      <b>{price.amount === 0 ? words.free : moneyText(locale, price)}</b>
    </li>
  );
}

/** On a phone the button is at the lower edge, visible wherever the reader has scrolled. */
export function Dock({ event, types, locale }: Omit<Props, 'widget'>) {
  const words = publicText[locale];
  const { priceFrom } = event;
  // With one free type among others "free" would promise too much.
  const isAllFree = types.every(({ price }) => price.amount === 0);
  const few = types.find(
    ({ availability, available, maxPerOrder }) => availability === 'available' && available < maxPerOrder,
  );
  return (
    <div class="dock">
      <p>
        <b>{priceFrom !== null && (isAllFree ? words.free : words.from(moneyText(locale, priceFrom)))}</b>
        {few !== undefined && (
          <span class="few small">
            {typeName(few, locale)}: {words.left(few.available)}
          </span>
        )}
      </p>
      <a class="button main" href="#tickets">
        {words.buy}
      </a>
    </div>
  );
}
