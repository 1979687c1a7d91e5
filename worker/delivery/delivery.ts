// What happens after the sale: ticket files and letters. Both handlers may run any number of times for one message: a
// file overwrites itself, and the send log lets a letter out once. They resolve when the message has had its effect,
// and throw when the outbox must send it again.

import type { MailingContent } from '#core/contracts/mailings.ts';
import { shownTexts } from '#core/event-text.ts';
import { orderNumber } from '#core/order-number.ts';
import type { BuyerLetter, OutboxMessage } from '../../durable-objects/event-sales/outbox/messages.ts';
import type { OrderForDelivery } from '../../durable-objects/event-sales/rpc.ts';
import { configOf } from '../config.ts';
import { contactsOrNone } from '../contacts/contacts.ts';
import type { Env } from '../env.d.ts';
import { callEventSales } from '../event-object/event-object.ts';
import { noteFailedLetter } from '../failed-letters/failed-letters.ts';
import { log } from '../log.ts';
import { settingsOf } from '../settings/settings.ts';
import { calendarText } from './calendar.ts';
import { letterFrame } from './letters/frame.ts';
import { type Letter, letterOf } from './letters/letter.tsx';
import { type MailingOrder, mailingLetter, statusLetter, ticketsLetter } from './letters/letters.ts';
import { type Attachment, type Envelope, type MailSender, type Sent, sendLetter } from './mail/mail.ts';
import { messagesIn } from './messages/messages.ts';
import { pdfFile } from './ticket-files.ts';

export { LetterWaits } from './mail/mail.ts';
export { sentLetters } from './mail/send-log.ts';
export { pdfFile, pngFile } from './ticket-files.ts';

type DeliverOrder = Extract<OutboxMessage, { kind: 'deliver-order' }>;
type TellBuyer = Extract<OutboxMessage, { kind: 'tell-buyer' }>;

export async function deliverOrder(env: Env, message: DeliverOrder): Promise<void> {
  const order = await callEventSales(env, message.eventId, (sales) => sales.orderForDelivery(message.orderId));
  if (order === null) return nothingToDeliver(message);
  const sent = await mailTickets(env, order, message.mailing);
  if (sent === 'refused') await noteRefused(env, message, 'tickets');
}

export async function tellBuyer(env: Env, message: TellBuyer): Promise<void> {
  const order = await callEventSales(env, message.eventId, (sales) => sales.orderForDelivery(message.orderId));
  if (order === null) return nothingToDeliver(message);
  const sent = await mailStatusLetter(env, order, message);
  if (sent === 'refused') await noteRefused(env, message, message.what);
}

/**
 * The mail service says that the address will never take the letter. Only the organizer can reach the buyer by other
 * means, so the failure is noted for them.
 */
function noteRefused(env: Env, { eventId, orderId }: DeliverOrder | TellBuyer, letter: BuyerLetter): Promise<void> {
  return noteFailedLetter(env, { eventId, orderId, letter, reason: 'refused' });
}

/** The tickets that are valid now. A refunded order has none, so nothing is sent. */
export async function mailTickets(
  env: Env,
  order: OrderForDelivery,
  mailing: number,
  sender?: MailSender,
): Promise<Sent | null> {
  const valid = order.tickets.filter((ticket) => ticket.status === 'valid');
  const pdf = await pdfFile(env, order, valid);
  if (pdf === null) return null;
  const { locale, orderId } = order.view;
  const words = messagesIn(locale).ticket;
  const url = orderUrl(env, order);
  const attachments: Attachment[] = [
    { name: words.fileName(orderNumber(orderId)), type: 'application/pdf', content: pdf },
    await calendarFile(env, order, url),
  ];
  const id = `${orderId}.tickets.${mailing}`;
  const envelope = envelopeOf(order, id, attachments);
  const contacts = await contactsOrNone(env, order.organizerId);
  return sendLetter(env, envelope, (frame) => letterOf(ticketsLetter(order, mailing, url, contacts), frame), sender);
}

export async function mailStatusLetter(
  env: Env,
  order: OrderForDelivery,
  message: Pick<TellBuyer, 'jobId' | 'what'>,
  sender?: MailSender,
): Promise<Sent | null> {
  // One order may be refunded in parts, so the id names the message and not the order: each refund gets a letter.
  const id = `${order.view.orderId}.${message.what}.${message.jobId.replace(/[^A-Za-z0-9_-]/g, '-')}`;
  // The order was confirmed, cancelled or expired since: the letter that asks to confirm it is not needed any more.
  if (message.what === 'confirm-order' && order.confirmToken === null) return null;
  const confirm = message.what === 'confirm-order' ? `?confirm=${order.confirmToken}` : '';
  const url = `${orderUrl(env, order)}${confirm}`;
  const attachments = changesCalendar(message.what) ? [await calendarFile(env, order, url)] : [];
  const envelope = envelopeOf(order, id, attachments);
  const contacts = await contactsOrNone(env, order.organizerId);
  const { what } = message;
  return sendLetter(env, envelope, (frame) => letterOf(statusLetter(order, what, url, contacts), frame), sender);
}

/** A letter of the organizer to the buyer of one order: once for each mailing, whatever is repeated. */
export async function mailToBuyer(
  env: Env,
  order: OrderForDelivery,
  mailing: MailingContent & { id: string },
  sender?: MailSender,
): Promise<Sent> {
  const contacts = await contactsOrNone(env, order.organizerId);
  const envelope: Envelope = { ...envelopeOf(order, `${mailing.id}.${order.view.orderId}`, []), class: 'mailing' };
  const url = orderUrl(env, order);
  return sendLetter(env, envelope, (frame) => letterOf(mailingLetter(order, mailing, url, contacts), frame), sender);
}

type MadeUpOrder = MailingOrder & { organizerId: string };

/** The same letter as a buyer would get it who does not exist. */
export async function drawnMailing(env: Env, order: MadeUpOrder, content: MailingContent): Promise<Letter> {
  const origin = configOf(env).PUBLIC_ORIGIN;
  const contacts = await contactsOrNone(env, order.organizerId);
  const frame = letterFrame(await settingsOf(env), order.view.locale, origin, null);
  return letterOf(mailingLetter(order, content, `${origin}/o/${order.view.orderId}/…`, contacts), frame);
}

/** To the organizer, so that they see it where their buyers will. The button leads to the event: there is no order. */
export async function mailTest(
  env: Env,
  { order, content, to, id }: { order: MadeUpOrder; content: MailingContent; to: Envelope['to']; id: string },
): Promise<Sent> {
  const url = `${configOf(env).PUBLIC_ORIGIN}/e/${order.view.event.id}`;
  const contacts = await contactsOrNone(env, order.organizerId);
  const envelope: Envelope = { id, locale: order.view.locale, to, class: 'mailing', senders: [], attachments: [] };
  return sendLetter(env, envelope, (frame) => letterOf(mailingLetter(order, content, url, contacts), frame));
}

/** Whether the calendar entry that an earlier letter brought is wrong now, so that the letter must bring a new one. */
function changesCalendar(what: TellBuyer['what']): boolean {
  return what === 'event-cancelled' || what === 'event-postponed' || what === 'event-relocated';
}

async function calendarFile(env: Env, { view, eventRevision }: OrderForDelivery, url: string): Promise<Attachment> {
  const { event, locale } = view;
  const { id: eventId, startsAt, endsAt } = event;
  const cancelled = event.status === 'cancelled';
  const { title, venue: place } = shownTexts(event, locale);
  const { brandName } = await settingsOf(env);
  const entry = { eventId, revision: eventRevision, startsAt, endsAt, cancelled, title, place, url };
  return {
    name: messagesIn(locale).ticket.calendarFileName,
    type: 'text/calendar',
    content: new TextEncoder().encode(
      calendarText([entry], { locale, company: brandName[locale], madeAtMs: Date.now() }),
    ),
  };
}

/** A free order may have been made by anybody in anybody's name, so its letters have a stricter rate limit. */
function envelopeOf({ view, organizerId }: OrderForDelivery, id: string, attachments: Attachment[]): Envelope {
  const { buyer, locale, total, event } = view;
  const to = { name: buyer.name, address: buyer.email };
  const letterClass = total.amount > 0 ? 'paid-order' : 'free-order';
  return { id, locale, to, class: letterClass, senders: [event.id, organizerId], attachments };
}

/** The order page. The token in its address is the right to the order, so it goes into the letter and nowhere else. */
function orderUrl(env: Env, order: OrderForDelivery): string {
  return `${configOf(env).PUBLIC_ORIGIN}/o/${order.view.orderId}/${order.orderToken}`;
}

// The object does not know the order, so no later try can deliver it. The message is done, or it would come for ever.
function nothingToDeliver(message: DeliverOrder | TellBuyer): void {
  log('error', 'order-to-deliver-unknown', { kind: message.kind, jobId: message.jobId });
}
