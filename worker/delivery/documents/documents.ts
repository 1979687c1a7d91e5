// Ticket files: one PDF with a page for each ticket, or one ticket as a picture. Equal faces give equal bytes.

import { createHash } from 'node:crypto';
import type { Locale } from '#core/contracts/basics.ts';
import type { Settings } from '#core/contracts/settings.ts';
import { shownTexts, typeNameIn } from '#core/event-text.ts';
import { orderNumber } from '#core/order-number.ts';
import { spanText, zoneText } from '#core/when.ts';
import type { OrderForDelivery, TicketRecord } from '../../../durable-objects/event-sales/rpc.ts';
import type { Env } from '../../env.d.ts';
import { messagesIn, moneyWords } from '../messages/messages.ts';
import { layOut, type Mark } from './layout.ts';
import { pdfOf } from './pdf.ts';
import { pngOf } from './png.ts';
import { type FaceOfEvent, faceOfEvent, ticketPicture } from './ticket-picture.ts';
import { canDraw } from './typeface.ts';
import { typesetterFor } from './typesetter.ts';

/**
 * `complete` is false when a font could not be read. The file is sent all the same, because it admits its holder, but
 * it is not stored, so that a later one is drawn with the font.
 */
export type Drawn = { bytes: Uint8Array; complete: boolean };
type Files = Pick<Env, 'ASSETS' | 'FILES'>;

export async function ticketsPdf(env: Files, faces: [TicketFace, ...TicketFace[]]): Promise<Drawn> {
  const [first] = faces;
  const { pages, complete } = await laidOut(env, faces);
  const bytes = pdfOf(pages, {
    title: messagesIn(first.locale).ticket.documentTitle(first.title),
    creator: first.brand,
    fingerprint: fingerprintOf(faces),
    language: first.locale,
  });
  return { bytes, complete };
}

export async function ticketPng(env: Files, face: TicketFace): Promise<Drawn> {
  const { pages, complete } = await laidOut(env, [face]);
  return { bytes: await pngOf(pages.flat()), complete };
}

async function laidOut(
  env: Files,
  faces: [TicketFace, ...TicketFace[]],
): Promise<{ pages: Mark[][]; complete: boolean }> {
  const { typesetter, complete } = await typesetterFor([...new Set(faces.flatMap(textsOf))], env);
  // All tickets of a file are of one event.
  const [first] = faces;
  const picture = await ticketPicture(env, first.picture);
  const pages = faces.map((face) => {
    const words = messagesIn(face.locale).ticket.notPrinted;
    return layOut(
      withTexts(face, (text) => typesetter.drawable(text, words)),
      typesetter,
      picture,
    );
  });
  return { pages, complete };
}

const written = ['brand', 'title', 'venue', 'address', 'type', 'holder', 'organizer', 'soldThrough'] as const;

/** The texts that people wrote, which may be in any script. All other texts of a ticket are our own. */
function textsOf(face: TicketFace): string[] {
  return written.map((name) => face[name] ?? '');
}

function withTexts(face: TicketFace, change: (text: string) => string): TicketFace {
  const changed = written.map((name) => [name, face[name] === null ? null : change(face[name])]);
  return { ...face, ...Object.fromEntries(changed) };
}

// --- the face of a ticket ------------------------------------------------------------------------------------

// The texts of one ticket in the buyer's language, ready to be drawn. The same face always gives the same bytes, so its
// fingerprint is part of the file's name.

export type TicketFace = {
  picture: FaceOfEvent;
  locale: Locale;
  /** Who sells, as the operator's settings name it. */
  brand: string;
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
  orderNumber: string;
  organizer: string;
  soldThrough: string | null;
  /** Null on a void ticket: its code admits nobody, so it is not printed. */
  code: string | null;
};

/** Raise it with every change of the drawing or its fonts: the files of older versions keep their names. */
const templateVersion = 5;

export function faceOf(
  order: OrderForDelivery,
  ticket: TicketRecord,
  { brandName }: Pick<Settings, 'brandName'>,
): TicketFace {
  const { view } = order;
  const { locale, event } = view;
  const words = messagesIn(locale).ticket;
  const when = spanText(locale, event);
  const { title, venue } = shownTexts(event, locale);
  return {
    picture: faceOfEvent(event),
    locale,
    brand: tidy(brandName[locale]),
    title: tidy(title),
    date: capitalized(when.date),
    time: `${when.time}, ${zoneText(locale, event.startsAt, event.timeZone)}`,
    venue: tidy(venue.name),
    address: tidy([venue.city, venue.address].filter((part) => part !== '').join(', ')),
    ageRating: event.ageRating,
    type: tidy(typeNameIn(view, ticket, locale)),
    price: priceWords(order, ticket),
    serviceFee: ticket.feeMinor === 0 ? null : words.serviceFee(money(locale, ticket.feeMinor, view.total.currency)),
    holder: tidy(ticket.holder.name),
    number: ticket.number,
    orderNumber: orderNumber(view.orderId),
    organizer: tidy(event.organizerName),
    soldThrough: order.distributorName === null ? null : tidy(order.distributorName),
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

// Composed letters need no separate mark, and a character that only marks where a word may break is not drawn.
function tidy(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u00ad\u200b]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
