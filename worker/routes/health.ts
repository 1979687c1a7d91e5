// Whether the Worker responds, and which version it is: for whoever watches it from outside. It asks neither D1 nor an
// object, so it costs nothing, and it says nothing about them.

import { Hono } from 'hono';
import * as z from 'zod';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';

const Health = z.strictObject({ ok: z.literal(true), version: z.string() });

export const health = new Hono<AppEnv>().get(
  '/',
  operation({
    id: 'getHealth',
    tag: 'Administration',
    summary: 'Whether the Worker responds, and its version',
    who: 'anyone',
    responses: { 200: Health },
  }),
  (c) => {
    c.header('cache-control', 'no-store');
    return c.json({ ok: true, version: c.env.VERSION?.id ?? 'unknown' }, 200);
  },
);
