// Distributors as an organizer finds them.

import { Hono } from 'hono';
import * as z from 'zod';
import { Cursor, page } from '#core/contracts/basics.ts';
import { DistributorCard, DistributorProfile, UpdateDistributorProfileRequest } from '#core/contracts/people.ts';
import { actingParty, findDistributors, profileOf, updateProfile } from '../deals/deals.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { accepted, Refusal } from '../http/refusal.ts';

const DistributorPage = page(DistributorCard);
const DistributorQuery = z.strictObject({ q: z.string().max(200).optional(), cursor: Cursor.optional() });

export const distributors = new Hono<AppEnv>()
  .get(
    '/',
    operation({
      id: 'findDistributors',
      tag: 'Deals',
      summary: 'Distributors, by name',
      who: ['organizer', 'admin'],
      query: DistributorQuery,
      responses: { 200: DistributorPage },
    }),
    async (c) => c.json(accepted(await findDistributors(c.env, c.req.valid('query'))), 200),
  )
  .get(
    '/me',
    operation({
      id: 'getMyDistributorProfile',
      tag: 'Deals',
      summary: 'What I say of myself to organizers',
      who: ['distributor'],
      responses: { 200: DistributorProfile },
    }),
    async (c) => c.json(await known(profileOf(c.env, actingParty(c.var.actor).partyId, true)), 200),
  )
  .patch(
    '/me',
    operation({
      id: 'updateMyDistributorProfile',
      tag: 'Deals',
      summary: 'Change what I say of myself',
      who: ['distributor'],
      body: UpdateDistributorProfileRequest,
      responses: { 200: DistributorProfile },
    }),
    async (c) => {
      const { partyId } = actingParty(c.var.actor);
      await updateProfile(c.env, partyId, c.req.valid('json'));
      return c.json(await known(profileOf(c.env, partyId, true)), 200);
    },
  )
  .get(
    '/:partyId',
    operation({
      id: 'getDistributorProfile',
      tag: 'Deals',
      summary: 'A distributor in his own words',
      who: ['organizer', 'distributor', 'admin'],
      responses: { 200: DistributorProfile },
      refusals: ['not-found'],
    }),
    async (c) => c.json(await known(profileOf(c.env, c.req.param('partyId'), false)), 200),
  );

async function known<Value>(found: Promise<Value | null>): Promise<Value> {
  const value = await found;
  if (value === null) throw new Refusal('not-found');
  return value;
}
