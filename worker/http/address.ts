// Where a request came from.

import type { Context } from 'hono';
import { addressHeader } from './network.ts';

/** The platform's own header; what a client writes into others is worth nothing. */
export function addressOf(c: Context): string | undefined {
  return c.req.header(addressHeader);
}
