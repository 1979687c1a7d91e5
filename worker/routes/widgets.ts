// What the widget asks: its event, and a hold on tickets. No account, no D1.

import { Hono } from 'hono';
import { QrQuery, WidgetTraffic } from '#core/contracts/results.ts';
import { HoldRequest, PlacedHold, WidgetView } from '#core/contracts/sales.ts';
import { placeHold, widgetQr, widgetView } from '../buying/buying.ts';
import { addressOf } from '../http/address.ts';
import type { AppEnv } from '../http/app-env.ts';
import { allowAnyOrigin } from '../http/cors.ts';
import type { FastPathCall } from '../http/fast-path.ts';
import { setReplayedHeader } from '../http/idempotency-headers.ts';
import { operation } from '../http/operation.ts';
import { accepted } from '../http/refusal.ts';
import { countTraffic } from '../results/results.ts';

export const placeHoldOnFastPath: FastPathCall<HoldRequest> = {
  route: '/api/widgets/:widgetId/holds',
  address: /^https?:\/\/[^/]+\/api\/widgets\/(\w+)\/holds$/,
  body: HoldRequest,
  headers: {},
  handle: async (...call) => accepted(await placeHold(...call)),
};

export const widgets = new Hono<AppEnv>()
  .use(allowAnyOrigin)
  .get(
    '/:widgetId',
    operation({
      id: 'getWidget',
      tag: 'Buying',
      summary: 'Event, ticket types, prices, availability',
      who: 'anyone',
      responses: { 200: WidgetView },
      refusals: ['not-found'],
    }),
    async (c) => {
      const view = accepted(await widgetView(c.env, c.req.param('widgetId')));
      // One second of caching absorbs an on-sale at one address. The stock in it is a hint; placing the hold decides.
      c.header('cache-control', 'public, max-age=1');
      return c.json(view, 200);
    },
  )
  .get(
    '/:widgetId/qr.svg',
    operation({
      id: 'getWidgetQr',
      tag: 'Buying',
      summary: 'QR code of the link',
      who: 'anyone',
      query: QrQuery,
      responses: { 200: null },
      media: 'image/svg+xml',
      refusals: ['not-found'],
    }),
    async (c) => {
      const svg = accepted(await widgetQr(c.env, c.req.param('widgetId'), c.req.valid('query').sub));
      return c.body(svg, 200, { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=3600' });
    },
  )
  .post(
    '/:widgetId/traffic',
    operation({
      id: 'countTraffic',
      tag: 'Buying',
      summary: 'Say that the widget was shown, or tickets put aside in it; counted without cookies',
      who: 'anyone',
      body: WidgetTraffic,
      responses: { 204: null },
      refusals: ['not-found'],
    }),
    (c) => {
      accepted(countTraffic(c.env, c.req.param('widgetId'), c.req.valid('json')));
      return c.body(null, 204);
    },
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
      responses: { 201: PlacedHold },
      refusals: [
        'not-found',
        'sold-out',
        'not-on-sale',
        'limit-exceeded',
        'total-too-large',
        'channel-closed',
        'event-cancelled',
        'promo-code-unknown',
        'promo-code-used-up',
        'promo-code-expired',
        'promo-code-not-applicable',
        'hold-expired',
        'proof-required',
        'too-many-requests',
        'busy',
      ],
    }),
    async (c) => {
      const address = addressOf(c);
      const { idempotencyKey } = c.var;
      const hold = accepted(
        await placeHold(c.env, c.req.param('widgetId'), idempotencyKey, c.req.valid('json'), address),
      );
      setReplayedHeader(c, hold);
      return c.json(PlacedHold.parse(JSON.parse(hold.value)), 201);
    },
  );
