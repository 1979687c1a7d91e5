// The search of the command palette.

import { Hono } from 'hono';
import { SearchQuery, SearchResponse } from '#core/contracts/search.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { search } from '../search/search.ts';

export const searching = new Hono<AppEnv>().get(
  '/',
  operation({
    id: 'search',
    tag: 'Events',
    summary: 'Events, deals, orders and distributors, for admins people, by a part of a name or by a number',
    who: ['organizer', 'distributor', 'admin'],
    query: SearchQuery,
    responses: { 200: SearchResponse },
  }),
  async (c) => c.json(await search(c.env, c.var.actor, c.req.valid('query').q), 200),
);
