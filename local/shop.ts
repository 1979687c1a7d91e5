// An organizer with a published event, and distributors with deals, entered through the public API.

import { field, list, must, text, verifyEmail } from './api-client.ts';

type TicketTypePlan = { name: string; rubles: number; capacity: number };
/** `lines` are positions in the plan of ticket types. */
type DealPlan =
  | { kind: 'open' }
  | { kind: 'cap'; quantity: number }
  | { kind: 'guarantee'; type: number; quantity: number; releaseAt: string };

export type Shop = {
  origin: string;
  eventId: string;
  organizer: Session;
  ticketTypeIds: string[];
  /** The organizer's own channel. */
  widgetId: string;
  deals: { dealId: string; widgetId: string; plan: DealPlan }[];
};

/** A party that stays signed in: an access token is valid for ten minutes, and a trial may take hours. */
type Session = () => Promise<string>;

const freshForMs = 5 * 60_000;
const password = 'a-long-trial-password';

export async function openShop(
  origin: string,
  name: string,
  plan: { types: TicketTypePlan[]; deals?: DealPlan[] },
): Promise<Shop> {
  const organizer = await register(origin, `${name}-org`, 'organizer');
  const organizerToken = await organizer();
  const eventId = await addEvent(origin, organizerToken, name);
  const ticketTypeIds: string[] = [];
  for (const type of plan.types) {
    const body = { name: type.name, price: rub(type.rubles * 100), capacity: type.capacity, maxPerOrder: 10 };
    const added = await must(
      origin,
      'POST',
      `/api/events/${eventId}/ticket-types`,
      { token: organizerToken, body },
      201,
    );
    ticketTypeIds.push(text(added, 'id'));
  }
  await must(origin, 'POST', `/api/events/${eventId}/publish`, { token: organizerToken }, 200);
  const kit = await must(origin, 'GET', `/api/events/${eventId}/widget`, { token: organizerToken }, 200);
  const shop: Shop = { origin, eventId, organizer, ticketTypeIds, widgetId: text(kit, 'widgetId'), deals: [] };
  for (const [at, deal] of (plan.deals ?? []).entries()) {
    const distributor = await register(origin, `${name}-dist${at}`, 'distributor');
    shop.deals.push(await agree(shop, await distributor(), deal));
  }
  return shop;
}

const rub = (amount: number) => ({ amount, currency: 'RUB' });

async function register(origin: string, login: string, role: 'organizer' | 'distributor'): Promise<Session> {
  const email = `${login}@trial.example`;
  const registered = await must(origin, 'POST', '/api/auth/register', { body: { login, email, password, role } }, 201);
  let token = text(registered, 'accessToken');
  await verifyEmail(origin, email, token);
  let sinceMs = Date.now();
  return async () => {
    if (Date.now() - sinceMs < freshForMs) return token;
    token = text(await must(origin, 'POST', '/api/auth/login', { body: { email, password } }, 200), 'accessToken');
    sinceMs = Date.now();
    return token;
  };
}

async function addEvent(origin: string, token: string, name: string): Promise<string> {
  const startsAt = Date.now() + 30 * 86_400_000;
  const body = {
    title: `Испытание ${name}`,
    description: 'Событие, которое живёт, пока идёт испытание.',
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(startsAt + 3 * 3_600_000).toISOString(),
    timeZone: 'Europe/Moscow',
    venue: { name: 'Зал', address: 'Набережная, 1', city: 'Санкт-Петербург' },
    currency: 'RUB',
  };
  return text(await must(origin, 'POST', '/api/events', { token, body }, 201), 'id');
}

async function agree(shop: Shop, token: string, plan: DealPlan): Promise<Shop['deals'][number]> {
  const { origin, eventId } = shop;
  const allotment =
    plan.kind === 'guarantee'
      ? {
          kind: 'guarantee',
          lines: [{ ticketTypeId: shop.ticketTypeIds[plan.type], quantity: plan.quantity }],
          releaseAt: plan.releaseAt,
        }
      : plan;
  const body = { eventId, commissionBps: 1333, allotment };
  const dealId = text(await must(origin, 'POST', '/api/deals', { token, body }, 201), 'id');
  await must(
    origin,
    'POST',
    `/api/deals/${dealId}/accept`,
    { token: await shop.organizer(), body: { version: 1 } },
    200,
  );
  const kit = await must(origin, 'GET', `/api/deals/${dealId}/widget`, { token }, 200);
  return { dealId, widgetId: text(kit, 'widgetId'), plan };
}

type Stock = { ticketTypeId: string; capacity: number; sold: number; held: number; available: number };

/** As the organizer sees it. */
export async function stockOf(shop: Shop): Promise<Stock[]> {
  const path = `/api/events/${shop.eventId}/ticket-types`;
  const response = await must(shop.origin, 'GET', path, { token: await shop.organizer() }, 200);
  return list(response, 'items').map((one) => ({
    ticketTypeId: String(one.id),
    capacity: Number(one.capacity),
    sold: Number(one.sold),
    held: Number(one.held),
    available: Number(one.available),
  }));
}

/** Every page of a list, at most `pages` of them. */
async function allPages(
  shop: Shop,
  path: string,
  items: 'items' | 'entries',
  pages = 2_000,
): Promise<Record<string, unknown>[]> {
  const all: Record<string, unknown>[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < pages; page++) {
    const query: string = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    const response = await must(shop.origin, 'GET', `${path}${query}`, { token: await shop.organizer() }, 200);
    all.push(...list(response, items));
    const next = field(response, 'next');
    if (typeof next !== 'string') return all;
    cursor = next;
  }
  throw new Error(`${path} has more than ${pages} pages`);
}

export function ordersOf(shop: Shop): Promise<Record<string, unknown>[]> {
  return allPages(shop, `/api/events/${shop.eventId}/orders`, 'items');
}

/** How many messages of the event's object have not reached D1 yet, as the list of orders says. */
export async function factsOnTheirWay(shop: Shop): Promise<number> {
  const path = `/api/events/${shop.eventId}/orders`;
  const response = await must(shop.origin, 'GET', path, { token: await shop.organizer() }, 200);
  return Number(field(response, 'copy.waiting'));
}

export async function paidOrderIdsOf(shop: Shop): Promise<string[]> {
  const orders = await ordersOf(shop);
  return orders.filter((order) => order.status === 'paid').map((order) => String(order.orderId));
}

type LedgerPosting = { account: string; amount: number; currency: string };

/** The event's ledger as the organizer sees it: every entry with its postings. */
export async function ledgerOf(shop: Shop): Promise<{ id: string; orderId: string; postings: LedgerPosting[] }[]> {
  const path = `/api/events/${shop.eventId}/ledger`;
  const entries = await allPages(shop, path, 'entries');
  return entries.map((entry) => ({
    id: String(entry.id),
    orderId: String(entry.orderId),
    postings: postingsOf(entry.postings),
  }));
}

function postingsOf(postings: unknown): LedgerPosting[] {
  if (!Array.isArray(postings)) throw new Error('an entry without postings');
  return postings.map((posting: unknown) => {
    const response = { status: 200, body: posting, headers: new Headers() };
    return {
      account: text(response, 'account'),
      amount: Number(field(response, 'amount.amount')),
      currency: text(response, 'amount.currency'),
    };
  });
}
