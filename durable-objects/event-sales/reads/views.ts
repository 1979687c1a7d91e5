// What others read of the state: the event as a widget shows it, the stock as the organizer sees it, an order as its
// buyer sees it and as its letter needs it.

import { decideAvailability, publicAvailable, unsellable } from '#core/availability.ts';
import { noCommission } from '#core/commission.ts';
import { Currency } from '#core/contracts/basics.ts';
import type { WidgetView } from '#core/contracts/sales.ts';
import { invariant } from '#core/result.ts';
import { availableTo } from '#core/stock.ts';
import { iso } from '../engine/database.ts';
import { confirmToken, orderToken } from '../engine/ids.ts';
import { type ChannelEntry, type SalesState, type TypeEntry, translationsOf } from '../engine/state.ts';
import type { TicketRecord } from '../records.ts';
import { pricedLines } from '../rows/holds.ts';
import { awaitsConfirmation, type OrderRow, orderLines, paymentToMake } from '../rows/orders.ts';
import { ticketsOfOrder } from '../rows/tickets.ts';
import type { OpenedOrderView, OrderForDelivery, StockView, StoredOrder } from '../rpc.ts';
import type { EventSnapshot } from '../snapshots.ts';

export function widgetView(state: SalesState, widgetId: string, nowMs: number): WidgetView | null {
  const channel = state.channels.get(widgetId);
  if (state.event === null || channel === undefined || channel.snapshot === null) return null;
  const types = [...state.types.values()]
    .filter((type) => !type.retired && type.snapshot.hidden !== true)
    .sort((a, b) => a.position - b.position);
  return {
    widgetId,
    status: channel.status,
    event: eventView(state.event),
    ticketTypes: types.map((type) => widgetTicketType(state, channel, type, nowMs)),
    questions: (state.event.questions ?? []).map(({ changedAtMs: _, ...question }) => question),
    holdMinutes: state.event.holdMinutes,
    serverTime: iso(nowMs),
  };
}

function eventView(event: EventSnapshot): WidgetView['event'] {
  const { ru, en } = event.translations;
  return {
    id: event.eventId,
    status: event.status,
    language: event.language,
    title: event.title,
    description: event.description,
    translations: { ...(ru && { ru }), ...(en && { en }) },
    startsAt: iso(event.startsAtMs),
    endsAt: iso(event.endsAtMs),
    timeZone: event.timeZone,
    venue: event.venue,
    organizerName: event.organizerName,
    ageRating: event.ageRating,
    currency: Currency.parse(event.currency),
    cover: event.cover ?? null,
    coverAlt: event.coverAlt ?? '',
  };
}

function widgetTicketType(
  state: SalesState,
  channel: ChannelEntry,
  { snapshot, retired }: TypeEntry,
  nowMs: number,
): WidgetView['ticketTypes'][number] {
  const currency = Currency.parse(state.rules.currency);
  const terms = channel.terms.get(channel.snapshot?.termsVersion ?? -1) ?? noCommission;
  const available = availableTo(state.stock, snapshot.id, channel.widgetId, nowMs);
  const availability = decideAvailability(
    {
      closed: channel.status === 'closed' || state.rules.cancelled,
      event: state.rules,
      type: { ...snapshot, retired },
      available,
      returning: availableTo(state.stock, snapshot.id, channel.widgetId, nowMs, 'with-holds-back'),
    },
    nowMs,
  );
  return {
    id: snapshot.id,
    name: snapshot.name,
    translations: translationsOf(snapshot, 'name'),
    description: snapshot.description ?? '',
    descriptionTranslations: translationsOf(snapshot, 'description'),
    price: { amount: snapshot.priceMinor, currency },
    serviceFee: { amount: snapshot.priceMinor > 0 ? terms.serviceFeeMinor : 0, currency },
    minPerOrder: snapshot.minPerOrder,
    maxPerOrder: snapshot.maxPerOrder,
    available: availability === 'available' ? publicAvailable(available, snapshot) : 0,
    availability,
    salesFrom: iso(snapshot.salesFromMs),
    salesTo: iso(snapshot.salesToMs),
  };
}

export function stockView(state: SalesState, nowMs: number): StockView[] {
  return [...state.stock.types].map(([ticketTypeId, { capacity, sold, held }]) => ({
    ticketTypeId,
    capacity,
    sold,
    held,
    available: availableTo(state.stock, ticketTypeId, null, nowMs),
    returning: availableTo(state.stock, ticketTypeId, null, nowMs, 'with-holds-back'),
    unsellable: unsellable(state.stock, ticketTypeId, state.types.get(ticketTypeId)?.snapshot.minPerOrder ?? 1, nowMs),
  }));
}

export function orderView(sql: SqlStorage, state: SalesState, order: OrderRow): OpenedOrderView {
  invariant(state.event !== null, 'an order has its event');
  const currency = Currency.parse(order.currency);
  const payment = paymentToMake(sql, order);
  const awaited = awaitsConfirmation(order);
  const view: StoredOrder = {
    orderId: order.order_id,
    status: order.status,
    paidLate: order.paid_late === 1,
    createdAt: iso(order.created_at),
    expiresAt: payment === null && !awaited ? null : iso(order.expires_at),
    paidAt: iso(order.paid_at),
    total: { amount: order.total_minor, currency },
    refunded: { amount: order.refunded_minor, currency },
    buyer: { name: order.buyer_name, email: order.buyer_email },
    locale: order.locale,
    event: eventView(state.event),
    lines: pricedLines(orderLines(order), currency).map((line) => ({
      ...line,
      translations: translationsOf(state.types.get(line.ticketTypeId)?.snapshot, 'name'),
    })),
    tickets: ticketsOfOrder(sql, order.order_id).map((ticket) => ({
      id: ticket.ticket_id,
      number: ticket.number,
      ticketTypeId: ticket.ticket_type_id,
      ticketTypeName: ticket.ticket_type_name,
      status: ticket.status,
    })),
    payment: payment?.url == null ? null : { url: payment.url },
    paymentDeclined: payment !== null && payment.attempt > 1,
    confirmation: awaited ? { until: iso(order.expires_at ?? order.created_at) } : null,
  };
  return { view, payment };
}

/** `tickets` are signed by the caller, because signing has to wait. */
export function orderForDelivery(
  sql: SqlStorage,
  state: SalesState,
  order: OrderRow,
  tickets: TicketRecord[],
): OrderForDelivery {
  const channel = order.widget_id === null ? undefined : state.channels.get(order.widget_id);
  return {
    view: orderView(sql, state, order).view,
    eventRevision: state.event?.eventRevision ?? 0,
    orderToken: orderToken(state, order.order_id),
    confirmToken: awaitsConfirmation(order) ? confirmToken(state, order.order_id) : null,
    organizerId: state.event?.organizerId ?? '',
    distributorName: channel?.snapshot?.distributorName ?? null,
    tickets,
  };
}
