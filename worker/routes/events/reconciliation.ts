// Reconciliation of an event, on demand and as last seen, and D1's copy of it made anew.

import { Hono } from 'hono';
import { LatestReconciliation, Rebuilt } from '#core/contracts/reconciliation.ts';
import { ownEvent } from '../../access/relations.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { operation } from '../../http/operation.ts';
import { latestReconciliation, rebuildProjection, reconcileEvent } from '../../reconciliation/reconciliation.ts';

export const eventReconciliation = new Hono<AppEnv>()
  .get(
    '/:eventId/reconciliation',
    operation({
      id: 'getReconciliation',
      tag: 'Money',
      summary: 'Whether the records of the event agreed when they were last compared',
      who: ['organizer', 'admin'],
      object: ownEvent,
      responses: { 200: LatestReconciliation },
    }),
    async (c) => c.json({ report: await latestReconciliation(c.env, c.var.event.id) }, 200),
  )
  .post(
    '/:eventId/reconcile',
    operation({
      id: 'reconcileEvent',
      tag: 'Money',
      summary: 'Compare the records of the event now',
      who: ['organizer', 'admin'],
      object: ownEvent,
      responses: { 200: LatestReconciliation },
    }),
    async (c) => c.json({ report: await reconcileEvent(c.env, c.var.event.id, Date.now()) }, 200),
  )
  .post(
    '/:eventId/rebuild',
    operation({
      id: 'rebuildProjection',
      tag: 'Administration',
      summary: 'Make the lists and statements of the event anew from its sales object',
      who: ['admin'],
      object: ownEvent,
      responses: { 200: Rebuilt },
    }),
    async (c) => c.json(await rebuildProjection(c.env, c.var.event.id), 200),
  );
