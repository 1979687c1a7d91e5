// Tickets that the organizer of an event issues by hand.

import { Hono } from 'hono';
import { AddTicketRequest, Ticket } from '#core/contracts/tickets.ts';
import { ownEvent } from '../../access/relations.ts';
import { issueTicket } from '../../door/door.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { setReplayedHeader } from '../../http/idempotency-headers.ts';
import { operation } from '../../http/operation.ts';
import { accepted } from '../../http/refusal.ts';

const organizers = ['organizer', 'admin'] as const;

export const eventTickets = new Hono<AppEnv>().post(
  '/:eventId/tickets',
  operation({
    id: 'addTicket',
    tag: 'Tickets and the door',
    summary: 'Issue a free ticket',
    who: organizers,
    verifiedEmail: true,
    object: ownEvent,
    idempotencyKey: true,
    body: AddTicketRequest,
    responses: { 201: Ticket },
    refusals: ['sold-out', 'event-cancelled', 'event-not-published', 'not-found', 'busy'],
  }),
  async (c) => {
    const { event, actor, idempotencyKey } = c.var;
    const issued = accepted(await issueTicket(c.env, event, actor, idempotencyKey, c.req.valid('json')));
    setReplayedHeader(c, issued);
    return c.json(issued.value, 201);
  },
);
