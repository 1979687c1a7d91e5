// How a seller's widgets do.

import { Hono } from 'hono';
import { Results, ResultsQuery } from '#core/contracts/results.ts';
import { actingParty } from '../deals/deals.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { resultsOf } from '../results/results.ts';

export const results = new Hono<AppEnv>().get(
  '/',
  operation({
    id: 'getResults',
    tag: 'Money',
    summary: 'How the seller’s widgets did: shown, held, bought, earned; by event, day or place',
    who: ['organizer', 'distributor'],
    query: ResultsQuery,
    responses: { 200: Results },
  }),
  async (c) => c.json(await resultsOf(c.env, actingParty(c.var.actor), c.req.valid('query')), 200),
);
