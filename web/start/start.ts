// Runs before everything else and without the framework: asks for the session, the screen's program, its texts and its
// data at the same time, while the browser still downloads web/main.tsx. Nothing here draws; what fails here is asked for
// again, and shown, by the screen itself.

import { areaLoaders } from '../messages/areas.ts';
import { idIn, routeAt } from '../routes.ts';
import { firstLocale } from './first-locale.ts';
import { askFirst } from './first-requests.ts';
import { roleOfLastTime } from './last-role.ts';

const locale = firstLocale();
document.documentElement.lang = locale;

askFirst((role) => {
  const route = routeAt(location.pathname, role);
  if (route === null || !('roles' in route) || !route.roles.includes(role)) return null;
  return route.first?.(idIn(location.pathname, route.path)) ?? null;
});

const route = routeAt(location.pathname, roleOfLastTime());
const isInside = roleOfLastTime() !== null;
const areas = ['shell', ...(isInside ? (['inside'] as const) : []), ...(route?.texts ?? [])] as const;
for (const area of areas) areaLoaders[area][locale]().catch(() => undefined);
if (isInside) import('../parts/frame.tsx').catch(() => undefined);
route?.load().catch(() => undefined);
