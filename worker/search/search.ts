// The command palette's search: every group is asked through the caller's own party, so nothing foreign can be found; an
// admin's are asked of the whole platform, as their lists are. What a role has no screen for stays empty.

import type { TicketedEvent } from '#core/contracts/events.ts';
import type { OrderRow } from '#core/contracts/sales.ts';
import type { SearchResponse } from '#core/contracts/search.ts';
import { listPeople } from '../admin/admin.ts';
import { findMyEvents, listEvents, listPlatformEvents } from '../catalog/catalog.ts';
import { actingParty, findDeals, findDistributors } from '../deals/deals.ts';
import type { Env } from '../env.d.ts';
import type { Actor } from '../http/app-env.ts';
import { listOrders } from '../projection/projection.ts';

const most = 5;

export function search(env: Env, actor: Actor, q: string): Promise<SearchResponse> {
  return actor.role === 'admin' ? searchEverything(env, q) : searchOwn(env, actor, q);
}

async function searchEverything(env: Env, q: string): Promise<SearchResponse> {
  const [events, orders, people] = await Promise.all([
    listPlatformEvents(env, { q, after: null }),
    listOrders(env, 'platform', { q, after: null }),
    listPeople(env, { q, after: null }),
  ]);
  return {
    ...{ events: foundEvents(events.items), orders: foundOrders(orders.items), deals: [], distributors: [] },
    people: people.items
      .slice(0, most)
      .map(({ id, displayName, party, login, email }) => ({ id, name: party?.name || displayName || login, email })),
  };
}

async function searchOwn(env: Env, actor: Actor, q: string): Promise<SearchResponse> {
  const { partyId, side } = actingParty(actor);
  const isOrganizer = side === 'organizer';
  const [events, deals, orders, distributors] = await Promise.all([
    isOrganizer ? eventsOfOrganizer(env, partyId, q) : listEvents(env, { q, limit: most }),
    findDeals(env, { partyId, side }, q, most),
    isOrganizer ? listOrders(env, { organizerId: partyId }, { q, after: null }) : noItems,
    isOrganizer ? distributorsNamed(env, q) : noItems,
  ]);
  return {
    events: foundEvents(events.items),
    deals: deals.map(({ id, eventTitle, eventTranslations, organizer, distributor }) => ({
      id,
      title: eventTitle,
      translations: eventTranslations,
      party: isOrganizer ? distributor.name : organizer.name,
    })),
    orders: foundOrders(orders.items),
    distributors: distributors.items.slice(0, most).map(({ id, name }) => ({ id, name })),
    people: [],
  };
}

type FoundEvent = Pick<TicketedEvent, 'id' | 'title' | 'translations' | 'startsAt' | 'timeZone'>;

function foundEvents(events: readonly FoundEvent[]): SearchResponse['events'] {
  return events.slice(0, most).map(({ id, title, translations, startsAt, timeZone }) => ({
    ...{ id, title, startsAt, timeZone },
    translations: titlesAlone(translations),
  }));
}

function foundOrders(orders: readonly Pick<OrderRow, 'number' | 'buyer' | 'event'>[]): SearchResponse['orders'] {
  return orders.slice(0, most).map(({ number, buyer, event }) => ({
    ...{ eventId: event.id, number, buyer: buyer.name },
    ...{ title: event.title, translations: event.translations },
  }));
}

const noItems = { items: [] } as const;

async function eventsOfOrganizer(env: Env, partyId: string, q: string) {
  const found = await findMyEvents(env, partyId, { q, limit: most });
  return found.ok ? found.value : noItems;
}

async function distributorsNamed(env: Env, q: string) {
  const found = await findDistributors(env, { q });
  return found.ok ? found.value : noItems;
}

type Titles = { ru?: { title?: string | undefined } | undefined; en?: { title?: string | undefined } | undefined };

/** Descriptions would make the response large. */
function titlesAlone({ ru, en }: Titles): SearchResponse['events'][number]['translations'] {
  return {
    ...(ru?.title === undefined ? {} : { ru: { title: ru.title } }),
    ...(en?.title === undefined ? {} : { en: { title: en.title } }),
  };
}
