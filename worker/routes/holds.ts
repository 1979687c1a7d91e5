// A hold becomes an order, or goes back. The hold's id is the right to do either.

import { Hono } from 'hono';
import { PurchaseRequest, PurchaseResponse } from '#core/contracts/sales.ts';
import { purchase, releaseHold } from '../buying/buying.ts';
import type { AppEnv } from '../http/app-env.ts';
import { allowAnyOrigin } from '../http/cors.ts';
import type { FastPathCall } from '../http/fast-path.ts';
import { setReplayedHeader } from '../http/idempotency-headers.ts';
import { operation } from '../http/operation.ts';
import { accepted } from '../http/refusal.ts';

export const purchaseOnFastPath: FastPathCall<PurchaseRequest> = {
  route: '/api/holds/:holdId/order',
  address: /^https?:\/\/[^/]+\/api\/holds\/(\w+)\/order$/,
  body: PurchaseRequest,
  headers: { 'cache-control': 'no-store' },
  handle: async (env, holdId, key, request) => {
    const { value, replayed } = accepted(await purchase(env, holdId, key, request));
    return { value: JSON.stringify(value), replayed };
  },
};

export const holds = new Hono<AppEnv>()
  .use(allowAnyOrigin)
  .delete(
    '/:holdId',
    operation({
      id: 'releaseHold',
      tag: 'Buying',
      summary: 'Give the tickets back',
      who: 'anyone',
      responses: { 204: null },
      refusals: ['not-found'],
    }),
    async (c) => {
      accepted(await releaseHold(c.env, c.req.param('holdId')));
      return c.body(null, 204);
    },
  )
  .post(
    '/:holdId/order',
    operation({
      id: 'purchaseTicket',
      tag: 'Buying',
      summary: 'Order what is held',
      who: 'anyone',
      idempotencyKey: true,
      body: PurchaseRequest,
      responses: { 201: PurchaseResponse },
      refusals: ['not-found', 'hold-expired', 'limit-exceeded', 'total-too-large', 'busy'],
    }),
    async (c) => {
      const { idempotencyKey } = c.var;
      const order = accepted(await purchase(c.env, c.req.param('holdId'), idempotencyKey, c.req.valid('json')));
      setReplayedHeader(c, order);
      c.header('cache-control', 'no-store');
      return c.json(order.value, 201);
    },
  );
