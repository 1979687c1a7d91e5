// The orders of an event, for its organizer. Read from D1's projection.

import { Hono } from 'hono';
import { page } from '#core/contracts/basics.ts';
import { CopyLag } from '#core/contracts/reconciliation.ts';
import { OrderQuery, OrderRow } from '#core/contracts/sales.ts';
import { ownEvent } from '../../access/relations.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { operation } from '../../http/operation.ts';
import { paged } from '../../http/paged.ts';
import { copyLag, eventOrders as listOrders } from '../../projection/projection.ts';

const OrderPage = page(OrderRow).extend({ copy: CopyLag });

export const eventOrders = new Hono<AppEnv>().get(
  '/:eventId/orders',
  operation({
    id: 'getEventOrders',
    tag: 'Money',
    summary: 'Orders of the event, newest first',
    who: ['organizer', 'admin'],
    object: ownEvent,
    query: OrderQuery,
    responses: { 200: OrderPage },
  }),
  async (c) => {
    // Read the lag first: if an update lands in between, the list is fresher than we claim, never staler.
    const copy = await copyLag(c.env, c.var.event.id);
    return c.json({ ...(await listOrders(c.env, c.var.event.id, paged(c.req.valid('query')))), copy }, 200);
  },
);
