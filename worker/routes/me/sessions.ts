// Where one is signed in.

import { Hono } from 'hono';
import { SessionPage } from '#core/contracts/accounts.ts';
import { CursorQuery } from '#core/contracts/basics.ts';
import { ownSession } from '../../access/relations.ts';
import { endOtherSessions, endSession, openSessionsOf } from '../../accounts/accounts.ts';
import { databaseOf } from '../../database.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { operation } from '../../http/operation.ts';
import { paged } from '../../http/paged.ts';

const everybody = ['organizer', 'distributor', 'buyer', 'admin'] as const;

export const mySessions = new Hono<AppEnv>()
  .get(
    '/sessions',
    operation({
      id: 'getSessions',
      tag: 'Auth',
      summary: 'Where I am signed in, the newest sign-in first',
      who: everybody,
      query: CursorQuery,
      responses: { 200: SessionPage },
    }),
    async (c) => c.json(await openSessionsOf(c.env, c.var.actor, paged(c.req.valid('query')).after), 200),
  )
  .delete(
    '/sessions',
    operation({
      id: 'endOtherSessions',
      tag: 'Auth',
      summary: 'End all my sessions but this one',
      who: everybody,
      responses: { 204: null },
    }),
    async (c) => {
      await endOtherSessions(c.env, c.var.actor, Date.now());
      return c.body(null, 204);
    },
  )
  .delete(
    '/sessions/:sessionId',
    operation({
      id: 'endSession',
      tag: 'Auth',
      summary: 'End one of my sessions',
      who: everybody,
      object: ownSession,
      responses: { 204: null },
    }),
    async (c) => {
      await endSession(databaseOf(c.env), c.var.session, 'owner', Date.now(), c.var.actor);
      return c.body(null, 204);
    },
  );
