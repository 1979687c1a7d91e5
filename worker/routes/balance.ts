// What a party has earned, and what moved on its account. Read from D1's projection.

import { Hono } from 'hono';
import { Balance, BalanceEntries } from '#core/contracts/balance.ts';
import { CursorQuery } from '#core/contracts/basics.ts';
import { actingParty } from '../deals/deals.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { paged } from '../http/paged.ts';
import { balanceEntries, balanceOf } from '../projection/projection.ts';

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
      query: CursorQuery,
      responses: { 200: BalanceEntries },
    }),
    async (c) =>
      c.json(await balanceEntries(c.env, actingParty(c.var.actor).partyId, paged(c.req.valid('query')).after), 200),
  );
