// Open terms of an event: set by its organizer, read by those for whom they are open. Taking them is a deal's route.

import { Hono } from 'hono';
import { OpenTerms, OpenTermsResponse, SetOpenTermsRequest } from '#core/contracts/deals.ts';
import { ownEvent, visibleEvent } from '../../access/relations.ts';
import { mailNotifications, openTermsFor, setOpenTerms } from '../../deals/deals.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { operation } from '../../http/operation.ts';
import { accepted, Refusal } from '../../http/refusal.ts';

export const eventOpenTerms = new Hono<AppEnv>()
  .get(
    '/:eventId/standing-terms',
    operation({
      id: 'getStandingTerms',
      tag: 'Deals',
      summary: 'The terms a distributor may take at once',
      who: ['organizer', 'distributor', 'admin'],
      object: visibleEvent,
      responses: { 200: OpenTermsResponse },
    }),
    async (c) => {
      const { actor, event } = c.var;
      const owns = actor.role === 'admin' || actor.partyId === event.organizerId;
      if (owns) return c.json({ terms: await openTermsFor(c.env, event, { side: 'organizer' }) }, 200);
      const partyId = actor.role === 'distributor' ? actor.partyId : null;
      const terms = partyId === null ? null : await openTermsFor(c.env, event, { side: 'distributor', partyId });
      return c.json({ terms }, 200);
    },
  )
  .put(
    '/:eventId/standing-terms',
    operation({
      id: 'setStandingTerms',
      tag: 'Deals',
      summary: 'Set the terms a distributor may take at once, and who may',
      who: ['organizer', 'admin'],
      verifiedEmail: true,
      object: ownEvent,
      body: SetOpenTermsRequest,
      responses: { 200: OpenTerms },
      refusals: ['currency-mismatch', 'allotment-exceeds-stock', 'event-cancelled', 'offers-closed', 'not-found'],
    }),
    async (c) => {
      const { actor, event } = c.var;
      accepted(await setOpenTerms(c.env, event, c.req.valid('json'), actor));
      c.executionCtx.waitUntil(mailNotifications(c.env, Date.now()));
      const terms = await openTermsFor(c.env, event, { side: 'organizer' });
      if (terms === null) throw new Refusal('not-found');
      return c.json(terms, 200);
    },
  );
