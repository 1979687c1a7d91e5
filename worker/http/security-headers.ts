// The security headers of every response. A page that needs another policy (a nonce, framing) sets its own header,
// and then that one stays. Every other response gets the closed default: nothing may run, frame, cache or sniff it.

import type { Context, MiddlewareHandler } from 'hono';
import { configOf } from '../config.ts';
import type { Env } from '../env.d.ts';
import type { AppEnv } from './app-env.ts';

export const closedHeaders = {
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  // A cacheable response sets its own header. Everything else is private or soon outdated.
  'cache-control': 'no-store',
};

// Two years, subdomains too. Only where we are reached by https: a developer's machine must not forbid itself http.
const strictTransport = { 'strict-transport-security': 'max-age=63072000; includeSubDomains' };

export function transportHeaders(env: Env): Record<string, string> {
  return configOf(env).PUBLIC_ORIGIN.startsWith('https:') ? strictTransport : {};
}

export const securityHeaders: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  // The answer to a WebSocket's handshake is the socket itself: it cannot be wrapped.
  if (c.res.status === 101) return;
  for (const [name, value] of Object.entries(closedHeaders)) {
    if (!c.res.headers.has(name)) put(c, name, value);
  }
  for (const [name, value] of Object.entries(transportHeaders(c.env))) put(c, name, value);
};

// In place: `c.header` makes the whole response anew for each header once there is one. An answer passed on from
// elsewhere (an object, a static file) can't be changed in place.
function put(c: Context<AppEnv>, name: string, value: string): void {
  try {
    c.res.headers.set(name, value);
  } catch {
    c.header(name, value);
  }
}
