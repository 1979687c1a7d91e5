// What one ticket says, as finished texts in the buyer's language. The same face always becomes the same bytes,
// so its fingerprint names the file.

import { createHash } from 'node:crypto';
import type { Locale } from '#core/contracts/basics.ts';
import { shownTexts, typeNameIn } from '#core/event-text.ts';
import { spanText, zoneText } from '#core/when.ts';
import type { OrderForDelivery, TicketRecord } from '../../../durable-objects/event-sales/rpc.ts';
import { messagesIn, moneyWords } from '../messages/messages.ts';
import { canDraw, drawable } from './typeface.ts';

export type TicketFace = {
  locale: Locale;
  title: string;
  date: string;
  time: string;
  venue: string;
  address: string;
  ageRating: string | null;
  type: string;
  price: string;
  serviceFee: string | null;
  holder: string;
  number: string;
  orderId: string;
  organizer: string;
  soldThrough: string | null;
  /** Null on a void ticket: a code that opens nothing is not printed. */
  code: string | null;
};

/** Raised with every change of the drawing: files drawn before keep their own names. */
const templateVersion = 2;

export function faceOf(order: OrderForDelivery, ticket: TicketRecord): TicketFace {
  const { view } = order;
  const { locale, event } = view;
  const words = messagesIn(locale).ticket;
  const when = spanText(locale, event);
  const { title, venue } = shownTexts(event, locale);
  return {
    locale,
    title: drawable(title),
    date: capitalized(when.date),
    time: `${when.time}, ${zoneText(locale, event.startsAt, event.timeZone)}`,
    venue: drawable(venue.name),
    address: drawable([venue.city, venue.address].filter((part) => part !== '').join(', ')),
    ageRating: event.ageRating,
    type: drawable(typeNameIn(view, ticket, locale)),
    price: priceWords(order, ticket),
    serviceFee: ticket.feeMinor === 0 ? null : words.serviceFee(money(locale, ticket.feeMinor, view.total.currency)),
    holder: drawable(ticket.holder.name),
    number: ticket.number,
    orderId: view.orderId,
    organizer: drawable(event.organizerName),
    soldThrough: order.distributorName === null ? null : drawable(order.distributorName),
    code: ticket.status === 'valid' ? ticket.code : null,
  };
}

export function fingerprintOf(faces: TicketFace[]): string {
  return createHash('sha256')
    .update(JSON.stringify([templateVersion, faces]))
    .digest('hex')
    .slice(0, 16);
}

function priceWords({ view }: OrderForDelivery, { faceMinor }: TicketRecord): string {
  return faceMinor === 0 ? messagesIn(view.locale).ticket.free : money(view.locale, faceMinor, view.total.currency);
}

function money(locale: Locale, amount: number, currency: string): string {
  return moneyWords(locale, { amount, currency }, canDraw);
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
