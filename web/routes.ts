// Which address shows which screen, to whom, and what its browser loads: the screen's own program and the texts of the
// areas it reads. No framework is imported here, because web/start/start.ts begins with this table before there is one.
// The server judges every call anyway; the roles only spare people a page that could not work for them.

import type { Role } from '#core/contracts/people.ts';
import { eventRoutes } from './event-routes.ts';
import { type GuardedRoute, money, type OpenRoute, organizers } from './route.ts';

export type { ScreenProps } from './route.ts';

const parties = ['organizer', 'distributor'] as const;
const everybody = ['organizer', 'distributor', 'buyer', 'admin'] as const;

const letterLinks = () => import('./screens/account/letter-links.tsx');

/** Only on a developer's machine; a production Worker answers 404 there, with the dashboard's page that says so. */
const componentStates: OpenRoute = {
  path: '/ui',
  texts: ['inside'],
  load: () => import('./screens/ui/component-states.tsx').then((m) => m.ComponentStates),
};
const developers = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(globalThis.location?.hostname ?? '')
  ? [componentStates]
  : [];

export const openRoutes: readonly OpenRoute[] = [
  ...developers,
  {
    path: '/sign-up',
    texts: ['account'],
    load: () => import('./screens/account/sign-up.tsx').then((m) => m.SignUpScreen),
  },
  {
    path: '/sign-in',
    texts: ['account'],
    load: () => import('./screens/account/sign-in.tsx').then((m) => m.SignInScreen),
  },
  {
    path: '/forgotten-password',
    texts: ['account', 'security'],
    load: () => letterLinks().then((m) => m.ForgottenPassword),
  },
  { path: '/reset-password', texts: ['account', 'security'], load: () => letterLinks().then((m) => m.ResetPassword) },
  { path: '/verify-email', texts: ['account', 'security'], load: () => letterLinks().then((m) => m.VerifyEmail) },
  { path: '/undo-email', texts: ['account', 'security'], load: () => letterLinks().then((m) => m.UndoEmail) },
  { path: '/not-me', texts: ['account', 'security'], load: () => letterLinks().then((m) => m.NotMe) },
  {
    path: '/door/link',
    texts: ['door'],
    load: () => import('./screens/door/door-device.tsx').then((m) => m.DoorDevice),
  },
  {
    path: '/catalogue/:eventId',
    texts: ['admin', 'catalogue', 'deals', 'event'],
    load: () => import('./screens/catalogue/catalogue-event.tsx').then((m) => m.CatalogueEvent),
  },
];

const myEvents: GuardedRoute = {
  path: '/my-events',
  roles: ['organizer'],
  texts: ['event', 'inside'],
  load: () => import('./screens/event/my-events.tsx').then((m) => m.MyEvents),
  first: () => '/api/events/mine?limit=30&show=upcoming',
};
const organizersHome: GuardedRoute = {
  path: '/',
  roles: ['organizer'],
  texts: ['home', 'inside'],
  load: () => import('./screens/home/organizer-home.tsx').then((m) => m.OrganizerHome),
  first: () => '/api/home',
};
const distributorsHome: GuardedRoute = {
  path: '/',
  roles: ['distributor'],
  texts: ['home', 'inside'],
  load: () => import('./screens/home/distributor-home.tsx').then((m) => m.DistributorHome),
  first: () => '/api/home/distributor',
};
const deals: GuardedRoute = {
  path: '/deals',
  roles: parties,
  texts: ['deals'],
  load: () => import('./screens/deals/deal-list.tsx').then((m) => m.DealList),
};
const admin: GuardedRoute = {
  path: '/admin',
  roles: ['admin'],
  texts: ['admin', 'home', 'inside', 'settings'],
  load: () => import('./screens/admin/admin-home.tsx').then((m) => m.AdminHome),
  first: () => '/api/admin/home',
};
const myOrders: GuardedRoute = {
  path: '/',
  roles: ['buyer'],
  texts: ['inside', 'money', 'security'],
  load: () => import('./screens/account/my-orders.tsx').then((m) => m.MyOrders),
  first: () => '/api/me/orders',
};
const offer = () => import('./screens/deals/offer-deal.tsx').then((m) => m.OfferDeal);

export const guardedRoutes: readonly GuardedRoute[] = [
  myEvents,
  deals,
  admin,
  ...eventRoutes,
  {
    path: '/admin/failures',
    roles: ['admin'],
    texts: ['admin', 'money'],
    load: () => import('./screens/admin/admin-failures.tsx').then((m) => m.AdminFailures),
  },
  {
    path: '/admin/events',
    roles: ['admin'],
    texts: ['admin', 'event', 'inside'],
    load: () => import('./screens/admin/admin-events.tsx').then((m) => m.AdminEvents),
    first: () => '/api/admin/events',
  },
  {
    path: '/admin/orders',
    roles: ['admin'],
    texts: ['admin', 'money'],
    load: () => import('./screens/admin/admin-orders.tsx').then((m) => m.AdminOrders),
    first: () => '/api/admin/orders',
  },
  {
    path: '/admin/people',
    roles: ['admin'],
    texts: ['admin'],
    load: () => import('./screens/admin/people.tsx').then((m) => m.People),
    first: () => '/api/admin/people',
  },
  {
    path: '/admin/people/:userId',
    roles: ['admin'],
    texts: ['admin', 'security'],
    load: () => import('./screens/admin/person.tsx').then((m) => m.PersonScreen),
    first: (userId) => `/api/admin/people/${userId}`,
  },
  {
    path: '/admin/settings',
    roles: ['admin'],
    texts: ['inside', 'settings'],
    load: () => import('./screens/admin/settings.tsx').then((m) => m.SettingsScreen),
    first: () => '/api/settings/all',
  },
  { path: '/catalogue/:eventId/offer', roles: parties, texts: ['deals', 'inside'], load: offer },
  {
    path: '/orders',
    roles: ['organizer'],
    texts: ['money'],
    load: () => import('./screens/orders/orders.tsx').then((m) => m.Orders),
    first: () => '/api/orders',
  },
  {
    path: '/distributors',
    roles: organizers,
    texts: ['deals', 'inside'],
    load: () => import('./screens/deals/distributors.tsx').then((m) => m.Distributors),
  },
  {
    path: '/distributors/:partyId',
    roles: money,
    texts: ['deals', 'inside'],
    load: () => import('./screens/deals/distributors.tsx').then((m) => m.DistributorPage),
  },
  {
    path: '/to-sell',
    roles: ['distributor'],
    texts: ['catalogue', 'event', 'inside'],
    load: () => import('./screens/catalogue/to-sell.tsx').then((m) => m.ToSell),
  },
  {
    path: '/public-profile',
    roles: ['distributor'],
    texts: ['inside', 'security'],
    load: () => import('./screens/account/public-profile.tsx').then((m) => m.PublicProfile),
  },
  {
    path: '/notifications',
    roles: parties,
    texts: ['deals', 'money'],
    load: () => import('./screens/deals/notifications.tsx').then((m) => m.Notifications),
  },
  {
    path: '/deals/:dealId',
    roles: parties,
    texts: ['deals', 'event', 'inside', 'money'],
    load: () => import('./screens/deals/deal.tsx').then((m) => m.DealScreen),
  },
  {
    path: '/deals/:dealId/counter',
    roles: parties,
    texts: ['catalogue', 'deals', 'inside'],
    load: () => import('./screens/deals/counter-deal.tsx').then((m) => m.CounterDeal),
  },
  {
    path: '/widgets',
    roles: parties,
    texts: ['widgets'],
    load: () => import('./screens/widgets/widgets.tsx').then((m) => m.Widgets),
  },
  {
    path: '/balance',
    roles: parties,
    texts: ['money'],
    load: () => import('./screens/money/balance.tsx').then((m) => m.BalanceScreen),
  },
  {
    path: '/door',
    roles: organizers,
    texts: ['door'],
    load: () => import('./screens/door/door-list.tsx').then((m) => m.DoorList),
  },
  {
    path: '/door/:eventId',
    roles: organizers,
    texts: ['door'],
    load: () => import('./screens/door/door.tsx').then((m) => m.Door),
  },
  {
    path: '/profile',
    roles: everybody,
    texts: ['security'],
    load: () => import('./screens/account/profile.tsx').then((m) => m.Profile),
  },
  {
    path: '/security',
    roles: everybody,
    texts: ['account', 'inside', 'security'],
    load: () => import('./screens/account/security.tsx').then((m) => m.Security),
  },
  {
    path: '/log',
    roles: everybody,
    texts: ['security'],
    load: () => import('./screens/account/log.tsx').then((m) => m.Log),
  },
];

/** "/" of those who are signed in. */
export const homeRoutes: Record<Role, GuardedRoute> = {
  organizer: organizersHome,
  distributor: distributorsHome,
  admin,
  buyer: myOrders,
};

/** "/" of a person whose session has ended: visitors get the landing page there, from the Worker. */
export const signedOutRoute: OpenRoute = {
  path: '/',
  texts: ['account'],
  load: () => import('./screens/account/sign-in.tsx').then((m) => m.SignInScreen),
};

/** What the address shows to this role; `null` without a role, or when it is nobody's address. */
export function routeAt(path: string, role: Role | null): OpenRoute | GuardedRoute | null {
  if (path === '/') return role === null ? signedOutRoute : homeRoutes[role];
  const found = [...openRoutes, ...guardedRoutes].find((route) => matches(path, route.path));
  return found ?? null;
}

/** The part of the address where the route has its first parameter. */
export function idIn(path: string, route: string): string {
  const at = route.split('/').findIndex((part) => part.startsWith(':'));
  return path.split('/')[at] ?? '';
}

function matches(path: string, route: string): boolean {
  const given = path.split('/');
  const wanted = route.split('/');
  return given.length === wanted.length && wanted.every((part, i) => part.startsWith(':') || part === given[i]);
}
