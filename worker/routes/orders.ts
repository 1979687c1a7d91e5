// An order: for its buyer by the order token; for the organizer its note, its history and its refunds.

import { Hono } from 'hono';
import * as z from 'zod';
import { page } from '#core/contracts/basics.ts';
import {
  OrderHistory,
  OrderNote,
  RenamedHolder,
  RenameHolderRequest,
  SetOrderNoteRequest,
} from '#core/contracts/order-desk.ts';
import {
  CancelledOrder,
  OrderQuery,
  OrderRow,
  OrderTickets,
  OrderView,
  Refund,
  RefundRequest,
} from '#core/contracts/sales.ts';
import { ownOrder } from '../access/relations.ts';
import { cancelOrder, currentOrder, refundOrder, sendTickets } from '../buying/buying.ts';
import { orderByToken, orderForSending } from '../buying/order-access.ts';
import { actingParty } from '../deals/deals.ts';
import { orderTickets } from '../door/door.ts';
import { settleFailedLetters } from '../failed-letters/failed-letters.ts';
import type { AppEnv } from '../http/app-env.ts';
import { allowAnyOrigin } from '../http/cors.ts';
import { setReplayedHeader } from '../http/idempotency-headers.ts';
import { operation } from '../http/operation.ts';
import { paged } from '../http/paged.ts';
import { accepted } from '../http/refusal.ts';
import { orderHistory, readNote, renameHolder, setNote } from '../order-desk/order-desk.ts';
import { listOrders } from '../projection/projection.ts';
import { retryRefund } from '../refunds/refunds.ts';

const SentTickets = z.strictObject({ mailing: z.int() });

export const orders = new Hono<AppEnv>()
  // Before the policy for other sites: the list is for the dashboard alone.
  .get(
    '/',
    operation({
      id: 'getOrders',
      tag: 'Money',
      summary: 'Orders of all events of the organizer, newest first unless `sort` says otherwise',
      who: ['organizer'],
      query: OrderQuery,
      responses: { 200: page(OrderRow) },
    }),
    async (c) =>
      c.json(
        await listOrders(c.env, { organizerId: actingParty(c.var.actor).partyId }, paged(c.req.valid('query'))),
        200,
      ),
  )
  .get(
    '/:orderId/note',
    operation({
      id: 'getOrderNote',
      tag: 'Money',
      summary: 'The organizer’s private note on an order',
      who: ['organizer', 'admin'],
      object: ownOrder,
      responses: { 200: OrderNote },
    }),
    async (c) => {
      const { orderId, actor } = c.var.order;
      return c.json(await readNote(c.env, orderId, actor), 200);
    },
  )
  .put(
    '/:orderId/note',
    operation({
      id: 'setOrderNote',
      tag: 'Money',
      summary: 'Write the private note on an order. Buyers never see it. The first one is of revision 0',
      who: ['organizer', 'admin'],
      object: ownOrder,
      ifMatch: true,
      body: SetOrderNoteRequest,
      responses: { 200: OrderNote },
      refusals: ['not-found'],
    }),
    async (c) => c.json(accepted(await setNote(c.env, c.var.order, c.var.revision, c.req.valid('json').text)), 200),
  )
  .get(
    '/:orderId/history',
    operation({
      id: 'getOrderHistory',
      tag: 'Money',
      summary: 'What happened to an order, in the order of time: payment, letters, refunds, admissions',
      who: ['organizer', 'admin'],
      object: ownOrder,
      responses: { 200: OrderHistory },
      refusals: ['not-found'],
    }),
    async (c) => c.json(accepted(await orderHistory(c.env, c.var.order)), 200),
  )
  .put(
    '/:orderId/tickets/:ticketId/holder',
    operation({
      id: 'renameHolder',
      tag: 'Money',
      summary: 'Change the name on a ticket. Its code stays the same',
      who: ['organizer', 'admin'],
      object: ownOrder,
      idempotencyKey: true,
      body: RenameHolderRequest,
      responses: { 200: RenamedHolder },
      refusals: ['not-found', 'ticket-not-valid', 'limit-exceeded'],
    }),
    async (c) => {
      const place = { ...c.var.order, ticketId: c.req.param('ticketId') };
      const renamed = accepted(await renameHolder(c.env, place, c.var.idempotencyKey, c.req.valid('json')));
      setReplayedHeader(c, renamed);
      return c.json(renamed.value, 200);
    },
  )
  .use(allowAnyOrigin)
  .get(
    '/:orderId',
    operation({
      id: 'getOrder',
      tag: 'Buying',
      summary: 'How the order stands',
      who: 'bearer',
      object: orderByToken,
      responses: { 200: OrderView },
    }),
    async (c) => {
      const { opened, orderToken } = c.var.order;
      c.header('cache-control', 'no-store');
      return c.json(await currentOrder(c.env, opened, orderToken), 200);
    },
  )
  .post(
    '/:orderId/cancel',
    operation({
      id: 'cancelOrder',
      tag: 'Buying',
      summary: 'Give up an order that is not paid',
      who: 'bearer',
      object: orderByToken,
      responses: { 200: CancelledOrder },
      refusals: ['order-not-open'],
    }),
    async (c) => c.json(accepted(await cancelOrder(c.env, c.var.order.opened.view.orderId)), 200),
  )
  .post(
    '/:orderId/send-tickets',
    operation({
      id: 'sendTicket',
      tag: 'Buying',
      summary: 'Mail the tickets again',
      who: 'bearer',
      object: orderForSending,
      responses: { 200: SentTickets },
      refusals: ['order-not-paid', 'too-many-requests'],
    }),
    async (c) => c.json(accepted(await sendTickets(c.env, c.var.orderId)), 200),
  )
  .post(
    '/:orderId/failed-letters/settle',
    operation({
      id: 'settleFailedLetters',
      tag: 'Buying',
      summary: 'Put the failed letters of an order aside: the buyer was reached otherwise',
      who: ['organizer', 'admin'],
      object: ownOrder,
      responses: { 204: null },
    }),
    async (c) => {
      await settleFailedLetters(c.env, c.var.order.orderId);
      return c.body(null, 204);
    },
  )
  .get(
    '/:orderId/tickets',
    operation({
      id: 'getOrderTickets',
      tag: 'Money',
      summary: 'Tickets of an order, what was paid for each and whether it can be refunded, by id',
      who: ['organizer', 'admin'],
      object: ownOrder,
      responses: { 200: OrderTickets },
    }),
    async (c) => {
      const { orderId, event } = c.var.order;
      return c.json(await orderTickets(c.env, event.id, orderId), 200);
    },
  )
  .post(
    '/:orderId/refunds',
    operation({
      id: 'refundOrder',
      tag: 'Money',
      summary: 'Refund tickets of an order',
      who: ['organizer', 'admin'],
      object: ownOrder,
      idempotencyKey: true,
      body: RefundRequest,
      responses: { 201: Refund },
      refusals: ['order-not-paid', 'ticket-not-refundable', 'already-admitted', 'busy'],
    }),
    async (c) => {
      const { orderId, actor } = c.var.order;
      const { idempotencyKey } = c.var;
      const refund = accepted(await refundOrder(c.env, orderId, actor, idempotencyKey, c.req.valid('json')));
      setReplayedHeader(c, refund);
      return c.json(refund.value, 201);
    },
  )
  .post(
    '/:orderId/refunds/:refundId/retry',
    operation({
      id: 'retryRefund',
      tag: 'Money',
      summary: 'Ask the provider again for a refund that failed',
      who: ['organizer', 'admin'],
      object: ownOrder,
      responses: { 200: Refund },
      refusals: ['not-found', 'refund-not-failed', 'ticket-not-refundable', 'order-not-paid'],
    }),
    async (c) => {
      const { orderId, event, actor } = c.var.order;
      const at = { eventId: event.id, orderId, refundId: c.req.param('refundId') };
      const retried = accepted(await retryRefund(c.env, at, actor));
      return c.json(retried, 200);
    },
  );
