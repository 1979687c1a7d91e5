// The orders of an event, for its organizer, as a list and as a file. Read from D1's projection.

import { Hono } from 'hono';
import { page } from '#core/contracts/basics.ts';
import { ExportRequest, StartedJob } from '#core/contracts/exports.ts';
import { CopyLag } from '#core/contracts/reconciliation.ts';
import { OrderQuery, OrderRow } from '#core/contracts/sales.ts';
import { ownEvent } from '../../access/relations.ts';
import { startJob } from '../../background-jobs/background-jobs.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { operation } from '../../http/operation.ts';
import { paged } from '../../http/paged.ts';
import { accepted } from '../../http/refusal.ts';
import { copyLag, listOrders } from '../../projection/projection.ts';

const OrderPage = page(OrderRow).extend({ copy: CopyLag });

export const eventOrders = new Hono<AppEnv>()
  .get(
    '/:eventId/orders',
    operation({
      id: 'getEventOrders',
      tag: 'Money',
      summary: 'Orders of the event, newest first unless `sort` says otherwise',
      who: ['organizer', 'admin'],
      object: ownEvent,
      query: OrderQuery,
      responses: { 200: OrderPage },
    }),
    async (c) => {
      // Read the lag first: if an update lands in between, the list is fresher than we claim, never staler.
      const copy = await copyLag(c.env, c.var.event.id);
      return c.json(
        { ...(await listOrders(c.env, { eventId: c.var.event.id }, paged(c.req.valid('query')))), copy },
        200,
      );
    },
  )
  .post(
    '/:eventId/orders/export',
    operation({
      id: 'exportOrders',
      tag: 'Money',
      summary: 'The orders as a file, made in the background: ask `getJob` how it stands',
      who: ['organizer', 'admin'],
      object: ownEvent,
      body: ExportRequest,
      responses: { 202: StartedJob },
      refusals: ['too-many-requests'],
    }),
    async (c) => {
      const request = { kind: 'orders-export', eventId: c.var.event.id, ...c.req.valid('json') } as const;
      const job = accepted(await startJob(c.env, c.var.actor, request));
      return c.json({ jobId: job.id }, 202);
    },
  );
