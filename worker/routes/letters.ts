// Letters to buyers that failed, for those who can do something about them.

import { Hono } from 'hono';
import { FailedLetterList, FailedLetterQuery } from '#core/contracts/letters.ts';
import { listFailedLetters } from '../failed-letters/failed-letters.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { paged } from '../http/paged.ts';

export const letters = new Hono<AppEnv>().get(
  '/failed',
  operation({
    id: 'getFailedLetters',
    tag: 'Buying',
    summary:
      'Letters to buyers of my events that were not delivered, for an admin of all; the one that failed first at the top',
    who: ['organizer', 'admin'],
    query: FailedLetterQuery,
    responses: { 200: FailedLetterList },
  }),
  async (c) => c.json(await listFailedLetters(c.env, c.var.actor, paged(c.req.valid('query'))), 200),
);
