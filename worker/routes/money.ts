// Balances, the ledger of an event, and its orders, as each party may see them. Read from D1's projection.

import { Hono } from 'hono';
import * as z from 'zod';
import { Balance, EventLedger } from '#core/contracts/balance.ts';
import { Cursor, Money, page } from '#core/contracts/basics.ts';
import { OrderStatus } from '#core/contracts/sales.ts';
import { ledgerSide, ownEvent } from '../access/relations.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { pending } from './pending.ts';

const CursorQuery = z.strictObject({ cursor: Cursor.optional() });

export const OrderRow = z.strictObject({
  orderId: z.string(),
  status: OrderStatus,
  paidLate: z.boolean(),
  createdAt: z.string(),
  buyer: z.strictObject({ name: z.string(), email: z.string() }),
  total: Money,
  refunded: Money,
  dealId: z.string().nullable(),
  distributorName: z.string().nullable(),
  ticketIds: z.array(z.string()),
});
export type OrderRow = z.infer<typeof OrderRow>;
const OrderPage = page(OrderRow);

export const balance = new Hono<AppEnv>().get(
  '/',
  operation({
    id: 'getBalance',
    tag: 'Money',
    summary: 'What I have earned',
    who: ['organizer', 'distributor'],
    answers: { 200: Balance },
  }),
  async (c) => c.json(pending<Balance>(), 200),
);

export const eventMoney = new Hono<AppEnv>()
  .get(
    '/:eventId/ledger',
    operation({
      id: 'getEventLedger',
      tag: 'Money',
      summary: 'Every posting of the event',
      who: ['organizer', 'distributor', 'admin'],
      object: ledgerSide,
      query: CursorQuery,
      answers: { 200: EventLedger },
    }),
    async (c) => c.json(pending<EventLedger>(), 200),
  )
  .get(
    '/:eventId/orders',
    operation({
      id: 'getEventOrders',
      tag: 'Money',
      summary: 'Orders of the event',
      who: ['organizer', 'admin'],
      object: ownEvent,
      query: CursorQuery,
      answers: { 200: OrderPage },
    }),
    async (c) => c.json(pending<z.infer<typeof OrderPage>>(), 200),
  );
