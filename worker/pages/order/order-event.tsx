// The event of an order: its face and facts, the calendar, the way there, and whom to ask.

import type { Locale } from '#core/contracts/basics.ts';
import type { PublicContacts } from '#core/contracts/people.ts';
import type { OrderView } from '#core/contracts/sales.ts';
import { facePath, faceSizes } from '#core/event-face/face-paths.ts';
import { placeText, shownTexts } from '#core/event-text.ts';
import { spanText, zoneText } from '#core/when.ts';
import { hasAnyContact } from '../../contacts/contacts.ts';
import { ContactLinks } from '../contact-links.tsx';
import { MapLinks } from '../map-links.tsx';
import type { Messages } from '../messages/messages.ts';

/** An event as the cards of its tickets show it. */
export type EventLook = {
  title: string;
  when: string;
  where: string;
  organizer: string;
  face: { url: string; width: number; height: number };
};

export function lookOf(event: OrderView['event'], locale: Locale): EventLook {
  const { title, venue } = shownTexts(event, locale);
  const { date, time } = spanText(locale, event);
  const cover = event.cover?.smaller.at(-1) ?? event.cover;
  return {
    title,
    when: `${date}, ${time} ${zoneText(locale, event.startsAt, event.timeZone)}`,
    where: placeText(venue),
    organizer: event.organizerName,
    face: cover ?? { url: facePath(event.id, 'wide'), ...faceSizes.wide },
  };
}

/** While an order has no tickets, its event stands in their place. */
export function EventCard({ look }: { look: EventLook }) {
  return (
    <section class="pass" aria-label={look.title}>
      <img class="face" src={look.face.url} width={look.face.width} height={look.face.height} alt="" />
      <div class="pass-body">
        <p class="pass-event">
          <strong>{look.title}</strong>
          <span>
            <span class="when">{look.when}</span>
            {look.where}
          </span>
        </p>
      </div>
    </section>
  );
}

type AboutProps = { order: OrderView; locale: Locale; words: Messages; nowMs: number };

/** `going`: a ticket of the order is valid, so the date belongs into the calendar. */
export function WhenAndWhere({ order, locale, words, going, nowMs }: AboutProps & { going: boolean }) {
  const { event } = order;
  const { venue } = shownTexts(event, locale);
  const { date, time } = spanText(locale, event);
  const isComing = event.status === 'published' && Date.parse(event.endsAt) > nowMs;
  return (
    <section>
      <h2>{words.order.whenAndWhere}</h2>
      <p class="fact date">
        <strong>{date}</strong>
        <span class="soft">
          {time} {zoneText(locale, event.startsAt, event.timeZone)}
        </span>
      </p>
      {isComing && going && (
        <p class="links">
          <a class="button" href={`/e/${event.id}/calendar.ics`}>
            {words.order.calendar}
          </a>
          <a class="button" href={googleCalendar(order, locale)} target="_blank" rel="noopener nofollow">
            {words.order.googleCalendar}
          </a>
        </p>
      )}
      <p class="fact">
        <strong>{venue.name}</strong>
        <span class="soft">{[venue.city, venue.address].filter((part) => part !== '').join(', ')}</span>
      </p>
      {isComing && (
        <p class="links">
          <MapLinks venue={venue} locale={locale} />
        </p>
      )}
    </section>
  );
}

/** Names the event alone. The address of the order is no part of it, because others see one's calendar. */
function googleCalendar({ event }: OrderView, locale: Locale): string {
  const { title, venue } = shownTexts(event, locale);
  const utc = (at: string) => at.replace(/\.\d+/, '').replace(/[-:]/g, '');
  const query = new URLSearchParams({
    action: 'TEMPLATE',
    text: title,
    dates: `${utc(event.startsAt)}/${utc(event.endsAt)}`,
    ctz: event.timeZone,
    location: placeText(venue),
  });
  return `https://calendar.google.com/calendar/render?${query}`;
}

export type WhomToAsk = {
  organizerId: string | null;
  contacts: PublicContacts;
  /** The organizer's own lines; empty when there are none or the database does not answer. */
  legalDetails: string;
  supportEmail: string;
};

export function Organizer({ order, locale, words, ask }: Omit<AboutProps, 'nowMs'> & { ask: WhomToAsk }) {
  const { event } = order;
  const refundable = order.status === 'paid' || order.status === 'partly-refunded';
  return (
    <section>
      <h2>{words.order.whomToAsk}</h2>
      <p class="fact">
        <strong>{event.organizerName}</strong>
        <span class="soft">{[words.order.organizerOf, event.ageRating].filter(Boolean).join(' · ')}</span>
      </p>
      {refundable && event.status === 'published' && (
        <details>
          <summary>{order.total.amount > 0 ? words.order.refund : words.order.giveBack}</summary>
          <p>
            {order.total.amount > 0 ? words.order.refundText(order.number) : words.order.giveBackText(order.number)}
          </p>
        </details>
      )}
      {ask.legalDetails !== '' && (
        <div class="soft small legal">
          {ask.legalDetails.split('\n').map((line) => (
            <p>{line}</p>
          ))}
        </div>
      )}
      {(ask.organizerId !== null || ask.supportEmail !== '' || hasAnyContact(ask.contacts)) && (
        <p class="links">
          <ContactLinks
            contacts={ask.contacts}
            subject={words.order.number(order.number)}
            write={words.order.writeToOrganizer}
          />
          {ask.organizerId !== null && (
            <a class="button" href={`/org/${ask.organizerId}?lang=${locale}`}>
              {words.order.organizersPage}
            </a>
          )}
          {ask.supportEmail !== '' && (
            <a
              class="button"
              href={`mailto:${ask.supportEmail}?subject=${encodeURIComponent(words.order.number(order.number))}`}
            >
              {words.order.support}
            </a>
          )}
        </p>
      )}
    </section>
  );
}
