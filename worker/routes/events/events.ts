// Events: the catalogue everybody reads and the organizer's own. What belongs to one event is in the files beside this
// one, each named by the next part of its path.

import { Hono } from 'hono';
import { WidgetKit } from '#core/contracts/deals.ts';
import {
  AddEventRequest,
  DuplicateEventRequest,
  EventPage,
  EventQuery,
  PastEventQuery,
  PostponeEventRequest,
  TicketedEvent,
  UpdateEventRequest,
} from '#core/contracts/events.ts';
import { EventOverview, HomeQuery } from '#core/contracts/home.ts';
import { MyEventPage, MyEventQuery } from '#core/contracts/my-events.ts';
import { ownEvent, visibleEvent } from '../../access/relations.ts';
import {
  addEvent,
  cancelEvent,
  deleteEvent,
  duplicateEvent,
  listEvents,
  listMyEvents,
  listPastEvents,
  publishEvent,
  shownEvent,
  unpublishEvent,
  updateEvent,
} from '../../catalog/catalog.ts';
import { actingParty, eventWidget } from '../../deals/deals.ts';
import { eventOverview } from '../../home/home.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { operation } from '../../http/operation.ts';
import { paged } from '../../http/paged.ts';
import { accepted, Refusal } from '../../http/refusal.ts';
import { eventCover } from './cover.ts';
import { eventDoor } from './door.ts';
import { eventGuests } from './guests.ts';
import { eventLedger } from './ledger.ts';
import { eventMailings } from './mailings.ts';
import { eventOpenTerms } from './open-terms.ts';
import { eventOrders } from './orders.ts';
import { eventPromoCodes } from './promo-codes.ts';
import { eventReconciliation } from './reconciliation.ts';
import { eventTicketTypes } from './ticket-types.ts';
import { eventTickets } from './tickets.ts';

const organizers = ['organizer', 'admin'] as const;

export const events = new Hono<AppEnv>()
  .post(
    '/',
    operation({
      id: 'addEvent',
      tag: 'Events',
      summary: 'Create a draft',
      who: organizers,
      body: AddEventRequest,
      responses: { 201: TicketedEvent },
    }),
    async (c) => c.json(await addEvent(c.env, c.var.actor, c.req.valid('json')), 201),
  )
  .get(
    '/',
    operation({
      id: 'getAllEvents',
      tag: 'Events',
      summary: 'Published events to come, soonest first',
      who: 'anyone',
      query: EventQuery,
      responses: { 200: EventPage },
    }),
    async (c) => c.json(await listEvents(c.env, paged(c.req.valid('query'))), 200),
  )
  .get(
    '/past',
    operation({
      id: 'getPrevEvents',
      tag: 'Events',
      summary: 'Events that are over, the latest first',
      who: 'anyone',
      query: PastEventQuery,
      responses: { 200: EventPage },
    }),
    async (c) => c.json(await listPastEvents(c.env, paged(c.req.valid('query'))), 200),
  )
  .get(
    '/mine',
    operation({
      id: 'getMyEvents',
      tag: 'Events',
      summary: "The organizer's own: what comes next first, then drafts, then what is over or cancelled",
      who: ['organizer'],
      query: MyEventQuery,
      responses: { 200: MyEventPage },
    }),
    async (c) =>
      c.json(accepted(await listMyEvents(c.env, actingParty(c.var.actor).partyId, c.req.valid('query'))), 200),
  )
  .get(
    '/:eventId/overview',
    operation({
      id: 'getEventOverview',
      tag: 'Money',
      summary: 'How the event sells: figures by day and by seller, and the latest orders',
      who: organizers,
      object: ownEvent,
      query: HomeQuery,
      responses: { 200: EventOverview },
    }),
    async (c) => c.json(await eventOverview(c.env, c.var.event, Number(c.req.valid('query').days)), 200),
  )
  .get(
    '/:eventId',
    operation({
      id: 'getEvent',
      tag: 'Events',
      summary: 'One event',
      who: 'anyone',
      object: visibleEvent,
      responses: { 200: TicketedEvent },
    }),
    async (c) => c.json(await shownEvent(c.env, c.var.event.id), 200),
  )
  .patch(
    '/:eventId',
    operation({
      id: 'updateEvent',
      tag: 'Events',
      summary: 'Change an event',
      who: organizers,
      object: ownEvent,
      ifMatch: true,
      body: UpdateEventRequest,
      responses: { 200: TicketedEvent },
      refusals: ['event-cancelled', 'currency-mismatch', 'starts-in-past', 'busy'],
    }),
    async (c) => {
      const result = accepted(await updateEvent(c.env, c.var.event.id, c.var.revision, c.req.valid('json')));
      return c.json(result, 200);
    },
  )
  .delete(
    '/:eventId',
    operation({
      id: 'deleteEvent',
      tag: 'Events',
      summary: 'Delete an event nothing was sold of',
      who: organizers,
      object: ownEvent,
      responses: { 204: null },
      refusals: ['event-has-sales', 'busy'],
    }),
    async (c) => {
      accepted(await deleteEvent(c.env, c.var.event, c.var.actor));
      return c.body(null, 204);
    },
  )
  .post(
    '/:eventId/publish',
    operation({
      id: 'publishEvent',
      tag: 'Events',
      summary: 'Put an event on sale',
      who: organizers,
      verifiedEmail: true,
      object: ownEvent,
      responses: { 200: TicketedEvent },
      refusals: ['no-ticket-types', 'starts-in-past', 'event-cancelled', 'busy'],
    }),
    async (c) => {
      const result = accepted(await publishEvent(c.env, c.var.event.id, c.var.actor));
      return c.json(result, 200);
    },
  )
  .post(
    '/:eventId/cancel',
    operation({
      id: 'cancelEvent',
      tag: 'Events',
      summary: 'Cancel an event and refund everybody',
      who: organizers,
      object: ownEvent,
      responses: { 200: TicketedEvent },
      refusals: ['event-not-published', 'busy'],
    }),
    async (c) => {
      const result = accepted(await cancelEvent(c.env, c.var.event, c.var.actor));
      return c.json(result, 200);
    },
  )
  .post(
    '/:eventId/unpublish',
    operation({
      id: 'unpublishEvent',
      tag: 'Events',
      summary: 'Take an event nothing was sold of back to a draft',
      who: organizers,
      object: ownEvent,
      responses: { 200: TicketedEvent },
      refusals: ['event-not-published', 'event-has-sales', 'event-in-deal', 'busy'],
    }),
    async (c) => {
      const result = accepted(await unpublishEvent(c.env, c.var.event));
      return c.json(result, 200);
    },
  )
  .post(
    '/:eventId/postpone',
    operation({
      id: 'postponeEvent',
      tag: 'Events',
      summary: 'Move a published event to another time and tell its buyers',
      who: organizers,
      object: ownEvent,
      ifMatch: true,
      body: PostponeEventRequest,
      responses: { 200: TicketedEvent },
      refusals: ['event-not-published', 'event-cancelled', 'starts-in-past', 'busy'],
    }),
    async (c) => {
      const { event } = c.var;
      if (event.status === 'draft') throw new Refusal('event-not-published');
      const result = accepted(await updateEvent(c.env, event.id, c.var.revision, c.req.valid('json')));
      return c.json(result, 200);
    },
  )
  .post(
    '/:eventId/duplicate',
    operation({
      id: 'duplicateEvent',
      tag: 'Events',
      summary: 'A draft like this event, at another date',
      who: organizers,
      object: ownEvent,
      body: DuplicateEventRequest,
      responses: { 201: TicketedEvent },
      refusals: ['starts-in-past'],
    }),
    async (c) => {
      const result = accepted(await duplicateEvent(c.env, c.var.event, c.req.valid('json').startsAt));
      return c.json(result, 201);
    },
  )
  .get(
    '/:eventId/widget',
    operation({
      id: 'getEventWidget',
      tag: 'Events',
      summary: "The organizer's own way to sell",
      who: organizers,
      object: ownEvent,
      responses: { 200: WidgetKit },
      refusals: ['event-not-published'],
    }),
    async (c) => {
      const result = accepted(await eventWidget(c.env, c.var.event));
      return c.json(result, 200);
    },
  )
  .route('/', eventCover)
  .route('/', eventTicketTypes)
  .route('/', eventTickets)
  .route('/', eventPromoCodes)
  .route('/', eventGuests)
  .route('/', eventOrders)
  .route('/', eventMailings)
  .route('/', eventLedger)
  .route('/', eventReconciliation)
  .route('/', eventDoor)
  .route('/', eventOpenTerms);
