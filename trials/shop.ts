// An organizer with a published event, and distributors with deals, entered through the public API.

import { field, list, must, text } from '../local/api-client.ts';

export type TicketTypePlan = { name: string; rubles: number; capacity: number };
/** `lines` are positions in the plan of ticket types. */
export type DealPlan =
  | { kind: 'open' }
  | { kind: 'cap'; quantity: number }
  | { kind: 'guarantee'; type: number; quantity: number; releaseAt: string };

export type Shop = {
  origin: string;
  eventId: string;
  organizerToken: string;
  ticketTypeIds: string[];
  /** The organizer's own channel. */
  widgetId: string;
  deals: { dealId: string; widgetId: string; token: string; plan: DealPlan }[];
};

export async function openShop(
  origin: string,
  name: string,
  plan: { types: TicketTypePlan[]; deals?: DealPlan[] },
): Promise<Shop> {
  const organizerToken = await register(origin, `${name}-org`, 'organizer');
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
  const shop: Shop = { origin, eventId, organizerToken, ticketTypeIds, widgetId: text(kit, 'widgetId'), deals: [] };
  for (const [at, deal] of (plan.deals ?? []).entries()) {
    const token = await register(origin, `${name}-dist${at}`, 'distributor');
    shop.deals.push(await agree(shop, token, deal));
  }
  return shop;
}

const rub = (amount: number) => ({ amount, currency: 'RUB' });

async function register(origin: string, login: string, role: 'organizer' | 'distributor'): Promise<string> {
  const body = { login, email: `${login}@trial.example`, password: 'a-long-trial-password', role };
  return text(await must(origin, 'POST', '/api/auth/register', { body }, 201), 'accessToken');
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
  const { origin, eventId, organizerToken } = shop;
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
  await must(origin, 'POST', `/api/deals/${dealId}/accept`, { token: organizerToken, body: { version: 1 } }, 200);
  const kit = await must(origin, 'GET', `/api/deals/${dealId}/widget`, { token }, 200);
  return { dealId, widgetId: text(kit, 'widgetId'), token, plan };
}

export type Stock = { ticketTypeId: string; capacity: number; sold: number; held: number; available: number };

/** As the organizer sees it. */
export async function stockOf(shop: Shop): Promise<Stock[]> {
  const path = `/api/events/${shop.eventId}/ticket-types`;
  const answer = await must(shop.origin, 'GET', path, { token: shop.organizerToken }, 200);
  return list(answer, 'items').map((one) => ({
    ticketTypeId: String(one.id),
    capacity: Number(one.capacity),
    sold: Number(one.sold),
    held: Number(one.held),
    available: Number(one.available),
  }));
}

/** Every page of a list, at most `pages` of them. */
export async function allPages(
  origin: string,
  path: string,
  token: string,
  items: 'items' | 'entries',
  pages = 2_000,
): Promise<Record<string, unknown>[]> {
  const all: Record<string, unknown>[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < pages; page++) {
    const query: string = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    const answer = await must(origin, 'GET', `${path}${query}`, { token }, 200);
    all.push(...list(answer, items));
    const next = field(answer, 'next');
    if (typeof next !== 'string') return all;
    cursor = next;
  }
  throw new Error(`${path} has more than ${pages} pages`);
}

export async function paidOrderIdsOf(shop: Shop): Promise<string[]> {
  const orders = await allPages(shop.origin, `/api/events/${shop.eventId}/orders`, shop.organizerToken, 'items');
  return orders.filter((order) => order.status === 'paid').map((order) => String(order.orderId));
}

export type LedgerPosting = { account: string; amount: number; currency: string };

/** The event's ledger as the organizer sees it: every entry with its postings. */
export async function ledgerOf(shop: Shop): Promise<{ id: string; orderId: string; postings: LedgerPosting[] }[]> {
  const path = `/api/events/${shop.eventId}/ledger`;
  const entries = await allPages(shop.origin, path, shop.organizerToken, 'entries');
  return entries.map((entry) => ({
    id: String(entry.id),
    orderId: String(entry.orderId),
    postings: postingsOf(entry.postings),
  }));
}

function postingsOf(postings: unknown): LedgerPosting[] {
  if (!Array.isArray(postings)) throw new Error('an entry without postings');
  return postings.map((posting: unknown) => {
    const answer = { status: 200, body: posting, headers: new Headers() };
    return {
      account: text(answer, 'account'),
      amount: Number(field(answer, 'amount.amount')),
      currency: text(answer, 'amount.currency'),
    };
  });
}
