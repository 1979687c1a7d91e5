// The guest list of an event, for its organizer.

import { Hono } from 'hono';
import { GuestPage, GuestQuery } from '#core/contracts/guests.ts';
import { ownEvent } from '../../access/relations.ts';
import { textPositionOf } from '../../cursor.ts';
import { guestList } from '../../door/door.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { operation } from '../../http/operation.ts';
import { accepted } from '../../http/refusal.ts';

export const eventGuests = new Hono<AppEnv>().get(
  '/:eventId/guests',
  operation({
    id: 'getGuests',
    tag: 'Tickets and the door',
    summary: 'Valid tickets by name, and which of them are in',
    who: ['organizer', 'admin'],
    object: ownEvent,
    query: GuestQuery,
    responses: { 200: GuestPage },
  }),
  async (c) => {
    const { q, cursor } = c.req.valid('query');
    const after = accepted(textPositionOf(cursor));
    return c.json(await guestList(c.env, c.var.event.id, { q, after }), 200);
  },
);
