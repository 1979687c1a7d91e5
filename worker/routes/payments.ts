// Where payment providers tell us what happened. Signed by them; anything else is refused unread.

import { Hono } from 'hono';
import { Empty } from '#core/contracts/basics.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { pending } from './pending.ts';

export const payments = new Hono<AppEnv>().post(
  '/:provider/webhook',
  operation({
    id: 'paymentWebhook',
    tag: 'Buying',
    summary: "A provider's signed notice",
    who: 'anyone',
    rawBody: true,
    answers: { 200: Empty },
    refusals: ['not-found', 'unauthenticated', 'invalid-request'],
  }),
  async (c) => c.json(pending<Record<string, never>>(), 200),
);
