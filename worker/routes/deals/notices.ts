// What a party is told of its deals.

import { Hono } from 'hono';
import { CursorQuery } from '#core/contracts/basics.ts';
import { Notices } from '#core/contracts/deals.ts';
import { actingParty, listNotifications, markNotificationsRead } from '../../deals/deals.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { operation } from '../../http/operation.ts';
import { paged } from '../../http/paged.ts';

const parties = ['organizer', 'distributor'] as const;

export const dealNotices = new Hono<AppEnv>()
  .get(
    '/notices',
    operation({
      id: 'getNotices',
      tag: 'Deals',
      summary: 'What happened to my deals, newest first',
      who: parties,
      query: CursorQuery,
      answers: { 200: Notices },
    }),
    async (c) =>
      c.json(await listNotifications(c.env, actingParty(c.var.actor), paged(c.req.valid('query')).after), 200),
  )
  .post(
    '/notices/read',
    operation({
      id: 'readNotices',
      tag: 'Deals',
      summary: 'Mark all notices as read; answers the first page of them',
      who: parties,
      answers: { 200: Notices },
    }),
    async (c) => {
      const mine = actingParty(c.var.actor);
      await markNotificationsRead(c.env, mine.partyId);
      return c.json(await listNotifications(c.env, mine, null), 200);
    },
  );
