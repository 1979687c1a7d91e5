// The calls of a purchase may come from any site: they carry no cookie, and the right to each object is in its id or
// its token. Nothing else of the API is opened, so a page elsewhere can't read what a signed-in person can.

import { cors } from 'hono/cors';

export const openToAnySite = cors({
  origin: '*',
  allowMethods: ['GET', 'POST', 'DELETE'],
  allowHeaders: ['authorization', 'content-type', 'idempotency-key'],
  exposeHeaders: ['idempotency-replayed', 'retry-after', 'x-request-id'],
  maxAge: 86_400,
});
