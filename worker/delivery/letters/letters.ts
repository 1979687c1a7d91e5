// The letters to buyers: their tickets, and the status letters about refunds and cancelled or postponed events.

import type { MailingContent } from '#core/contracts/mailings.ts';
import type { PublicContacts } from '#core/contracts/people.ts';
import { facePicturePath, faceSizes } from '#core/event-face/face-paths.ts';
import { coverAltIn, shownTexts, typeNameIn } from '#core/event-text.ts';
import { orderNumber } from '#core/order-number.ts';
import { assertNever } from '#core/result.ts';
import { momentText, spanText, zoneText } from '#core/when.ts';
import type { MessageBody } from '../../../durable-objects/event-sales/outbox/messages.ts';
import type { OrderForDelivery } from '../../../durable-objects/event-sales/rpc.ts';
import { counted, type Messages, messagesIn, moneyWords } from '../messages/messages.ts';
import type { LetterContent, LetterPicture } from './frame.ts';

type StatusLetterKind = Extract<MessageBody, { kind: 'tell-buyer' }>['what'];

/** `mailing`: which sending this is; from the second on the letter says that nothing has changed. */
export function ticketsLetter(
  order: OrderForDelivery,
  mailing: number,
  orderUrl: string,
  contacts: PublicContacts,
): LetterContent {
  const { view } = order;
  const words = messagesIn(view.locale);
  const valid = order.tickets.filter((ticket) => ticket.status === 'valid');
  const { title } = shownTexts(view.event, view.locale);
  return {
    ...frameOf(order, words, orderUrl, contacts),
    subject: words.tickets.subject(title, momentText(view.locale, view.event.startsAt, view.event.timeZone)),
    preview: words.tickets.preview,
    heading: words.tickets.heading,
    paragraphs: [
      words.tickets.lead(counted(view.locale, valid.length, words.tickets.attached)),
      ...(mailing > 1 ? [words.tickets.again] : []),
      ...(view.paidLate ? [words.tickets.late] : []),
    ],
    tickets: valid.map((ticket) => [`${words.ticket.number} ${ticket.number}`, typeNameIn(view, ticket, view.locale)]),
    lines: linesOf(order, words),
    notes: [words.tickets.calendar, words.mail.keepLink, ...signatureOf(order, words)],
  };
}

export function statusLetter(
  order: OrderForDelivery,
  what: StatusLetterKind,
  orderUrl: string,
  contacts: PublicContacts,
): LetterContent {
  const words = messagesIn(order.view.locale);
  const { title } = shownTexts(order.view.event, order.view.locale);
  const frame: StatusLetterFrame = {
    ...frameOf(order, words, orderUrl, contacts),
    tickets: [],
    lines: [],
    notes: signatureOf(order, words),
  };
  switch (what) {
    case 'confirm-order':
      return confirmLetter(order, words, frame);
    case 'refund-on-its-way': {
      const { subject, preview, heading, lead, late } = words.refundOnItsWay;
      const paragraphs = [...(order.view.status === 'paid-late' ? [late] : []), lead];
      return { ...frame, subject: subject(title), preview, heading, paragraphs };
    }
    case 'refunded': {
      const { subject, preview, heading } = words.refunded;
      return {
        ...frame,
        subject: subject(title),
        preview,
        heading,
        paragraphs: refundedWords(order, words),
      };
    }
    case 'event-cancelled': {
      const { subject, preview, heading, lead, refund } = words.eventCancelled;
      const paragraphs = [lead, ...(order.view.total.amount > 0 ? [refund] : [])];
      return { ...frame, subject: subject(title), preview, heading, paragraphs };
    }
    case 'event-relocated': {
      const { subject, preview, heading, lead, valid } = words.eventRelocated;
      return { ...frame, subject: subject(title), preview, heading, paragraphs: [lead, valid] };
    }
    case 'event-postponed': {
      const { subject, preview, heading, lead, valid } = words.eventPostponed;
      return { ...frame, subject: subject(title), preview, heading, paragraphs: [lead, valid] };
    }
    default:
      return assertNever(what);
  }
}

function confirmLetter(order: OrderForDelivery, words: Messages, frame: StatusLetterFrame): LetterContent {
  const { locale, event, lines, confirmation } = order.view;
  const { subject, preview, heading, lead, why, button } = words.confirmOrder;
  const until = confirmation?.until ?? event.startsAt;
  const moment = `${momentText(locale, until, event.timeZone)}, ${zoneText(locale, until, event.timeZone)}`;
  return {
    ...frame,
    subject: subject(shownTexts(event, locale).title),
    preview,
    heading,
    paragraphs: [lead(moment), why],
    lines: lines.map(({ name, quantity }) => [`${name} × ${quantity}`, words.ticket.free]),
    button: { ...frame.button, text: button },
    notes: [words.mail.keepLink, ...frame.notes],
  };
}

function refundedWords(order: OrderForDelivery, words: Messages): string[] {
  const { locale, refunded } = order.view;
  const left = order.tickets.filter((ticket) => ticket.status === 'valid').length;
  const lead = words.refunded.lead(moneyWords(locale, refunded));
  if (order.tickets.length === 0) return [lead];
  if (left === 0) return [lead, words.refunded.voided];
  return [lead, words.refunded.voided, words.refunded.stillValid(counted(locale, left, words.count.tickets))];
}

/** What is known of an order to write to its buyer: all of it, or a buyer made up for a preview. */
export type MailingOrder = { view: Pick<OrderForDelivery['view'], 'locale' | 'event' | 'orderId' | 'buyer'> };

/** The organizer's own words, as paragraphs. No text of it can become a link, so nobody is led elsewhere in our name. */
export function mailingLetter(
  order: MailingOrder,
  { subject, text }: MailingContent,
  orderUrl: string,
  contacts: PublicContacts,
): LetterContent {
  const words = messagesIn(order.view.locale);
  const paragraphs = text.split(/\n\s*\n/).map((one) => one.trim());
  return {
    ...frameOf(order, words, orderUrl, contacts),
    subject,
    preview: paragraphs[0] ?? '',
    heading: subject,
    paragraphs,
    tickets: [],
    lines: [],
    notes: [words.mailing.from(order.view.event.organizerName), words.mailing.why],
  };
}

type StatusLetterFrame = ReturnType<typeof frameOf> & { tickets: []; lines: []; notes: string[] };

function frameOf(order: MailingOrder, words: Messages, orderUrl: string, { email, phone }: PublicContacts) {
  const { locale, event, orderId, buyer } = order.view;
  const when = spanText(locale, event);
  const { title, venue } = shownTexts(event, locale);
  const { name, city, address } = venue;
  const ways = [email, phone].filter((way) => way !== '');
  return {
    locale,
    name: buyer.name,
    event: {
      title,
      face: faceOf(order, new URL(orderUrl).origin),
      facts: [
        [words.mail.when, `${when.date}, ${when.time}, ${zoneText(locale, event.startsAt, event.timeZone)}`],
        [words.mail.where, [name, city, address].filter((part) => part !== '').join(', ')],
        [words.mail.order, orderNumber(orderId)],
      ],
    },
    button: { text: words.mail.open, url: orderUrl },
    // A page of the organizer's is not linked here: nobody has looked at where it leads, and a letter has our name on it.
    reach: ways.length === 0 ? null : words.mail.askOrganizer(ways.join(', ')),
  } satisfies Partial<LetterContent>;
}

/** As messengers show the event: JPEG or PNG, which every mail program knows. The art says nothing to who cannot see it. */
function faceOf({ view: { event, locale } }: MailingOrder, origin: string): LetterPicture {
  const picture = event.cover?.social ?? event.cover;
  if (picture === null) return { url: origin + facePicturePath(event.id), ...faceSizes.wide, alt: '' };
  const { url, width, height } = picture;
  return { url: origin + url, width, height, alt: coverAltIn(event, locale) };
}

function linesOf(order: OrderForDelivery, words: Messages): [string, string][] {
  const { locale, lines, total } = order.view;
  if (total.amount === 0) return [[words.mail.total, words.ticket.free]];
  const { currency } = total;
  const fee = lines.reduce((sum, line) => sum + line.serviceFee.amount, 0);
  const face = lines.map((line): [string, string] => [
    `${line.translations[locale] ?? line.name} × ${line.quantity}`,
    moneyWords(locale, { amount: line.total.amount - line.serviceFee.amount, currency }),
  ]);
  // The service fee has a line of its own, so that it does not look like a part of the price.
  const onTop: [string, string][] =
    fee === 0 ? [] : [[words.mail.serviceFee, moneyWords(locale, { amount: fee, currency })]];
  return [...face, ...onTop, [words.mail.total, moneyWords(locale, total)]];
}

function signatureOf(order: OrderForDelivery, words: Messages): string[] {
  return [
    words.mail.organizedBy(order.view.event.organizerName),
    ...(order.distributorName === null ? [] : [words.mail.soldThrough(order.distributorName)]),
    words.mail.why,
  ];
}
