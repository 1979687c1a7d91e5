// Deals: offered by either side, answered by the other.

import { Hono, type MiddlewareHandler } from 'hono';
import {
  AcceptDealRequest,
  CounterDealRequest,
  DealCounts,
  DealPage,
  DealQuery,
  type DealSide,
  DealWithVersions,
  OfferDealRequest,
  TakeOpenTermsRequest,
  WidgetKit,
} from '#core/contracts/deals.ts';
import type { ErrorCode } from '#core/errors.ts';
import type { Refused } from '#core/result.ts';
import { ownDeal } from '../../access/relations.ts';
import {
  acceptDeal,
  actingParty,
  countDeals,
  counterDeal,
  dealWidget,
  listDeals,
  mailNotifications,
  offerDeal,
  rejectDeal,
  shownDeal,
  takeOpenTerms,
  terminateDeal,
  withdrawDeal,
} from '../../deals/deals.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { operation } from '../../http/operation.ts';
import { paged } from '../../http/paged.ts';
import { accepted, type Refusal, refusalOf } from '../../http/refusal.ts';
import { dealMessages } from './messages.ts';
import { dealNotifications } from './notifications.ts';

const parties = ['organizer', 'distributor'] as const;

// The other side's mail goes out after the response; what fails here the cron sends.
const mailAfterwards: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  if (c.req.method !== 'GET' && c.res.ok) c.executionCtx.waitUntil(mailNotifications(c.env, Date.now()));
};

export const deals = new Hono<AppEnv>()
  .use(mailAfterwards)
  .post(
    '/',
    operation({
      id: 'offerDeal',
      tag: 'Deals',
      summary: 'Offer a deal on one event',
      who: parties,
      verifiedEmail: true,
      body: OfferDealRequest,
      responses: { 201: DealWithVersions },
      refusals: [
        'not-found',
        'deal-exists',
        'currency-mismatch',
        'event-cancelled',
        'offers-closed',
        'allotment-exceeds-stock',
      ],
    }),
    async (c) => {
      const result = await offerDeal(c.env, actingParty(c.var.actor), c.req.valid('json'), c.var.actor);
      if (!result.ok) throw refusalTo(actingParty(c.var.actor).side, result);
      return c.json(await shownDeal(c.env, result.value.dealId), 201);
    },
  )
  .get(
    '/',
    operation({
      id: 'getDealsByStatus',
      tag: 'Deals',
      summary: 'My deals, changed lately first',
      who: parties,
      query: DealQuery,
      responses: { 200: DealPage },
    }),
    async (c) => c.json(await listDeals(c.env, actingParty(c.var.actor), 'all', paged(c.req.valid('query'))), 200),
  )
  .get(
    '/sent',
    operation({
      id: 'getSentDeals',
      tag: 'Deals',
      summary: 'Deals whose current version I wrote, changed lately first',
      who: parties,
      query: DealQuery,
      responses: { 200: DealPage },
    }),
    async (c) => c.json(await listDeals(c.env, actingParty(c.var.actor), 'sent', paged(c.req.valid('query'))), 200),
  )
  .get(
    '/proposed',
    operation({
      id: 'getProposedDeals',
      tag: 'Deals',
      summary: 'Deals whose current version the other side wrote, changed lately first',
      who: parties,
      query: DealQuery,
      responses: { 200: DealPage },
    }),
    async (c) => c.json(await listDeals(c.env, actingParty(c.var.actor), 'proposed', paged(c.req.valid('query'))), 200),
  )
  .get(
    '/counts',
    operation({
      id: 'getDealCounts',
      tag: 'Deals',
      summary: 'How many deals stand how',
      who: parties,
      responses: { 200: DealCounts },
    }),
    async (c) => c.json(await countDeals(c.env, actingParty(c.var.actor)), 200),
  )
  .route('/', dealNotifications)
  .post(
    '/take',
    operation({
      id: 'takeStandingTerms',
      tag: 'Deals',
      summary: "Take an event's open terms: a deal at once",
      who: ['distributor'],
      verifiedEmail: true,
      body: TakeOpenTermsRequest,
      responses: { 201: DealWithVersions },
      refusals: [
        'not-found',
        'stale-version',
        'deal-exists',
        'offers-closed',
        'event-not-published',
        'allotment-exceeds-stock',
        'busy',
      ],
    }),
    async (c) => {
      const { actor } = c.var;
      const result = await takeOpenTerms(c.env, actingParty(actor).partyId, c.req.valid('json'), actor);
      if (!result.ok) throw refusalTo(actingParty(c.var.actor).side, result);
      return c.json(await shownDeal(c.env, result.value.dealId), 201);
    },
  )
  .route('/', dealMessages)
  .get(
    '/:dealId',
    operation({
      id: 'getDeal',
      tag: 'Deals',
      summary: 'One deal with all versions, oldest first',
      who: parties,
      object: ownDeal,
      responses: { 200: DealWithVersions },
    }),
    async (c) => c.json(await shownDeal(c.env, c.var.deal.id), 200),
  )
  .post(
    '/:dealId/accept',
    operation({
      id: 'acceptDeal',
      tag: 'Deals',
      summary: 'Accept a version',
      who: parties,
      object: ownDeal,
      body: AcceptDealRequest,
      responses: { 200: DealWithVersions },
      refusals: [
        'stale-version',
        'own-version',
        'deal-decided',
        'deal-expired',
        'event-cancelled',
        'event-not-published',
        'offers-closed',
        'allotment-exceeds-stock',
        'busy',
      ],
    }),
    async (c) => {
      const { deal, actor } = c.var;
      const result = await acceptDeal(c.env, deal, actingParty(actor).side, c.req.valid('json').version, actor);
      if (!result.ok) throw refusalTo(actingParty(c.var.actor).side, result);
      return c.json(await shownDeal(c.env, c.var.deal.id), 200);
    },
  )
  .post(
    '/:dealId/reject',
    operation({
      id: 'rejectDeal',
      tag: 'Deals',
      summary: "Reject the other side's version",
      who: parties,
      object: ownDeal,
      responses: { 200: DealWithVersions },
      refusals: ['own-version', 'deal-decided', 'deal-expired', 'busy'],
    }),
    async (c) => {
      accepted(await rejectDeal(c.env, c.var.deal, actingParty(c.var.actor).side, c.var.actor));
      return c.json(await shownDeal(c.env, c.var.deal.id), 200);
    },
  )
  .post(
    '/:dealId/counter',
    operation({
      id: 'counterDeal',
      tag: 'Deals',
      summary: 'Answer with other terms',
      who: parties,
      verifiedEmail: true,
      object: ownDeal,
      body: CounterDealRequest,
      responses: { 200: DealWithVersions },
      refusals: [
        'stale-version',
        'own-version',
        'deal-decided',
        'deal-expired',
        'currency-mismatch',
        'allotment-exceeds-stock',
        'event-cancelled',
        'offers-closed',
        'limit-exceeded',
        'busy',
      ],
    }),
    async (c) => {
      const { deal, actor } = c.var;
      const result = await counterDeal(c.env, deal, actingParty(actor).side, c.req.valid('json'), actor);
      if (!result.ok) throw refusalTo(actingParty(c.var.actor).side, result);
      return c.json(await shownDeal(c.env, c.var.deal.id), 200);
    },
  )
  .post(
    '/:dealId/withdraw',
    operation({
      id: 'withdrawDeal',
      tag: 'Deals',
      summary: 'Take my version back',
      who: parties,
      object: ownDeal,
      responses: { 200: DealWithVersions },
      refusals: ['own-version', 'deal-decided', 'deal-expired', 'busy'],
    }),
    async (c) => {
      accepted(await withdrawDeal(c.env, c.var.deal, actingParty(c.var.actor).side, c.var.actor));
      return c.json(await shownDeal(c.env, c.var.deal.id), 200);
    },
  )
  .post(
    '/:dealId/terminate',
    operation({
      id: 'terminateDeal',
      tag: 'Deals',
      summary: 'End an accepted deal at once',
      who: parties,
      object: ownDeal,
      responses: { 200: DealWithVersions },
      refusals: ['deal-not-accepted', 'busy'],
    }),
    async (c) => {
      accepted(await terminateDeal(c.env, c.var.deal, c.var.actor));
      return c.json(await shownDeal(c.env, c.var.deal.id), 200);
    },
  )
  .get(
    '/:dealId/widget',
    operation({
      id: 'getDealWidget',
      tag: 'Deals',
      summary: 'The link and the HTML to sell through',
      who: parties,
      object: ownDeal,
      responses: { 200: WidgetKit },
      refusals: ['deal-not-accepted'],
    }),
    async (c) => {
      const result = accepted(await dealWidget(c.env, c.var.deal));
      return c.json(result, 200);
    },
  );

/** How many tickets are free is the organizer's business; to the other side it would tell sales and others' deals. */
function refusalTo(side: DealSide, refused: Refused<ErrorCode>): Refusal {
  if (side === 'organizer' || refused.code !== 'allotment-exceeds-stock') return refusalOf(refused);
  const { available: _free, ...details } = refused.details ?? {};
  return refusalOf({ ...refused, details });
}
