// The paths of the dashboard's screens. The dashboard draws one screen for each, and the Worker serves the dashboard's
// page for these paths only, so that a missing file is answered with 404.

export const dashboardPaths = [
  '/',
  '/sign-up',
  '/sign-in',
  '/forgotten-password',
  '/reset-password',
  '/verify-email',
  '/undo-email',
  '/door/link',
  '/to-sell',
  '/catalogue/:eventId',
  '/catalogue/:eventId/offer',
  '/my-events',
  '/my-events/new',
  '/my-events/:eventId',
  '/my-events/:eventId/edit',
  '/my-events/:eventId/tickets',
  '/my-events/:eventId/partners',
  '/my-events/:eventId/settings',
  '/my-events/:eventId/ticket-types/:ticketTypeId',
  '/my-events/:eventId/promo-codes/:promoCodeId',
  '/my-events/:eventId/questions/:questionId',
  '/my-events/:eventId/orders',
  '/my-events/:eventId/guests',
  '/my-events/:eventId/mailings',
  '/my-events/:eventId/ledger',
  '/my-events/:eventId/reconciliation',
  '/my-events/:eventId/widget',
  '/my-events/:eventId/offer',
  '/my-events/:eventId/door-links',
  '/my-events/:eventId/open-terms',
  '/orders',
  '/distributors',
  '/distributors/:partyId',
  '/deals',
  '/public-profile',
  '/not-me',
  '/notifications',
  '/deals/:dealId',
  '/deals/:dealId/counter',
  '/widgets',
  '/balance',
  '/door',
  '/door/:eventId',
  '/profile',
  '/security',
  '/log',
  '/admin',
  '/admin/failures',
  '/admin/events',
  '/admin/orders',
  '/admin/people',
  '/admin/people/:userId',
  '/admin/settings',
  '/ui',
] as const;

/** Pages for developers: a production Worker answers 404 there. */
export const developmentPaths: readonly string[] = ['/ui'] satisfies (typeof dashboardPaths)[number][];

/** Paths that screens had before. Bookmarks and sent letters still name them, so the Worker redirects from them. */
const movedPaths: readonly (readonly [from: string, to: string])[] = [
  ['/my-events/:eventId/standing-terms', '/my-events/:eventId/open-terms'],
  ['/notices', '/notifications'],
];

type DashboardPath = (typeof dashboardPaths)[number];

/** Which screen this address is, or null when the dashboard has none there. */
export function dashboardPathOf(address: string): DashboardPath | null {
  const parts = partsOf(address);
  const path = dashboardPaths.find((one) => matches(one.split('/'), parts));
  return path ?? null;
}

/** Where the screen that had this address is now, or null when none had it. */
export function movedTo(address: string): string | null {
  const parts = partsOf(address);
  const moved = movedPaths.find(([from]) => matches(from.split('/'), parts));
  if (moved === undefined) return null;
  // The two paths differ in words alone, so each parameter is at the same place in both.
  return moved[1]
    .split('/')
    .map((part, at) => (part.startsWith(':') ? parts[at] : part))
    .join('/');
}

/** A slash at the end changes nothing. */
function partsOf(address: string): string[] {
  return address.replace(/(?<=.)\/$/, '').split('/');
}

// An id has no dot, so the name of a file is never taken for one.
function matches(pattern: readonly string[], parts: readonly string[]): boolean {
  if (pattern.length !== parts.length) return false;
  return pattern.every((one, at) => (one.startsWith(':') ? /^[\w%-]+$/.test(parts[at] ?? '') : one === parts[at]));
}
