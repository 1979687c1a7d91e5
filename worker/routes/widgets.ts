// What the widget asks: its event, and a hold on tickets. No account, no D1.

import { Hono } from 'hono';
import { HoldRequest, PlacedHold, WidgetView } from '#core/contracts/sales.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { pending } from './pending.ts';

export const widgets = new Hono<AppEnv>()
  .get(
    '/:widgetId',
    operation({
      id: 'getWidget',
      tag: 'Buying',
      summary: 'Event, ticket types, prices, availability',
      who: 'anyone',
      answers: { 200: WidgetView },
      refusals: ['not-found'],
    }),
    async (c) => c.json(pending<WidgetView>(), 200),
  )
  .get(
    '/:widgetId/qr.svg',
    operation({
      id: 'getWidgetQr',
      tag: 'Buying',
      summary: 'QR code of the link',
      who: 'anyone',
      answers: { 200: null },
      media: 'image/svg+xml',
      refusals: ['not-found'],
    }),
    async (c) => c.body(pending<string>(), 200, { 'content-type': 'image/svg+xml' }),
  )
  .post(
    '/:widgetId/holds',
    operation({
      id: 'placeHold',
      tag: 'Buying',
      summary: 'Take tickets for some minutes',
      who: 'anyone',
      idempotencyKey: true,
      body: HoldRequest,
      answers: { 201: PlacedHold },
      refusals: [
        'not-found',
        'sold-out',
        'not-on-sale',
        'limit-exceeded',
        'channel-closed',
        'event-cancelled',
        'promo-code-unknown',
        'promo-code-used-up',
        'busy',
      ],
    }),
    async (c) => c.json(pending<PlacedHold>(), 201),
  );
