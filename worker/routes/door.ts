// The door: a scanned code is answered with what to do with the person who showed it.

import { Hono } from 'hono';
import { DoorLinkPage, DoorLinkRequest, DoorView, NewDoorLink } from '#core/contracts/accounts.ts';
import { CursorQuery } from '#core/contracts/basics.ts';
import { CheckInAnswer, CheckInRequest, DoorStats } from '#core/contracts/tickets.ts';
import { ownEvent } from '../access/relations.ts';
import { checkInByLink, checkIn as scan } from '../door/door.ts';
import { doorKeeper, doorLinksOf, doorPass, doorView, makeDoorLink, revokeDoorLink } from '../door/door-links.ts';
import { callGate } from '../event-object/event-object.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { refusalOf } from '../http/refusal.ts';

export const checkIn = new Hono<AppEnv>().post(
  '/',
  operation({
    id: 'activateTicket',
    tag: 'Tickets and the door',
    summary: 'Scan a ticket by its signed code, or by its typed number, which is confirmed by a second call',
    who: 'bearer',
    object: doorKeeper,
    trustsToken: true,
    body: CheckInRequest,
    answers: { 200: CheckInAnswer },
    refusals: ['forbidden', 'not-found', 'idempotency-key-reused', 'too-many-requests'],
  }),
  async (c) => {
    const { keeper } = c.var;
    const request = c.req.valid('json');
    if (keeper.kind === 'person') return c.json(await scan(c.env, keeper.actor, request), 200);
    return c.json(await checkInByLink(c.env, keeper.pass, request), 200);
  },
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

/** What a device with a door link may ask: where it stands, and nothing of who has come. */
export const doorDevice = new Hono<AppEnv>().get(
  '/',
  operation({
    id: 'getDoor',
    tag: 'Tickets and the door',
    summary: 'Which gate my door link opens, and how many are in',
    who: 'bearer',
    object: doorPass,
    answers: { 200: DoorView },
  }),
  async (c) => c.json(await doorView(c.env, c.var.pass), 200),
);

export const doorLinks = new Hono<AppEnv>()
  .post(
    '/:eventId/door-links',
    operation({
      id: 'addDoorLink',
      tag: 'Tickets and the door',
      summary: 'A link for the people at one gate; the token in it is shown once',
      who: ['organizer', 'admin'],
      object: ownEvent,
      body: DoorLinkRequest,
      answers: { 201: NewDoorLink },
      refusals: ['limit-exceeded'],
    }),
    async (c) => {
      const link = await makeDoorLink(c.env, c.var.event, c.var.actor, c.req.valid('json'));
      if (!link.ok) throw refusalOf(link);
      c.header('cache-control', 'no-store');
      return c.json(link.value, 201);
    },
  )
  .get(
    '/:eventId/door-links',
    operation({
      id: 'getDoorLinks',
      tag: 'Tickets and the door',
      summary: 'The door links of an event, those that are over too, newest first',
      who: ['organizer', 'admin'],
      object: ownEvent,
      query: CursorQuery,
      answers: { 200: DoorLinkPage },
    }),
    async (c) => c.json(await doorLinksOf(c.env, c.var.event.id, c.req.valid('query').cursor), 200),
  )
  .delete(
    '/:eventId/door-links/:linkId',
    operation({
      id: 'revokeDoorLink',
      tag: 'Tickets and the door',
      summary: 'End a door link at once',
      who: ['organizer', 'admin'],
      object: ownEvent,
      answers: { 204: null },
      refusals: ['not-found', 'busy'],
    }),
    async (c) => {
      const done = await revokeDoorLink(c.env, c.var.event, c.var.actor, c.req.param('linkId'));
      if (!done.ok) throw refusalOf(done);
      return c.body(null, 204);
    },
  );
