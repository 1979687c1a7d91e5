// Refunds that failed, for those who can do something about them.

import { Hono } from 'hono';
import { FailedRefundList, FailedRefundQuery } from '#core/contracts/reconciliation.ts';
import { Refund } from '#core/contracts/sales.ts';
import { ownOrder } from '../access/relations.ts';
import { listFailedRefunds, retryRefund } from '../failed-refunds/failed-refunds.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { refusalOf } from '../http/refusal.ts';

export const failedRefunds = new Hono<AppEnv>()
  .get(
    '/refunds/failed',
    operation({
      id: 'getFailedRefunds',
      tag: 'Money',
      summary:
        'Refunds of my events the provider did not make, for an admin of all; the one that failed first at the top',
      who: ['organizer', 'admin'],
      query: FailedRefundQuery,
      answers: { 200: FailedRefundList },
      refusals: ['busy'],
    }),
    async (c) => c.json(await listFailedRefunds(c.env, c.var.actor, c.req.valid('query')), 200),
  )
  .post(
    '/orders/:orderId/refunds/:refundId/retry',
    operation({
      id: 'retryRefund',
      tag: 'Money',
      summary: 'Ask the provider again for a refund that failed',
      who: ['organizer', 'admin'],
      object: ownOrder,
      answers: { 200: Refund },
      refusals: ['not-found', 'refund-not-failed', 'ticket-not-refundable', 'order-not-paid'],
    }),
    async (c) => {
      const { orderId, event, actor } = c.var.order;
      const at = { eventId: event.id, orderId, refundId: c.req.param('refundId') };
      const retried = await retryRefund(c.env, at, actor);
      if (!retried.ok) throw refusalOf(retried);
      return c.json(retried.value, 200);
    },
  );
