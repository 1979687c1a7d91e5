// The first screens of those who sell.

import { Hono } from 'hono';
import { DistributorsHome, HomeQuery, OrganizersHome } from '#core/contracts/home.ts';
import { actingParty } from '../deals/deals.ts';
import { distributorsHome, organizersHome } from '../home/home.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';

export const home = new Hono<AppEnv>()
  .get(
    '/',
    operation({
      id: 'getHome',
      tag: 'Money',
      summary: 'What waits for the organizer, what was sold by day, and what comes next',
      who: ['organizer'],
      query: HomeQuery,
      responses: { 200: OrganizersHome },
    }),
    async (c) =>
      c.json(await organizersHome(c.env, actingParty(c.var.actor).partyId, Number(c.req.valid('query').days)), 200),
  )
  .get(
    '/distributor',
    operation({
      id: 'getDistributorsHome',
      tag: 'Money',
      summary: 'What waits for the distributor, what they earned by day, what to post and what to take next',
      who: ['distributor'],
      query: HomeQuery,
      responses: { 200: DistributorsHome },
    }),
    async (c) =>
      c.json(await distributorsHome(c.env, actingParty(c.var.actor).partyId, Number(c.req.valid('query').days)), 200),
  );
