// Refunds that failed, for those who can do something about them.

import { Hono } from 'hono';
import { FailedRefundList, FailedRefundQuery } from '#core/contracts/reconciliation.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { paged } from '../http/paged.ts';
import { listFailedRefunds } from '../refunds/refunds.ts';

export const refunds = new Hono<AppEnv>().get(
  '/failed',
  operation({
    id: 'getFailedRefunds',
    tag: 'Money',
    summary:
      'Refunds of my events the provider did not make, for an admin of all; the one that failed first at the top',
    who: ['organizer', 'admin'],
    query: FailedRefundQuery,
    responses: { 200: FailedRefundList },
    refusals: ['busy'],
  }),
  async (c) => c.json(await listFailedRefunds(c.env, c.var.actor, paged(c.req.valid('query'))), 200),
);
