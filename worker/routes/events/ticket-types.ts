// The ticket types of an event, with what is left of each.

import { Hono } from 'hono';
import { AddTicketTypeRequest, TicketType, TicketTypeList, UpdateTicketTypeRequest } from '#core/contracts/events.ts';
import { type EventRow, ownEvent, visibleEvent } from '../../access/relations.ts';
import { addTicketType, deleteTicketType, listTicketTypes, updateTicketType } from '../../catalog/catalog.ts';
import type { Actor, AppEnv } from '../../http/app-env.ts';
import { operation } from '../../http/operation.ts';
import { accepted } from '../../http/refusal.ts';

const organizers = ['organizer', 'admin'] as const;

export const eventTicketTypes = new Hono<AppEnv>()
  .get(
    '/:eventId/ticket-types',
    operation({
      id: 'getEventCategories',
      tag: 'Events',
      summary: 'Ticket types with availability, by their position',
      who: 'anyone',
      object: visibleEvent,
      responses: { 200: TicketTypeList },
    }),
    async (c) => {
      const { event } = c.var;
      const items = await listTicketTypes(c.env, event, isInsider(event, c.var.actor));
      return c.json({ items, next: null }, 200);
    },
  )
  .post(
    '/:eventId/ticket-types',
    operation({
      id: 'addTicketType',
      tag: 'Events',
      summary: 'Add a ticket type',
      who: organizers,
      object: ownEvent,
      body: AddTicketTypeRequest,
      responses: { 201: TicketType },
      refusals: ['currency-mismatch', 'event-cancelled', 'limit-exceeded', 'busy'],
    }),
    async (c) => {
      const result = accepted(await addTicketType(c.env, c.var.event.id, c.req.valid('json'), c.var.actor));
      return c.json(result, 201);
    },
  )
  .patch(
    '/:eventId/ticket-types/:ticketTypeId',
    operation({
      id: 'updateTicketType',
      tag: 'Events',
      summary: 'Change a ticket type',
      who: organizers,
      object: ownEvent,
      body: UpdateTicketTypeRequest,
      responses: { 200: TicketType },
      refusals: ['currency-mismatch', 'capacity-below-sold', 'event-cancelled', 'not-found', 'busy'],
    }),
    async (c) => {
      const { event, actor } = c.var;
      const ticketTypeId = c.req.param('ticketTypeId');
      const result = accepted(await updateTicketType(c.env, event.id, ticketTypeId, c.req.valid('json'), actor));
      return c.json(result, 200);
    },
  )
  .delete(
    '/:eventId/ticket-types/:ticketTypeId',
    operation({
      id: 'deleteTicketType',
      tag: 'Events',
      summary: 'Delete a ticket type nothing was sold of',
      who: organizers,
      object: ownEvent,
      responses: { 204: null },
      refusals: ['ticket-type-has-sales', 'ticket-type-in-deal', 'no-ticket-types', 'not-found', 'busy'],
    }),
    async (c) => {
      accepted(await deleteTicketType(c.env, c.var.event, c.req.param('ticketTypeId'), c.var.actor));
      return c.body(null, 204);
    },
  );

/** How much was sold is the organizer's business. */
function isInsider(event: EventRow, actor: Actor | null): boolean {
  return actor?.role === 'admin' || (actor?.role === 'organizer' && actor.partyId === event.organizerId);
}
