// Every list of the API, a row each: in which order it comes, and where its end is. A list that can grow has pages; one
// that has none says what bounds it. A list that is missing from the table fails the first test.
//
// Then each is walked with a thousand rows in it: every row is reached, once, in the order the table says. A query that
// binds an id a row, or cuts its answer without a word, fails there.

import { env } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EventSalesCalls } from '../../durable-objects/event-sales/rpc.ts';
import { app } from '../app.ts';
import { type ApiResponse, call, type ErrorResponse } from './calls.ts';
import { browse } from './shop.ts';
import { fillWithThousands, named, numbers, type Stage } from './thousand-rows.ts';

type Walk = {
  path: (stage: Stage) => string;
  as: (stage: Stage) => { token: string };
  /** The ids of all items, in order. */
  ids: readonly string[];
  /** Asked instead of a thousand events' objects, which would only take time. */
  sales?: Partial<EventSalesCalls>;
};
type List = { order: string; walk?: Walk } & (
  | { ends: 'pages' }
  | { ends: { bound: string; oneMore?: (stage: Stage) => Promise<ApiResponse<unknown>> } }
);

const ofOrganizer = (stage: Stage) => stage.organizer;
const ofImpresario = (stage: Stage) => stage.impresario;
const up = (prefix: string) => numbers.map((i) => named(prefix, i));
const down = (prefix: string) => up(prefix).toReversed();
/** Three of each share a moment: those of the second event come first by their ids. */
const allDeals = numbers
  .flatMap((i) => [
    { at: Math.floor(i / 3), id: named('dl', i) },
    { at: Math.floor(i / 3), id: named('dl', numbers.length + i) },
  ])
  .toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
  .map((deal) => deal.id);
/** The latest first, of one moment by id. */
const overEvents = numbers
  .toSorted((a, b) => Math.floor(b / 3) - Math.floor(a / 3) || a - b)
  .map((i) => named('old', i));
const eventsWithDifferences = [0, 1, 2].flatMap((kind) => numbers.filter((i) => i % 3 === kind).toReversed());

const asked = (stage: Stage, path: string, body: unknown, token = stage.organizer.token) =>
  call<unknown>('POST', path, { token, body });
const perOrder = 'an order has at most 100 tickets (maxTicketsPerHold)';
const perEvent = 'an event has at most 50 ticket types (maxTicketTypes)';

const lists: Record<string, List> = {
  'getSessions.items': {
    order: 'the newest sign-in first',
    ends: 'pages',
    walk: { path: () => '/api/me/sessions', as: ofOrganizer, ids: down('ses') },
  },
  'getMyOrders.items': {
    order: 'newest first',
    ends: 'pages',
    walk: { path: () => '/api/me/orders', as: (stage) => stage.buyer, ids: down('ord') },
  },
  'getAllEvents.items': {
    order: 'soonest first',
    ends: 'pages',
    walk: {
      path: ({ impresario }) => `/api/events?organizerId=${impresario.partyId}`,
      as: ofImpresario,
      ids: up('evt'),
    },
  },
  'getPrevEvents.items': {
    order: 'the latest first',
    ends: 'pages',
    walk: { path: () => '/api/events/past', as: ofImpresario, ids: down('old') },
  },
  'getMyEvents.items': {
    order: 'what comes next first, then drafts, then what is over or cancelled',
    ends: 'pages',
    walk: { path: () => '/api/events/mine', as: ofImpresario, ids: [...up('evt'), ...overEvents] },
  },
  'getDeal.eventCover.smaller': { order: 'by width', ends: { bound: 'a cover has its parts by name (coverParts)' } },
  'getEvent.cover.smaller': { order: 'by width', ends: { bound: 'a cover has its parts by name (coverParts)' } },
  'getEventOverview.event.cover.smaller': {
    order: 'by width',
    ends: { bound: 'a cover has its parts by name (coverParts)' },
  },
  'getEventCategories.items': {
    order: 'by their position',
    ends: { bound: perEvent, oneMore: (stage) => asked(stage, `/api/events/${stage.draftId}/ticket-types`, aType) },
    walk: { path: ({ draftId }) => `/api/events/${draftId}/ticket-types`, as: ofOrganizer, ids: up('tty') },
  },
  'getPromoCodes.items': {
    order: 'in the order they were added',
    ends: {
      bound: 'an event has at most 200 promo codes, retired ones too (maxPromoCodes)',
      oneMore: (stage) => asked(stage, `/api/events/${stage.draftId}/promo-codes`, aCode),
    },
    walk: { path: ({ draftId }) => `/api/events/${draftId}/promo-codes`, as: ofOrganizer, ids: up('prm') },
  },
  'getEventLedger.entries': {
    order: 'newest first',
    ends: 'pages',
    walk: { path: ({ eventId }) => `/api/events/${eventId}/ledger`, as: ofOrganizer, ids: down('ent') },
  },
  'getEventLedger.balance': { order: 'by account', ends: { bound: 'a handful of accounts in the event’s currency' } },
  'getEventOrders.items': {
    order: 'newest first',
    ends: 'pages',
    walk: { path: ({ eventId }) => `/api/events/${eventId}/orders`, as: ofOrganizer, ids: down('ord') },
  },
  'getGuests.items': { order: 'by name', ends: 'pages' },
  'getMailings.items': { order: 'newest first', ends: 'pages' },
  'getMailingFailures.items': { order: 'the newest order first', ends: 'pages' },
  'getOrders.items': {
    order: 'newest first',
    ends: 'pages',
    walk: { path: () => '/api/orders', as: ofOrganizer, ids: down('ord') },
  },
  'getAdminEvents.items': {
    order: 'newest first',
    ends: 'pages',
    walk: {
      path: ({ impresario }) => `/api/admin/events?q=${impresario.partyId}`,
      as: ({ admin }) => admin,
      ids: [...down('old'), ...down('evt')],
    },
  },
  'getAdminOrders.items': {
    order: 'newest first',
    ends: 'pages',
    walk: { path: ({ buyer }) => `/api/admin/orders?q=${buyer.email}`, as: ({ admin }) => admin, ids: down('ord') },
  },
  // Walked in worker/admin/people.test.ts.
  'getPeople.items': { order: 'newest first', ends: 'pages' },
  'getReconciliation.report.checks': { order: 'as they are made', ends: { bound: 'one of each name (CheckName)' } },
  'getDoorLinks.items': {
    order: 'newest first',
    ends: 'pages',
    walk: { path: ({ eventId }) => `/api/events/${eventId}/door-links`, as: ofOrganizer, ids: down('dlk') },
  },
  'getStandingTerms.terms.invited': {
    order: 'by name',
    ends: {
      bound: 'open terms name at most 100 distributors (SetOpenTermsRequest)',
    },
    walk: { path: ({ draftId }) => `/api/events/${draftId}/standing-terms`, as: ofOrganizer, ids: up('pty') },
  },
  'getDealsByStatus.items': {
    order: 'changed lately first',
    ends: 'pages',
    walk: { path: () => '/api/deals', as: ofOrganizer, ids: allDeals },
  },
  'getSentDeals.items': {
    order: 'changed lately first',
    ends: 'pages',
    walk: { path: () => '/api/deals/sent', as: ofOrganizer, ids: allDeals.filter((id) => id >= named('dl', 1_000)) },
  },
  'getProposedDeals.items': {
    order: 'changed lately first',
    ends: 'pages',
    walk: { path: () => '/api/deals/proposed', as: ofOrganizer, ids: down('dl') },
  },
  'getNotices.items': {
    order: 'newest first',
    ends: 'pages',
    walk: { path: () => '/api/deals/notices', as: ofOrganizer, ids: down('ntc') },
  },
  'getDealMessages.items': {
    order: 'oldest first',
    ends: {
      bound: 'the two write at most 500 messages (mostMessages)',
      oneMore: (stage) => asked(stage, `/api/deals/${stage.dealId}/messages`, { body: 'Ещё одно' }),
    },
    walk: { path: ({ dealId }) => `/api/deals/${dealId}/messages`, as: ofOrganizer, ids: up('msg') },
  },
  'getDeal.versions': {
    order: 'oldest first',
    ends: {
      bound: 'a deal has at most 200 versions (mostVersions)',
      oneMore: (stage) => asked(stage, `/api/deals/${stage.dealId}/counter`, { commissionBps: 1 }),
    },
    walk: { path: ({ dealId }) => `/api/deals/${dealId}`, as: ofOrganizer, ids: numbers.map((i) => `${i + 1}`) },
  },
  'findDistributors.items': {
    order: 'by name',
    ends: 'pages',
    walk: { path: () => '/api/distributors?q=касса', as: ofOrganizer, ids: up('pty') },
  },
  'getWidget.event.cover.smaller': { order: 'by width', ends: { bound: 'a cover has its parts by name (coverParts)' } },
  'getOrder.event.cover.smaller': { order: 'by width', ends: { bound: 'a cover has its parts by name (coverParts)' } },
  'getWidget.ticketTypes': { order: 'by their position', ends: { bound: perEvent } },
  'getOrder.lines': { order: 'as they were chosen', ends: { bound: perOrder } },
  'getOrder.tickets': { order: 'by id', ends: { bound: perOrder } },
  'getOrderHistory.items': {
    order: 'in the order of time',
    ends: { bound: 'a few for each ticket, refund and letter of an order' },
  },
  'getOrderTickets.items': { order: 'by id', ends: { bound: perOrder } },
  'getFailedRefunds.items': {
    order: 'the one that failed first at the top',
    ends: 'pages',
    walk: { path: () => '/api/refunds/failed', as: ofOrganizer, ids: up('rfd') },
  },
  'getFailedLetters.items': {
    order: 'the one that failed first at the top',
    ends: 'pages',
    walk: { path: () => '/api/letters/failed', as: ofOrganizer, ids: up('ord') },
  },
  'getRedEvents.items': {
    order: 'of a kind newest first',
    ends: 'pages',
    walk: {
      path: () => '/api/admin/red-events',
      as: (stage) => stage.admin,
      ids: eventsWithDifferences.map((i) => named('evt', i)),
      sales: { outboxLag: async () => ({ seq: 1, waiting: 0, sinceMs: null, nowMs: Date.now() }) },
    },
  },
  'getAudit.items': {
    order: 'newest first',
    ends: 'pages',
    walk: { path: () => '/api/audit?what=ticket-issued', as: ofOrganizer, ids: down('aud') },
  },
  'getBalanceMonth.items': {
    order: 'by currency',
    ends: { bound: 'one of each currency (Currency), with at most 100 rows (mostRows)' },
  },
  'getBalance.items': { order: 'by currency', ends: { bound: 'one of each currency (Currency)' } },
  'getBalanceEntries.items': {
    order: 'newest first',
    ends: 'pages',
    walk: { path: () => '/api/balance/entries', as: ofOrganizer, ids: down('ent') },
  },
};

const aType = { name: 'Балкон', price: { amount: 100, currency: 'RUB' }, capacity: 1 };
const aCode = { code: 'НОВЫЙ', discount: { kind: 'percent', bps: 100 } };

type Schema = {
  type?: string;
  maxItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  anyOf?: Schema[];
  oneOf?: Schema[];
};
type Operation = {
  operationId: string;
  summary: string;
  parameters: { name: string; in: string }[];
  responses: Record<string, { content?: Record<string, { schema?: Schema }> }>;
};
const document = (await (await app.request('/api/openapi.json', undefined, env)).json()) as {
  paths: Record<string, { get?: Operation }>;
};
const reads = Object.values(document.paths).flatMap(({ get }) => (get === undefined ? [] : [get]));

const answerOf = ({ responses }: Operation) => responses['200']?.content?.['application/json']?.schema ?? {};

/** Lists of things in an answer, by their place in it. What the schema itself bounds cannot grow. */
function listsIn(schema: Schema, at: string): string[] {
  const { items } = schema;
  const isOfThings = items?.type === 'object' || items?.oneOf !== undefined;
  if (schema.type === 'array') return isOfThings && schema.maxItems === undefined ? [at] : [];
  const inside = Object.entries(schema.properties ?? {}).flatMap(([name, one]) => listsIn(one, `${at}.${name}`));
  return [...inside, ...(schema.anyOf ?? []).flatMap((one) => listsIn(one, at))];
}

describe('the table of lists', () => {
  it('has a row for every list of the document, and no other', () => {
    const found = reads.flatMap((operation) => listsIn(answerOf(operation), operation.operationId));
    expect(found.toSorted()).toEqual(Object.keys(lists).toSorted());
  });

  it.each(Object.entries(lists))('%s has pages where its row says so, and says its order', (name, list) => {
    const [id = '', field] = name.split('.');
    const operation = reads.find((one) => one.operationId === id);
    const paged = operation?.parameters.some((one) => one.name === 'cursor' && one.in === 'query');
    const isMain = field === 'items' || field === 'entries';
    if (isMain) expect(operation?.summary).toContain(list.order);
    if (isMain || list.ends === 'pages') expect(paged).toBe(list.ends === 'pages');
    if (list.ends === 'pages') {
      expect(operation && answerOf(operation).properties?.next?.anyOf?.map((one) => one.type)).toEqual([
        'string',
        'null',
      ]);
    } else expect(list.ends.bound).not.toBe('');
  });
});

let stage: Stage;
beforeAll(async () => {
  stage = await fillWithThousands();
});

describe('with a thousand rows', () => {
  const walked = Object.entries(lists).flatMap(([name, { walk }]) =>
    walk === undefined ? [] : [[name, walk] as const],
  );
  it.each(walked)('%s shows each of them once, in its order', async (name, { path, as, ids, sales }) => {
    const found = await walk(name, path(stage), as(stage).token, sales);
    const ofStage = found.filter((id) => ids.includes(id));
    expect([ofStage.length, new Set(ofStage).size]).toEqual([ids.length, ids.length]);
    expect(ofStage).toEqual(ids);
  });

  const full = Object.entries(lists).flatMap(([name, { ends }]) =>
    ends === 'pages' || ends.oneMore === undefined ? [] : [[name, ends.oneMore] as const],
  );
  it.each(full)('%s takes no more, because it has a bound', async (_name, oneMore) => {
    const { status, body } = await oneMore(stage);
    expect([status, (body as Partial<ErrorResponse>).error?.code]).toEqual([409, 'limit-exceeded']);
  });
});

describe('pages for everybody, with a thousand events', () => {
  it('the page of an organizer leads to all he has coming and all that is over', async () => {
    const found: string[] = [];
    const path = `/org/${stage.impresario.partyId}`;
    for (let ways = [path]; ways.length > 0; ) {
      const html = await (await browse(ways.pop() ?? '')).text();
      found.push(...[...html.matchAll(/href="\/e\/(\w+)/g)].map(([, id = '']) => id));
      ways = [...ways, ...[...html.matchAll(/rel="next" href="([^"]+)"/g)].map(([, href = '']) => href)];
    }
    expect(found.length).toBe(2 * numbers.length);
    expect(found.toSorted()).toEqual([...up('evt'), ...up('old')]);
  });

  it('a feed holds all that are coming', async () => {
    const feed = await browse(`/feed/${stage.impresario.partyId}.json`);
    const { events } = await feed.json<{ events: { id: string }[] }>();
    expect(events.map(({ id }) => id)).toEqual(up('evt'));
  });
});

/** All pages of a list, to its end, by the ids of its items. */
async function walk(name: string, path: string, token: string, sales?: Walk['sales']): Promise<string[]> {
  const objects = sales && new Proxy(env.EVENT_SALES, { get: () => () => sales });
  const asked = { ...env, ...(objects && { EVENT_SALES: objects }) };
  const found: string[] = [];
  let next: string | null = null;
  do {
    const page: string = next === null ? path : `${path}${path.includes('?') ? '&' : '?'}cursor=${next}`;
    const response = await app.request(page, { headers: { authorization: `Bearer ${token}` } }, asked);
    const body: Record<string, unknown> = await response.json();
    if (response.status !== 200) throw new Error(`${page}: ${response.status} ${JSON.stringify(body)}`);
    const [, ...fields] = name.split('.');
    // The answer was checked against the document by the table; here only ids are read out of it.
    const items = fields.reduce<unknown>((value, field) => (value as Record<string, unknown>)[field], body);
    found.push(...(items as Record<string, unknown>[]).map(idOf));
    next = (body.next as string | null | undefined) ?? null;
  } while (next !== null);
  return found;
}

function idOf(item: Record<string, unknown>): string {
  return String(item.id ?? item.refundId ?? item.orderId ?? item.eventId ?? item.version);
}
