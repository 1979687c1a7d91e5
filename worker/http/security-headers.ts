// Headers every answer of the Worker carries. A page that knows better (its own policy, a nonce, who may frame it) has
// set its own, and that stands; what nobody thought of is closed: data that nothing may run, frame or guess a type of.

import type { MiddlewareHandler } from 'hono';
import { configOf } from '../config.ts';
import type { AppEnv } from './app-env.ts';

const closed = {
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

// Two years, subdomains too. Only where we are reached by https: a developer's machine must not forbid itself http.
const strictTransport = 'max-age=63072000; includeSubDomains';

export const securityHeaders: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  // The answer to a WebSocket's handshake is the socket itself: it cannot be wrapped.
  if (c.res.status === 101) return;
  for (const [name, value] of Object.entries(closed)) {
    if (!c.res.headers.has(name)) c.header(name, value);
  }
  if (configOf(c.env).PUBLIC_ORIGIN.startsWith('https:')) c.header('strict-transport-security', strictTransport);
};
