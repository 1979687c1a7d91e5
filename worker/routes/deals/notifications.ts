// What a party is told of its deals.

import { Hono } from 'hono';
import { CursorQuery } from '#core/contracts/basics.ts';
import { DealNotifications } from '#core/contracts/deals.ts';
import { actingParty, listNotifications, markNotificationsRead } from '../../deals/deals.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { operation } from '../../http/operation.ts';
import { paged } from '../../http/paged.ts';

const parties = ['organizer', 'distributor'] as const;

export const dealNotifications = new Hono<AppEnv>()
  .get(
    '/notices',
    operation({
      id: 'getNotices',
      tag: 'Deals',
      summary: 'What happened to my deals, newest first',
      who: parties,
      query: CursorQuery,
      responses: { 200: DealNotifications },
    }),
    async (c) =>
      c.json(await listNotifications(c.env, actingParty(c.var.actor), paged(c.req.valid('query')).after), 200),
  )
  .post(
    '/notices/read',
    operation({
      id: 'readNotices',
      tag: 'Deals',
      summary: 'Mark all notifications as read; returns the first page of them',
      who: parties,
      responses: { 200: DealNotifications },
    }),
    async (c) => {
      const mine = actingParty(c.var.actor);
      await markNotificationsRead(c.env, mine.partyId);
      return c.json(await listNotifications(c.env, mine, null), 200);
    },
  );
