// Balances, the ledger of an event, and its orders, as each party may see them. Read from D1's projection.

import { Hono } from 'hono';
import { Balance, BalanceEntries, EventLedger, EventLedgerQuery } from '#core/contracts/balance.ts';
import { CursorQuery, page } from '#core/contracts/basics.ts';
import { CopyLag } from '#core/contracts/reconciliation.ts';
import { OrderRow } from '#core/contracts/sales.ts';
import { ledgerSide, ownEvent } from '../access/relations.ts';
import { mineOf } from '../deals/deals.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { balanceEntries, balanceOf, copyLag, eventLedger, eventOrders } from '../reports/reports.ts';

const OrderPage = page(OrderRow).extend({ copy: CopyLag });

export const balance = new Hono<AppEnv>()
  .get(
    '/',
    operation({
      id: 'getBalance',
      tag: 'Money',
      summary: 'What I have earned, by currency',
      who: ['organizer', 'distributor'],
      answers: { 200: Balance },
    }),
    async (c) => c.json(await balanceOf(c.env, mineOf(c.var.actor).partyId), 200),
  )
  .get(
    '/entries',
    operation({
      id: 'getBalanceEntries',
      tag: 'Money',
      summary: 'What moved on my account, over all events, newest first',
      who: ['organizer', 'distributor'],
      query: CursorQuery,
      answers: { 200: BalanceEntries },
    }),
    async (c) => c.json(await balanceEntries(c.env, mineOf(c.var.actor).partyId, c.req.valid('query').cursor), 200),
  );

export const eventMoney = new Hono<AppEnv>()
  .get(
    '/:eventId/ledger',
    operation({
      id: 'getEventLedger',
      tag: 'Money',
      summary: 'Every posting of the event, newest first',
      who: ['organizer', 'distributor', 'admin'],
      object: ledgerSide,
      query: EventLedgerQuery,
      answers: { 200: EventLedger },
    }),
    async (c) => c.json(await eventLedger(c.env, c.var.side, c.req.valid('query')), 200),
  )
  .get(
    '/:eventId/orders',
    operation({
      id: 'getEventOrders',
      tag: 'Money',
      summary: 'Orders of the event, newest first',
      who: ['organizer', 'admin'],
      object: ownEvent,
      query: CursorQuery,
      answers: { 200: OrderPage },
    }),
    async (c) => {
      // Asked before the rows are read: what arrives in between only makes them better than said.
      const copy = await copyLag(c.env, c.var.event.id);
      return c.json({ ...(await eventOrders(c.env, c.var.event.id, c.req.valid('query').cursor)), copy }, 200);
    },
  );
