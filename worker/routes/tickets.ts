// One ticket: what is on it, as data, as a picture, as a page to print.

import { Hono } from 'hono';
import { Ticket } from '#core/contracts/tickets.ts';
import { readableTicket } from '../door/ticket-access.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { pending } from './pending.ts';

export const tickets = new Hono<AppEnv>()
  .get(
    '/:ticketId',
    operation({
      id: 'getTicketInfo',
      tag: 'Tickets and the door',
      summary: 'What is on the ticket',
      who: 'bearer',
      object: readableTicket,
      answers: { 200: Ticket },
    }),
    async (c) => c.json(pending<Ticket>(), 200),
  )
  .get(
    '/:ticketId/image',
    operation({
      id: 'getTicketImage',
      tag: 'Tickets and the door',
      summary: 'The ticket as PNG',
      who: 'bearer',
      object: readableTicket,
      answers: { 200: null },
      media: 'image/png',
    }),
    async (c) => c.body(pending<ArrayBuffer>(), 200, { 'content-type': 'image/png' }),
  )
  .get(
    '/:ticketId/pdf',
    operation({
      id: 'getTicketPdf',
      tag: 'Tickets and the door',
      summary: 'The ticket as PDF',
      who: 'bearer',
      object: readableTicket,
      answers: { 200: null },
      media: 'application/pdf',
    }),
    async (c) => c.body(pending<ArrayBuffer>(), 200, { 'content-type': 'application/pdf' }),
  );
