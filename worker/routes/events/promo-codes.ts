// The promo codes of an event, found through the event they belong to.

import { Hono } from 'hono';
import { AddPromoCodeRequest, PromoCode, PromoCodeList, UpdatePromoCodeRequest } from '#core/contracts/promo-codes.ts';
import { ownEvent } from '../../access/relations.ts';
import { addPromoCode, listPromoCodes, retirePromoCode, updatePromoCode } from '../../catalog/catalog.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { operation } from '../../http/operation.ts';
import { accepted } from '../../http/refusal.ts';

const organizers = ['organizer', 'admin'] as const;

export const eventPromoCodes = new Hono<AppEnv>()
  .get(
    '/:eventId/promo-codes',
    operation({
      id: 'getPromoCodes',
      tag: 'Events',
      summary: 'Promo codes with their uses, retired ones too, in the order they were added',
      who: organizers,
      object: ownEvent,
      responses: { 200: PromoCodeList },
    }),
    async (c) => c.json({ items: await listPromoCodes(c.env, c.var.event), next: null }, 200),
  )
  .post(
    '/:eventId/promo-codes',
    operation({
      id: 'addPromoCode',
      tag: 'Events',
      summary: 'Add a promo code, or bring a retired one back',
      who: organizers,
      object: ownEvent,
      body: AddPromoCodeRequest,
      responses: { 201: PromoCode },
      refusals: ['promo-code-exists', 'currency-mismatch', 'event-cancelled', 'limit-exceeded', 'busy'],
    }),
    async (c) => {
      const result = accepted(await addPromoCode(c.env, c.var.event.id, c.req.valid('json'), c.var.actor));
      return c.json(result, 201);
    },
  )
  .patch(
    '/:eventId/promo-codes/:promoCodeId',
    operation({
      id: 'updatePromoCode',
      tag: 'Events',
      summary: 'Change what a promo code gives',
      who: organizers,
      object: ownEvent,
      body: UpdatePromoCodeRequest,
      responses: { 200: PromoCode },
      refusals: ['currency-mismatch', 'event-cancelled', 'not-found', 'busy'],
    }),
    async (c) => {
      const { event, actor } = c.var;
      const result = accepted(
        await updatePromoCode(c.env, event.id, c.req.param('promoCodeId'), c.req.valid('json'), actor),
      );
      return c.json(result, 200);
    },
  )
  .delete(
    '/:eventId/promo-codes/:promoCodeId',
    operation({
      id: 'retirePromoCode',
      tag: 'Events',
      summary: 'Stop a promo code; its uses are kept',
      who: organizers,
      object: ownEvent,
      responses: { 204: null },
      refusals: ['not-found', 'busy'],
    }),
    async (c) => {
      accepted(await retirePromoCode(c.env, c.var.event.id, c.req.param('promoCodeId'), c.var.actor));
      return c.body(null, 204);
    },
  );
