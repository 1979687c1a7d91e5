// The buyer's pages. The link in the letter carries the order token once: it becomes a cookie for this order alone, and
// the address that stays in the history, a screenshot or a referrer opens nothing. The letter that asks to confirm a
// free order carries a second token, which becomes a cookie in the same way.

import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Locale } from '#core/contracts/basics.ts';
import type { OrderView } from '#core/contracts/sales.ts';
import { textsOf, typeNameIn } from '#core/event-text.ts';
import { orderNumber } from '#core/order-number.ts';
import { isUndecided } from '#core/orders.ts';
import type { OpenedOrderView, OrderForDelivery } from '../../../durable-objects/event-sales/rpc.ts';
import {
  askAtNextLook,
  cancelOrder,
  confirmOrder,
  currentOrder,
  orderByToken,
  orderForDelivery,
  sendTickets,
} from '../../buying/buying.ts';
import { publicEvent } from '../../catalog/catalog.ts';
import { configOf } from '../../config.ts';
import { contactsOrNone, noContacts } from '../../contacts/contacts.ts';
import { pdfFile, pngFile } from '../../delivery/delivery.ts';
import { admittedOf } from '../../door/door.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { refuseCrossSiteForm } from '../../http/csrf.ts';
import { accepted, Refusal } from '../../http/refusal.ts';
import { settingsOf } from '../../settings/settings.ts';
import { langQuery, languageOf, otherLanguageOf } from '../language.ts';
import { messagesOf } from '../messages/messages.ts';
import { answerPage } from '../page.tsx';
import { answerProblem } from '../problem-page.tsx';
import type { WhomToAsk } from './order-event.tsx';
import { OrderPage } from './order-page.tsx';
import { orderStyle } from './order-style.ts';

/** A ticket that was bought half a year ahead opens on the same phone. The link in the letter renews the cookie. */
const cookieSeconds = 180 * 24 * 60 * 60;
/** No order waits longer for its confirmation. */
const confirmCookieSeconds = 60 * 60;
/**
 * People open this page at the door, so it waits no longer for D1. What only D1 knows is then left out.
 */
const patienceMs = 500;
/**
 * How often the page of an unpaid order reloads: soon after paying, then less often, so that it does not load the
 * server.
 */
const lookAgainSeconds = 20;

export const orderPages = new Hono<AppEnv>()
  .get('/:orderId', async (c) => {
    const { opened, orderToken } = await orderOf(c);
    const order = await currentOrder(c.env, opened, orderToken);
    const files = await orderForDelivery(c.env, order.orderId);
    const [tickets, ask] = await Promise.all([ticketsOf(c, order, files), whomToAsk(c, order, files)]);
    const locale = languageOf(c, order.locale);
    const { sent } = c.req.query();
    return answerPage(c, {
      locale,
      title: messagesOf(locale).order.title,
      otherLanguage: otherLanguageOf(locale),
      layout: { name: 'order', style: orderStyle },
      ...(isUndecided(order.status) ? { lookAgainAfter: lookAgainSeconds } : {}),
      children: (
        <OrderPage
          order={order}
          tickets={tickets.map((ticket) => ({ ...ticket, type: typeNameIn(order, ticket, locale) }))}
          ask={ask(locale)}
          locale={locale}
          lang={langQuery(c)}
          sent={sent === 'now' || sent === 'too-often' ? sent : null}
          canConfirm={getCookie(c, cookieName(c, 'confirm')) !== undefined}
          nowMs={Date.now()}
        />
      ),
    });
  })
  .post('/:orderId/confirm', async (c) => {
    refuseCrossSiteForm(c);
    const orderId = c.req.param('orderId');
    const confirmToken = getCookie(c, cookieName(c, 'confirm'));
    if (confirmToken === undefined) throw new Refusal('not-found');
    accepted(await confirmOrder(c.env, orderId, confirmToken));
    return c.redirect(`/o/${orderId}${langQuery(c)}`, 303);
  })
  .post('/:orderId/cancel', async (c) => {
    refuseCrossSiteForm(c);
    const { opened } = await orderOf(c);
    accepted(await cancelOrder(c.env, opened.view.orderId));
    return c.redirect(`/o/${opened.view.orderId}${langQuery(c)}`, 303);
  })
  .post('/:orderId/send', async (c) => {
    refuseCrossSiteForm(c);
    const { opened } = await orderOf(c);
    const sent = await sentOrTooOften(c, opened.view.orderId);
    const lang = langQuery(c);
    return c.redirect(`/o/${opened.view.orderId}${lang === '' ? '?' : `${lang}&`}sent=${sent}`, 303);
  })
  .get('/:orderId/tickets.pdf', async (c) => {
    const order = await orderWithFiles(c);
    const valid = order.tickets.filter((ticket) => ticket.status === 'valid');
    const pdf = await pdfFile(c.env, order, valid);
    if (pdf === null) throw new Refusal('not-found');
    return answerFile(c, pdf, 'application/pdf', `tickets-${orderNumber(order.view.orderId)}.pdf`);
  })
  .get('/:orderId/tickets/:file{[0-9a-z_]+\\.png}', async (c) => {
    const order = await orderWithFiles(c);
    const ticketId = c.req.param('file').slice(0, -'.png'.length);
    const ticket = order.tickets.find((one) => one.ticketId === ticketId && one.status === 'valid');
    if (ticket === undefined) throw new Refusal('not-found');
    return answerFile(c, await pngFile(c.env, order, ticket), 'image/png', `ticket-${ticket.number}.png`);
  })
  .get('/:orderId/:token', async (c) => {
    const { orderId, token } = c.req.param();
    const opened = await orderByToken(c.env, orderId, token);
    if (opened === null) throw new Refusal('not-found');
    // The pay page returns here, too.
    askAtNextLook(orderId);
    keepInCookie(c, 'order', orderId, token, cookieSeconds);
    const { confirm } = c.req.query();
    if (confirm !== undefined && /^[\w-]{43}$/.test(confirm))
      keepInCookie(c, 'confirm', orderId, confirm, confirmCookieSeconds);
    c.header('referrer-policy', 'no-referrer');
    c.header('cache-control', 'no-store');
    return c.redirect(`/o/${orderId}${langQuery(c)}`, 303);
  });
orderPages.onError(answerProblem);

function isSecure(c: Context<AppEnv>): boolean {
  return configOf(c.env).PUBLIC_ORIGIN.startsWith('https:');
}

// A browser lets only a page loaded over https set a cookie with this prefix, so that nobody on plain http can plant
// one. The prefix `__Host-` would be stricter but forbids a path, and the path keeps each order's token to its own
// page.
function cookieName(c: Context<AppEnv>, what: 'order' | 'confirm'): string {
  return `${isSecure(c) ? '__Secure-' : ''}foyer-${what}`;
}

function keepInCookie(
  c: Context<AppEnv>,
  what: 'order' | 'confirm',
  orderId: string,
  token: string,
  maxAge: number,
): void {
  const path = `/o/${orderId}`;
  setCookie(c, cookieName(c, what), token, { path, httpOnly: true, sameSite: 'Lax', secure: isSecure(c), maxAge });
}

async function orderOf(c: Context<AppEnv>): Promise<{ opened: OpenedOrderView; orderToken: string }> {
  const orderToken = getCookie(c, cookieName(c, 'order'));
  const orderId = c.req.param('orderId');
  if (orderToken === undefined || orderId === undefined) throw new Refusal('not-found');
  const opened = await orderByToken(c.env, orderId, orderToken);
  if (opened === null) throw new Refusal('not-found');
  return { opened, orderToken };
}

/** The usable tickets first. While the gate does not answer, a used ticket is shown as valid: only the gate knows. */
async function ticketsOf(c: Context<AppEnv>, order: OrderView, files: OrderForDelivery | null) {
  const tickets = files?.tickets ?? [];
  if (tickets.length === 0) return [];
  const ids = tickets.map((ticket) => ticket.ticketId);
  const used = await admittedOf(c.env, order.event.id, ids).catch(() => new Set<string>());
  const shown = tickets.map(({ ticketId, number, ticketTypeId, ticketTypeName, holder, status, code }) => ({
    id: ticketId,
    number,
    ticketTypeId,
    ticketTypeName,
    holder: holder.name,
    status: status === 'valid' && used.has(ticketId) ? ('activated' as const) : status,
    code: status === 'valid' ? code : null,
  }));
  return shown.toSorted((a, b) => Number(a.code === null) - Number(b.code === null));
}

/** The page works without the database: then it names the organizer and no more. */
async function whomToAsk(c: Context<AppEnv>, { event }: OrderView, files: OrderForDelivery | null) {
  const late = scheduler.wait(patienceMs).then(() => null);
  const organizerId = files?.organizerId ?? null;
  const [known, contacts, settings] = await Promise.all([
    Promise.race([publicEvent(c.env, event.id).catch(() => null), late]),
    organizerId === null ? null : Promise.race([contactsOrNone(c.env, organizerId), late]),
    settingsOf(c.env),
  ]);
  return (locale: Locale): WhomToAsk => ({
    organizerId,
    contacts: contacts ?? noContacts,
    legalDetails: known === null ? '' : textsOf(known.event, locale).legalDetails,
    supportEmail: settings.support.email,
  });
}

async function orderWithFiles(c: Context<AppEnv>): Promise<OrderForDelivery> {
  const { opened } = await orderOf(c);
  const order = await orderForDelivery(c.env, opened.view.orderId);
  if (order === null) throw new Refusal('not-found');
  return order;
}

/** `name` is made of numbers alone: nothing a person typed can break out of the header. */
function answerFile(c: Context<AppEnv>, bytes: Uint8Array, type: string, name: string): Response {
  // The file contains the ticket's code, so no shared cache and no search engine may store it.
  return c.body(new Uint8Array(bytes).buffer, 200, {
    'content-type': type,
    'content-disposition': `inline; filename="${name}"`,
    'cache-control': 'private, no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex',
    'referrer-policy': 'no-referrer',
  });
}

async function sentOrTooOften(c: Context<AppEnv>, orderId: string): Promise<'now' | 'too-often'> {
  const sent = await sendTickets(c.env, orderId);
  if (!sent.ok && sent.code === 'too-many-requests') return 'too-often';
  accepted(sent);
  return 'now';
}
