// A scanned code is answered with what to do with the person who showed it.

import { Hono } from 'hono';
import { CheckInRequest, CheckInResponse } from '#core/contracts/tickets.ts';
import { checkInByLink, checkIn as scan } from '../door/door.ts';
import { scanner as scannerRelation } from '../door/door-links.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { accepted } from '../http/refusal.ts';

export const checkIn = new Hono<AppEnv>().post(
  '/',
  operation({
    id: 'activateTicket',
    tag: 'Tickets and the door',
    summary: 'Scan a ticket by its signed code, or by its typed number, which is confirmed by a second call',
    who: 'bearer',
    object: scannerRelation,
    trustsToken: true,
    body: CheckInRequest,
    responses: { 200: CheckInResponse },
    refusals: ['forbidden', 'not-found', 'idempotency-key-reused', 'too-many-requests'],
  }),
  async (c) => {
    const { scanner } = c.var;
    const request = c.req.valid('json');
    if (scanner.kind === 'person') return c.json(accepted(await scan(c.env, scanner.actor, request)), 200);
    return c.json(accepted(await checkInByLink(c.env, scanner.pass, request)), 200);
  },
);
