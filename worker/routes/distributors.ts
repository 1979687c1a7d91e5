// Distributors as an organizer finds them.

import { Hono } from 'hono';
import * as z from 'zod';
import { Cursor, page } from '#core/contracts/basics.ts';
import { DistributorCard } from '#core/contracts/people.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { pending } from './pending.ts';

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
  async (c) => c.json(pending<z.infer<typeof DistributorPage>>(), 200),
);
