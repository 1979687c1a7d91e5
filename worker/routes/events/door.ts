// The door of an event for its organizer: how many are in, and the links for the people at the gates.

import { Hono } from 'hono';
import { DoorLinkPage, DoorLinkRequest, NewDoorLink } from '#core/contracts/accounts.ts';
import { CursorQuery } from '#core/contracts/basics.ts';
import { DoorStats } from '#core/contracts/tickets.ts';
import { ownEvent } from '../../access/relations.ts';
import { doorLinksOf, makeDoorLink, revokeDoorLink } from '../../door/door-links.ts';
import { callGate } from '../../event-object/event-object.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { operation } from '../../http/operation.ts';
import { paged } from '../../http/paged.ts';
import { accepted } from '../../http/refusal.ts';

export const eventDoor = new Hono<AppEnv>()
  .get(
    '/:eventId/door',
    operation({
      id: 'getDoorStats',
      tag: 'Tickets and the door',
      summary: 'How many are in',
      who: ['organizer', 'admin'],
      object: ownEvent,
      responses: { 200: DoorStats },
    }),
    async (c) => c.json(await callGate(c.env, c.var.event.id, (gate) => gate.stats()), 200),
  )
  .post(
    '/:eventId/door-links',
    operation({
      id: 'addDoorLink',
      tag: 'Tickets and the door',
      summary: 'A link for the people at one gate; the token in it is shown once',
      who: ['organizer', 'admin'],
      object: ownEvent,
      body: DoorLinkRequest,
      responses: { 201: NewDoorLink },
      refusals: ['limit-exceeded'],
    }),
    async (c) => {
      const link = accepted(await makeDoorLink(c.env, c.var.event, c.var.actor, c.req.valid('json')));
      c.header('cache-control', 'no-store');
      return c.json(link, 201);
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
      responses: { 200: DoorLinkPage },
    }),
    async (c) => c.json(await doorLinksOf(c.env, c.var.event.id, paged(c.req.valid('query')).after), 200),
  )
  .delete(
    '/:eventId/door-links/:linkId',
    operation({
      id: 'revokeDoorLink',
      tag: 'Tickets and the door',
      summary: 'End a door link at once',
      who: ['organizer', 'admin'],
      object: ownEvent,
      responses: { 204: null },
      refusals: ['not-found', 'busy'],
    }),
    async (c) => {
      accepted(await revokeDoorLink(c.env, c.var.event, c.var.actor, c.req.param('linkId')));
      return c.body(null, 204);
    },
  );
