// The door: a scanned code is answered with what to do with the person who showed it.

import { Hono } from 'hono';
import { CheckInAnswer, CheckInRequest, DoorStats } from '#core/contracts/tickets.ts';
import { ownEvent } from '../access/relations.ts';
import { callGate, checkIn as scan } from '../door/door.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';

export const checkIn = new Hono<AppEnv>().post(
  '/',
  operation({
    id: 'activateTicket',
    tag: 'Tickets and the door',
    summary: 'Scan a ticket',
    who: ['organizer', 'admin'],
    trustsToken: true,
    body: CheckInRequest,
    answers: { 200: CheckInAnswer },
    refusals: ['not-found', 'idempotency-key-reused', 'busy'],
  }),
  async (c) => c.json(await scan(c.env, c.var.actor, c.req.valid('json')), 200),
);

export const doorStats = new Hono<AppEnv>().get(
  '/:eventId/door',
  operation({
    id: 'getDoorStats',
    tag: 'Tickets and the door',
    summary: 'How many are in',
    who: ['organizer', 'admin'],
    object: ownEvent,
    answers: { 200: DoorStats },
  }),
  async (c) => c.json(await callGate(c.env, c.var.event.id, (gate) => gate.stats()), 200),
);
