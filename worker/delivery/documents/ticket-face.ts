// What one ticket says, as finished texts in the buyer's language. The same face always becomes the same bytes,
// so its fingerprint names the file.

import { createHash } from 'node:crypto';
import type { Locale } from '#core/contracts/basics.ts';
import { spanText, zoneText } from '#core/when.ts';
import type { OrderForDelivery, TicketRecord } from '../../../durable-objects/event-sales/calls.ts';
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
  const fee = serviceFeeOf(order, ticket);
  return {
    locale,
    title: drawable(titleIn(locale, event)),
    date: capitalized(when.date),
    time: `${when.time}, ${zoneText(locale, event.startsAt, event.timeZone)}`,
    venue: drawable(event.venue.name),
    address: drawable([event.venue.city, event.venue.address].filter((part) => part !== '').join(', ')),
    ageRating: event.ageRating,
    type: drawable(ticket.ticketTypeName),
    price: priceWords(order, ticket),
    serviceFee: fee === 0 ? null : words.serviceFee(money(locale, fee, view.total.currency)),
    holder: drawable(ticket.holder.name),
    number: ticket.number,
    orderId: view.orderId,
    organizer: drawable(event.organizerName),
    soldThrough: order.distributorName === null ? null : drawable(order.distributorName),
    code: ticket.status === 'valid' ? ticket.code : null,
  };
}

export function titleIn(locale: Locale, event: OrderForDelivery['view']['event']): string {
  return event.translations[locale]?.title ?? event.title;
}

export function fingerprintOf(faces: TicketFace[]): string {
  return createHash('sha256')
    .update(JSON.stringify([templateVersion, faces]))
    .digest('hex')
    .slice(0, 16);
}

function priceWords(order: OrderForDelivery, ticket: TicketRecord): string {
  const { view } = order;
  const line = view.lines.find((one) => one.ticketTypeId === ticket.ticketTypeId);
  const amount = line === undefined ? 0 : line.price.amount - discountOf(order, ticket, line);
  return amount <= 0 ? messagesIn(view.locale).ticket.free : money(view.locale, amount, view.total.currency);
}

type Line = OrderForDelivery['view']['lines'][number];

// A discount is given on the line. Its tickets share it evenly and the first ones bear the odd kopecks, so that
// the prices printed on all tickets add up to what was paid.
function discountOf(order: OrderForDelivery, ticket: TicketRecord, line: Line): number {
  const siblings = order.tickets.filter((one) => one.ticketTypeId === line.ticketTypeId);
  const place = siblings.findIndex((one) => one.ticketId === ticket.ticketId);
  const whole = Math.floor(line.discount.amount / line.quantity);
  return whole + (place < line.discount.amount % line.quantity ? 1 : 0);
}

function serviceFeeOf(order: OrderForDelivery, ticket: TicketRecord): number {
  const line = order.view.lines.find((one) => one.ticketTypeId === ticket.ticketTypeId);
  return line === undefined ? 0 : Math.round(line.serviceFee.amount / line.quantity);
}

function money(locale: Locale, amount: number, currency: string): string {
  return moneyWords(locale, { amount, currency }, canDraw);
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
