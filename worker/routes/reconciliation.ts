// Reconciliation of an event, on demand and as last seen, and D1's copy of it made anew.

import { Hono } from 'hono';
import { CursorQuery } from '#core/contracts/basics.ts';
import { LatestReconciliation, Rebuilt, RedEventList } from '#core/contracts/reconciliation.ts';
import { ownEvent } from '../access/relations.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import {
  latestReconciliation,
  rebuildProjection,
  reconcileEvent,
  redEvents,
} from '../reconciliation/reconciliation.ts';

export const reconciliation = new Hono<AppEnv>()
  .get(
    '/:eventId/reconciliation',
    operation({
      id: 'getReconciliation',
      tag: 'Money',
      summary: 'Whether the books of the event agreed when they were last compared',
      who: ['organizer', 'admin'],
      object: ownEvent,
      answers: { 200: LatestReconciliation },
    }),
    async (c) => c.json({ report: await latestReconciliation(c.env, c.var.event.id) }, 200),
  )
  .post(
    '/:eventId/reconcile',
    operation({
      id: 'reconcileEvent',
      tag: 'Money',
      summary: 'Compare the books of the event now',
      who: ['organizer', 'admin'],
      object: ownEvent,
      answers: { 200: LatestReconciliation },
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
      answers: { 200: Rebuilt },
    }),
    async (c) => c.json(await rebuildProjection(c.env, c.var.event.id), 200),
  );

export const redEventsOfAll = new Hono<AppEnv>().get(
  '/red-events',
  operation({
    id: 'getRedEvents',
    tag: 'Administration',
    summary:
      'Events whose books did not agree when they were last compared: those that differ first, then failed refunds, then what could not be compared; of a kind newest first',
    who: ['admin'],
    query: CursorQuery,
    answers: { 200: RedEventList },
  }),
  async (c) => c.json(await redEvents(c.env, c.req.valid('query').cursor), 200),
);
