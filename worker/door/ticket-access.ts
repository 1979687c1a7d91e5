// The right to a ticket: the order token it was bought with, or being the organizer of its event.

import type { TicketRecord } from '../../durable-objects/event-sales/calls.ts';
import type { Relation } from '../http/operation.ts';

export const readableTicket: Relation<'ticket', TicketRecord> = {
  as: 'ticket',
  means: 'holder of the order token, organizer of the event',
  load: async () => null,
};
