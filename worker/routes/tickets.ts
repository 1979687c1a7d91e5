// One ticket: what is on it, as data, as a picture, as a page to print.

import { Hono } from 'hono';
import { Ticket } from '#core/contracts/tickets.ts';
import { ticketImage, ticketInfo, ticketPdf } from '../door/door.ts';
import { readableTicket } from '../door/ticket-access.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';

export const tickets = new Hono<AppEnv>()
  .get(
    '/:ticketId',
    operation({
      id: 'getTicketInfo',
      tag: 'Tickets and the door',
      summary: 'What is on the ticket',
      who: 'bearer',
      object: readableTicket,
      responses: { 200: Ticket },
    }),
    async (c) => c.json(await ticketInfo(c.env, c.var.ticket), 200),
  )
  .get(
    '/:ticketId/image',
    operation({
      id: 'getTicketImage',
      tag: 'Tickets and the door',
      summary: 'The ticket as PNG',
      who: 'bearer',
      object: readableTicket,
      responses: { 200: null },
      media: 'image/png',
    }),
    async (c) =>
      c.body(bodyOf(await ticketImage(c.env, c.var.ticket)), 200, fileHeaders('image/png', c.var.ticket, 'png')),
  )
  .get(
    '/:ticketId/pdf',
    operation({
      id: 'getTicketPdf',
      tag: 'Tickets and the door',
      summary: 'The ticket as PDF',
      who: 'bearer',
      object: readableTicket,
      responses: { 200: null },
      media: 'application/pdf',
    }),
    async (c) =>
      c.body(bodyOf(await ticketPdf(c.env, c.var.ticket)), 200, fileHeaders('application/pdf', c.var.ticket, 'pdf')),
  );

// Files carry a person's name and the right to enter: no cache may keep them, and no browser may guess their type.
function fileHeaders(type: string, ticket: { number: string }, ending: string): Record<string, string> {
  return {
    'content-type': type,
    'content-disposition': `inline; filename="ticket-${ticket.number.replace(/[^0-9A-Za-z-]/g, '')}.${ending}"`,
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
  };
}

function bodyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
