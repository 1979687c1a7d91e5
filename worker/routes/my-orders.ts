// The orders a buyer made, gathered by his verified e-mail.

import { Hono } from 'hono';
import { MyOrderPage } from '#core/contracts/accounts.ts';
import { CursorQuery } from '#core/contracts/basics.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { refusalOf } from '../http/refusal.ts';
import { myOrders } from '../sales/my-orders.ts';

export const buyersOrders = new Hono<AppEnv>().get(
  '/orders',
  operation({
    id: 'getMyOrders',
    tag: 'Buying',
    summary: 'The orders made with my e-mail, once it is verified, newest first',
    who: ['buyer'],
    query: CursorQuery,
    answers: { 200: MyOrderPage },
    refusals: ['email-not-verified'],
  }),
  async (c) => {
    const orders = await myOrders(c.env, c.var.actor, c.req.valid('query').cursor);
    if (!orders.ok) throw refusalOf(orders);
    c.header('cache-control', 'no-store');
    return c.json(orders.value, 200);
  },
);
