// The HTTP face of the Worker: every route, in one place.

import { Hono } from 'hono';
import { requestId } from 'hono/request-id';
import * as z from 'zod';
import { publicKeys } from './access/access-token.ts';
import { mailbox } from './delivery/mailbox/mailbox.tsx';
import type { Env } from './env.d.ts';
import type { AppEnv } from './http/app-env.ts';
import { respondOnFastPath } from './http/fast-path.ts';
import { refuseWhenHashQueueIsFull } from './http/hash-queue-full.ts';
import { type ApiDocument, openApiDocument, operationsOf } from './http/open-api.ts';
import { operation } from './http/operation.ts';
import { answerError } from './http/refusal.ts';
import { securityHeaders } from './http/security-headers.ts';
import { apiDocsPage } from './pages/api-docs.tsx';
import {
  dashboardOrMissing,
  eventFaceImage,
  feed,
  logo,
  neverAgainPages,
  orderPages,
  payPages,
  picture,
  publicPages,
  robots,
  sitemapIndex,
  sitemapPart,
} from './pages/pages.ts';
import { widgetPage } from './pages/widget/widget-page.tsx';
import { admin } from './routes/admin.ts';
import { auditLog } from './routes/audit.ts';
import { auth } from './routes/auth.ts';
import { balance } from './routes/balance.ts';
import { checkIn } from './routes/check-in.ts';
import { deals } from './routes/deals/deals.ts';
import { distributors } from './routes/distributors.ts';
import { door } from './routes/door.ts';
import { events } from './routes/events/events.ts';
import { health } from './routes/health.ts';
import { holds, purchaseOnFastPath } from './routes/holds.ts';
import { home } from './routes/home.ts';
import { jobs } from './routes/jobs.ts';
import { letters } from './routes/letters.ts';
import { me } from './routes/me/me.ts';
import { orders } from './routes/orders.ts';
import { payments } from './routes/payments.ts';
import { refunds } from './routes/refunds.ts';
import { results } from './routes/results.ts';
import { searching } from './routes/search.ts';
import { settings } from './routes/settings.ts';
import { tickets } from './routes/tickets.ts';
import { placeHoldOnFastPath, widgets } from './routes/widgets.ts';
import { settingsOf } from './settings/settings.ts';

const routes = new Hono<AppEnv>()
  .use(requestId({ limitLength: 64 }))
  .use(securityHeaders)
  .route('/api/auth', auth)
  .route('/api/me', me)
  .route('/api/events', events)
  .route('/api/deals', deals)
  .route('/api/distributors', distributors)
  .route('/api/widgets', widgets)
  .route('/api/holds', holds)
  .route('/api/orders', orders)
  .route('/api/tickets', tickets)
  .route('/api/door', door)
  .route('/api/check-in', checkIn)
  .route('/api/balance', balance)
  .route('/api/home', home)
  .route('/api/results', results)
  .route('/api/search', searching)
  .route('/api/refunds', refunds)
  .route('/api/letters', letters)
  .route('/api/jobs', jobs)
  .route('/api/health', health)
  .route('/api/payments', payments)
  .route('/api/audit', auditLog)
  .route('/api/admin', admin)
  .route('/api/settings', settings)
  .get('/w/:widgetId', widgetPage)
  .get('/.well-known/jwks.json', (c) => c.json(publicKeys(c.env), 200, { 'cache-control': 'public, max-age=300' }))
  .get(
    '/api/openapi.json',
    operation({
      id: 'getOpenApi',
      tag: 'Administration',
      summary: 'This document',
      who: 'anyone',
      responses: { 200: z.looseObject({ openapi: z.string() }) },
    }),
    async (c) => c.json(await document(c.env)),
  )
  .get('/docs', async (c) =>
    c.html(apiDocsPage(await document(c.env)), 200, { 'content-security-policy': docsPolicy }),
  );

// The page has no script at all.
const docsPolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const app = routes;
export type AppType = typeof routes;

// Pages answer people, not clients: they stay out of the typed API.
routes
  .get('/feed/:file', feed)
  .get('/img/brand/:file', logo)
  .get('/img/:eventId/face/:file', eventFaceImage)
  .get('/img/:eventId/:coverId/:file', picture)
  .get('/robots.txt', robots)
  .get('/sitemap.xml', sitemapIndex)
  .get('/sitemap/:file', sitemapPart);
routes
  .route('/', publicPages)
  .route('/never-again', neverAgainPages)
  .route('/o', orderPages)
  .route('/pay/test', payPages)
  .route('/dev', mailbox);

app.notFound(dashboardOrMissing);
app.onError(answerError);

export function handleRequest(request: Request, env: Env, ctx: ExecutionContext): Response | Promise<Response> {
  return (
    respondOnFastPath(placeHoldOnFastPath, request, env) ??
    respondOnFastPath(purchaseOnFastPath, request, env) ??
    refuseWhenHashQueueIsFull(hashingPaths(), request, env) ??
    app.fetch(request, env, ctx)
  );
}

let paths: ReadonlySet<string> | undefined;
function hashingPaths(): ReadonlySet<string> {
  paths ??= new Set(operationsOf(app).flatMap(({ path, operation: { hashes } }) => (hashes === true ? [path] : [])));
  return paths;
}

let made: ApiDocument | undefined;
async function document(env: Env): Promise<ApiDocument> {
  const { brandName } = await settingsOf(env);
  if (made?.info.title !== brandName.en) made = openApiDocument(operationsOf(app), brandName.en);
  return made;
}
