// CORS: only the calls of a purchase accept any origin. They carry no cookie, and the right to each object is in its id
// or its token. The rest of the API sends no CORS header, so a page of another site cannot read what a signed-in person
// can.

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

export const corsHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': exposed.join(','),
};

// Hono's `cors` makes a response before the handler's and copies one into the other. That is too expensive for two
// constant headers on every call of a purchase, so `cors` handles the preflight alone.
export const allowAnyOrigin: MiddlewareHandler = async (c, next) => {
  if (c.req.method === 'OPTIONS') return preflight(c, next);
  for (const [name, value] of Object.entries(corsHeaders)) c.header(name, value);
  await next();
};
