// Distributors as an organizer finds them.

import { Hono } from 'hono';
import * as z from 'zod';
import { Cursor, page } from '#core/contracts/basics.ts';
import { DistributorCard } from '#core/contracts/people.ts';
import { findDistributors } from '../deals/deals.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';

const DistributorPage = page(DistributorCard);
const DistributorQuery = z.strictObject({ q: z.string().max(200).optional(), cursor: Cursor.optional() });

export const distributors = new Hono<AppEnv>().get(
  '/',
  operation({
    id: 'findDistributors',
    tag: 'Deals',
    summary: 'Distributors by name',
    who: ['organizer', 'admin'],
    query: DistributorQuery,
    answers: { 200: DistributorPage },
  }),
  async (c) => c.json(await findDistributors(c.env, c.req.valid('query')), 200),
);
