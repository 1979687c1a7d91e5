// A hold becomes an order, or goes back. The hold's id is the right to do either.

import { Hono } from 'hono';
import { PurchaseAnswer, PurchaseRequest } from '#core/contracts/sales.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { pending } from './pending.ts';

export const holds = new Hono<AppEnv>()
  .delete(
    '/:holdId',
    operation({
      id: 'releaseHold',
      tag: 'Buying',
      summary: 'Give the tickets back',
      who: 'anyone',
      answers: { 204: null },
      refusals: ['not-found'],
    }),
    async (c) => c.body(pending<null>(), 204),
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
      answers: { 201: PurchaseAnswer },
      refusals: ['not-found', 'hold-expired', 'limit-exceeded', 'busy'],
    }),
    async (c) => c.json(pending<PurchaseAnswer>(), 201),
  );
