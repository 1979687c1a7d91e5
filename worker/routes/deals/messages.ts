// What the two parties of a deal write to each other.

import { Hono } from 'hono';
import { AddDealMessageRequest, DealMessages } from '#core/contracts/deals.ts';
import { ownDeal } from '../../access/relations.ts';
import { actingParty, addMessage, listMessages } from '../../deals/deals.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { operation } from '../../http/operation.ts';
import { accepted } from '../../http/refusal.ts';

const parties = ['organizer', 'distributor'] as const;

export const dealMessages = new Hono<AppEnv>()
  .get(
    '/:dealId/messages',
    operation({
      id: 'getDealMessages',
      tag: 'Deals',
      summary: 'What the two parties wrote to each other, oldest first',
      who: parties,
      object: ownDeal,
      responses: { 200: DealMessages },
    }),
    async (c) => c.json(await listMessages(c.env, c.var.deal.id), 200),
  )
  .post(
    '/:dealId/messages',
    operation({
      id: 'addDealMessage',
      tag: 'Deals',
      summary: 'Write to the other party',
      who: parties,
      verifiedEmail: true,
      object: ownDeal,
      body: AddDealMessageRequest,
      responses: { 201: DealMessages },
      refusals: ['limit-exceeded'],
    }),
    async (c) => {
      const { side } = actingParty(c.var.actor);
      accepted(await addMessage(c.env, c.var.deal.id, side, c.req.valid('json').body));
      return c.json(await listMessages(c.env, c.var.deal.id), 201);
    },
  );
