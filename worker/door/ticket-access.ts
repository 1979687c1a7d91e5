// The right to a ticket: the order token of its order, or being the organizer of its event. The event's own object
// judges both, so that tickets can be read while D1 is down.

import type { TicketRecord } from '../../durable-objects/event-sales/rpc.ts';
import { bearerOf } from '../access/access-token.ts';
import { callEventSales } from '../event-object/event-object.ts';
import type { Relation } from '../http/operation.ts';
import { eventIdOf } from '../ids/ids.ts';

export type ReadableTicket = TicketRecord & { eventId: string };

export const readableTicket: Relation<'ticket', ReadableTicket> = {
  as: 'ticket',
  means: 'holder of the order token, organizer of the event',
  async load(c, actor) {
    const ticketId = c.req.param('ticketId') ?? '';
    const eventId = eventIdOf(c.env, 'tkt', ticketId);
    if (eventId === null) return null;
    const token = bearerOf(c.req.header('authorization')) ?? '';
    const ticket = await callEventSales(c.env, eventId, async (sales) => {
      // If the token is no access token it may be an order token.
      if (actor === null) return sales.ticketByToken(ticketId, token);
      if (actor.role === 'admin') return sales.ticket(ticketId);
      if (actor.role !== 'organizer' || actor.partyId === null) return null;
      const owner = await sales.ownerAndStatus();
      return owner?.organizerId === actor.partyId ? sales.ticket(ticketId) : null;
    });
    return ticket && { ...ticket, eventId };
  },
};
