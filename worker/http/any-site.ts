// The calls of a purchase may come from any site: they carry no cookie, and the right to each object is in its id or
// its token. Nothing else of the API is opened, so a page elsewhere can't read what a signed-in person can.

import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';

const exposed = ['idempotency-replayed', 'retry-after', 'x-request-id'];

const preflight = cors({
  origin: '*',
  allowMethods: ['GET', 'POST', 'DELETE'],
  allowHeaders: ['authorization', 'content-type', 'idempotency-key'],
  exposeHeaders: exposed,
  maxAge: 86_400,
});

export const anySiteHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': exposed.join(','),
};

// `cors` makes a response of its own before the handler's and copies one into the other: too dear for two constant
// headers on the way of every purchase, and the preflight is the only part with a decision in it.
export const openToAnySite: MiddlewareHandler = async (c, next) => {
  if (c.req.method === 'OPTIONS') return preflight(c, next);
  for (const [name, value] of Object.entries(anySiteHeaders)) c.header(name, value);
  await next();
};
