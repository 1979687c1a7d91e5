// What a party has earned, and what moved on its account. Read from D1's projection.

import { Hono } from 'hono';
import {
  Balance,
  BalanceEntries,
  BalanceEntriesQuery,
  BalanceMonth,
  BalanceMonthQuery,
} from '#core/contracts/balance.ts';
import { actingParty } from '../deals/deals.ts';
import { timeZoneOf } from '../home/home.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { paged } from '../http/paged.ts';
import { balanceEntries, balanceMonth, balanceOf, monthBetween, monthOf } from '../projection/projection.ts';

export const balance = new Hono<AppEnv>()
  .get(
    '/',
    operation({
      id: 'getBalance',
      tag: 'Money',
      summary: 'What I have earned, by currency',
      who: ['organizer', 'distributor'],
      responses: { 200: Balance },
    }),
    async (c) => c.json(await balanceOf(c.env, actingParty(c.var.actor).partyId), 200),
  )
  .get(
    '/entries',
    operation({
      id: 'getBalanceEntries',
      tag: 'Money',
      summary: 'What moved on my account, over all events, newest first',
      who: ['organizer', 'distributor'],
      query: BalanceEntriesQuery,
      responses: { 200: BalanceEntries },
    }),
    async (c) => {
      const mine = actingParty(c.var.actor);
      const { after, month, eventId } = paged(c.req.valid('query'));
      const between = month === undefined ? null : monthBetween(month, await timeZoneOf(c.env, mine));
      return c.json(await balanceEntries(c.env, mine.partyId, { after, between, eventId }), 200);
    },
  )
  .get(
    '/month',
    operation({
      id: 'getBalanceMonth',
      tag: 'Money',
      summary: 'What one month brought me by currency, event and partner',
      who: ['organizer', 'distributor'],
      query: BalanceMonthQuery,
      responses: { 200: BalanceMonth },
    }),
    async (c) => {
      const mine = actingParty(c.var.actor);
      const timeZone = await timeZoneOf(c.env, mine);
      const { month = monthOf(Date.now(), timeZone) } = c.req.valid('query');
      return c.json(await balanceMonth(c.env, mine, { month, timeZone }), 200);
    },
  );
