// The first screen of an organizer.

import { Hono } from 'hono';
import { HomeQuery, OrganizersHome } from '#core/contracts/home.ts';
import { actingParty } from '../deals/deals.ts';
import { organizersHome } from '../home/home.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';

export const home = new Hono<AppEnv>().get(
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
);
