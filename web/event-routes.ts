// The screens of one event for its organizer: web/routes.ts lists them with all others.

import { type GuardedRoute, money, organizers } from './route.ts';

const offer = () => import('./screens/deals/offer-deal.tsx').then((m) => m.OfferDeal);
const event = (id: string) => `/api/events/${id}`;

export const eventRoutes: readonly GuardedRoute[] = [
  {
    path: '/my-events/new',
    roles: organizers,
    texts: ['event', 'inside'],
    load: () => import('./screens/event/new-event.tsx').then((m) => m.NewEvent),
  },
  {
    path: '/my-events/:eventId',
    roles: organizers,
    texts: ['event', 'home', 'inside', 'money'],
    load: () => import('./screens/event/event-overview.tsx').then((m) => m.EventOverview),
    first: event,
  },
  {
    path: '/my-events/:eventId/tickets',
    roles: organizers,
    texts: ['event', 'inside', 'money'],
    load: () => import('./screens/event/event-tickets.tsx').then((m) => m.EventTickets),
    first: event,
  },
  {
    path: '/my-events/:eventId/partners',
    roles: organizers,
    texts: ['deals', 'event', 'inside'],
    load: () => import('./screens/event/event-partners.tsx').then((m) => m.EventPartners),
    first: event,
  },
  {
    path: '/my-events/:eventId/settings',
    roles: organizers,
    texts: ['event', 'inside'],
    load: () => import('./screens/event/event-settings.tsx').then((m) => m.EventSettings),
    first: event,
  },
  {
    path: '/my-events/:eventId/edit',
    roles: organizers,
    texts: ['event', 'inside'],
    load: () => import('./screens/event/event-editor.tsx').then((m) => m.EventEditor),
    first: event,
  },
  {
    path: '/my-events/:eventId/ticket-types/:ticketTypeId',
    roles: organizers,
    texts: ['event', 'inside'],
    load: () => import('./screens/tickets/ticket-type-editor.tsx').then((m) => m.TicketTypeEditor),
  },
  {
    path: '/my-events/:eventId/promo-codes/:promoCodeId',
    roles: organizers,
    texts: ['event', 'inside'],
    load: () => import('./screens/tickets/promo-code-editor.tsx').then((m) => m.PromoCodeEditor),
  },
  {
    path: '/my-events/:eventId/questions/:questionId',
    roles: organizers,
    texts: ['event', 'inside'],
    load: () => import('./screens/tickets/question-editor.tsx').then((m) => m.QuestionEditor),
  },
  {
    path: '/my-events/:eventId/orders',
    roles: organizers,
    texts: ['event', 'inside', 'money'],
    load: () => import('./screens/orders/event-orders.tsx').then((m) => m.EventOrders),
  },
  {
    path: '/my-events/:eventId/mailings',
    // Letters are in the organizer's name, so an admin writes none.
    roles: ['organizer'],
    texts: ['event', 'inside', 'mailings'],
    load: () => import('./screens/mailings/mailings.tsx').then((m) => m.Mailings),
  },
  {
    path: '/my-events/:eventId/guests',
    roles: organizers,
    texts: ['event', 'inside', 'money'],
    load: () => import('./screens/orders/guest-list.tsx').then((m) => m.GuestListScreen),
    first: event,
  },
  {
    path: '/my-events/:eventId/ledger',
    roles: money,
    texts: ['event', 'inside', 'money'],
    load: () => import('./screens/money/event-ledger.tsx').then((m) => m.EventLedgerScreen),
  },
  {
    path: '/my-events/:eventId/reconciliation',
    roles: organizers,
    texts: ['event', 'inside', 'money'],
    load: () => import('./screens/money/event-reconciliation.tsx').then((m) => m.EventReconciliation),
  },
  {
    path: '/my-events/:eventId/widget',
    roles: organizers,
    texts: ['event', 'inside'],
    load: () => import('./screens/event/event-widget.tsx').then((m) => m.EventWidget),
  },
  { path: '/my-events/:eventId/offer', roles: organizers, texts: ['deals', 'inside'], load: offer },
  {
    path: '/my-events/:eventId/door-links',
    roles: organizers,
    texts: ['door', 'event', 'inside'],
    load: () => import('./screens/door/door-links.tsx').then((m) => m.DoorLinks),
  },
  {
    path: '/my-events/:eventId/open-terms',
    roles: organizers,
    texts: ['deals', 'event', 'inside'],
    load: () => import('./screens/deals/open-terms.tsx').then((m) => m.OpenTermsScreen),
  },
];
