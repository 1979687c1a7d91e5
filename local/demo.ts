// `npm run demo`: enters a small season through the public API of the running server, and prints who can sign in. A
// second run changes nothing: people, events and deals are found by their names, and holds and orders are repeated with
// the same keys. A run after one that was interrupted finishes what it finds unfinished.

import { setTimeout as sleep } from 'node:timers/promises';
import { call, field, list, must, text } from './api-client.ts';
import { origin, password, person, signIn } from './demo-people.ts';
import {
  buyers,
  type DemoDeal,
  type DemoEvent,
  type DemoParty,
  deals,
  demoReplies,
  distributors,
  events,
  openTerms,
  organizers,
  placesOfSales,
  profiles,
} from './demo-season.ts';
import { payByCard } from './pay.ts';

const eventIds = new Map<string, string>();

// --- events ---------------------------------------------------------------------------------------------------

async function enterEvent(event: DemoEvent): Promise<void> {
  const { token } = person(event.organizer);
  const mine = await must(origin, 'GET', '/api/events/mine?limit=100', { token }, 200);
  const existing = list(mine, 'items').find((one) => one.title === event.title);
  if (existing !== undefined) {
    eventIds.set(event.title, String(existing.id));
    return finishEvent(event, String(existing.id), existing.status === 'draft', token);
  }
  const startsAt = new Date();
  startsAt.setUTCDate(startsAt.getUTCDate() + event.inDays);
  startsAt.setUTCHours(event.hour - 3, 0, 0, 0); // Every hall of the season is in Moscow's zone, UTC+3 all year.
  const added = await must(origin, 'POST', '/api/events', { token, body: eventBody(event, startsAt) }, 201);
  const id = text(added, 'id');
  eventIds.set(event.title, id);
  await finishEvent(event, id, true, token);
}

/**
 * Adds the ticket types that are missing, then publishes; an earlier run may have been interrupted between any two of
 * these.
 */
async function finishEvent(event: DemoEvent, id: string, isDraft: boolean, token: string): Promise<void> {
  if (!isDraft) return;
  const entered = list(await must(origin, 'GET', `/api/events/${id}/ticket-types`, { token }, 200), 'items');
  for (const { rubles, ...ticketType } of event.tickets) {
    if (entered.some((type) => type.name === ticketType.name)) continue;
    const body = { ...ticketType, price: { amount: rubles * 100, currency: 'RUB' } };
    await must(origin, 'POST', `/api/events/${id}/ticket-types`, { token, body }, 201);
  }
  if (event.state !== 'draft') await must(origin, 'POST', `/api/events/${id}/publish`, { token }, 200);
}

function eventBody(event: DemoEvent, startsAt: Date): unknown {
  const { english: englishVenue, ...russianVenue } = event.venue;
  const isEnglish = event.language === 'en';
  return {
    title: event.title,
    description: event.description,
    startsAt: startsAt.toISOString(),
    endsAt: new Date(startsAt.getTime() + event.hours * 3_600_000).toISOString(),
    timeZone: event.timeZone,
    venue: isEnglish ? englishVenue : russianVenue,
    tags: event.tags,
    ...(event.programme === undefined ? {} : { programme: event.programme }),
    currency: 'RUB',
    language: event.language ?? 'ru',
    translations: isEnglish ? { ru: { venue: russianVenue } } : { en: { ...event.english, venue: englishVenue } },
    ageRating: event.ageRating,
    questions: event.questions ?? [],
  };
}

function eventId(title: string): string {
  const id = eventIds.get(title);
  if (id === undefined) throw new Error(`no event ${title} in the season`);
  return id;
}

// --- deals ----------------------------------------------------------------------------------------------------

const widgets: { widgetId: string; event: string }[] = [];

async function enterDeal(deal: DemoDeal): Promise<void> {
  const distributor = person(deal.distributor);
  const organizer = person(events.find((event) => event.title === deal.event)?.organizer ?? '');
  const author = deal.by === 'organizer' ? organizer : distributor;
  const other = deal.by === 'organizer' ? distributor : organizer;
  const known = await must(
    origin,
    'GET',
    `/api/deals?eventId=${eventId(deal.event)}&limit=100`,
    { token: distributor.token },
    200,
  );
  const earlier = list(known, 'items')[0];
  if (earlier !== undefined) {
    await bringTo(deal, dealOf(earlier), author.token, other.token);
    if (typeof earlier.widgetId === 'string' && earlier.status === 'ACCEPTED')
      widgets.push({ widgetId: earlier.widgetId, event: deal.event });
    return;
  }
  const soonMs = 2_000;
  const offer = {
    eventId: eventId(deal.event),
    ...(deal.by === 'organizer' ? { distributorId: distributor.partyId } : {}),
    commissionBps: Math.round(deal.percent * 100),
    serviceFee: deal.serviceFee === undefined ? null : { amount: deal.serviceFee * 100, currency: 'RUB' },
    allotment: deal.allotment ?? { kind: 'open' },
    validUntil: deal.ends === 'EXPIRED' ? new Date(Date.now() + soonMs).toISOString() : null,
    message: deal.message,
  };
  const offered = await must(origin, 'POST', '/api/deals', { token: author.token, body: offer }, 201);
  await bringTo(deal, dealOf(offered.body), author.token, other.token);
  if (deal.ends === 'EXPIRED') await sleep(soonMs);
}

type Entered = { id: string; status: string; version: number };

function dealOf(response: unknown): Entered {
  const read = (name: string): unknown => Reflect.get(Object(response), name);
  return { id: String(read('id')), status: String(read('status')), version: Number(read('version')) };
}

/** Continues from the deal's status: it was just offered, or an interrupted run has left it further on. */
async function bringTo(deal: DemoDeal, entered: Entered, author: string, other: string): Promise<void> {
  const isAccepted = entered.status === 'ACCEPTED';
  if (entered.status !== 'PENDING' && !(isAccepted && deal.ends === 'TERMINATED')) return;
  const act = (name: string, token: string, body?: unknown) =>
    must(origin, 'POST', `/api/deals/${entered.id}/${name}`, body === undefined ? { token } : { token, body }, 200);
  switch (deal.ends) {
    case 'PENDING':
    case 'EXPIRED':
      return;
    case 'COUNTERED':
      if (entered.version > 1) return;
      await act('counter', other, {
        commissionBps: Math.round(deal.percent * 75),
        message: 'Согласны на сотню мест, но с меньшей долей.',
      });
      return;
    case 'REJECTED':
      await act('reject', other);
      return;
    case 'WITHDRAWN':
      await act('withdraw', author);
      return;
    case 'TERMINATED':
      if (!isAccepted) await act('accept', other, { version: 1 });
      await act('terminate', author);
      return;
    case 'ACCEPTED': {
      const accepted = await act('accept', other, { version: 1 });
      widgets.push({ widgetId: text(accepted, 'widgetId'), event: deal.event });
      return;
    }
  }
}

async function introduce(party: DemoParty): Promise<void> {
  const profile = profiles[party.key];
  if (profile === undefined) return;
  await must(origin, 'PATCH', '/api/distributors/me', { token: person(party.key).token, body: profile }, 200);
}

async function openTermsOf(event: DemoEvent): Promise<void> {
  const terms = openTerms[event.title];
  if (terms === undefined) return;
  const { token } = person(event.organizer);
  const path = `/api/events/${eventId(event.title)}/standing-terms`;
  const current = await must(origin, 'GET', path, { token }, 200);
  if (field(current, 'terms') !== null) return;
  const body = {
    audience: 'anyone',
    commissionBps: terms.percent * 100,
    commissionSteps: [{ fromTicket: terms.from, commissionBps: terms.beyond * 100 }],
    message: terms.message,
  };
  await must(origin, 'PUT', path, { token, body }, 200);
}

// --- sales ----------------------------------------------------------------------------------------------------

/** As the widget's frame reports it. A second run of the demo makes no second purchase, and is not looked at again. */
async function reportTraffic(widgetId: string, { source, views }: (typeof placesOfSales)[number]): Promise<void> {
  const report = (what: 'view' | 'hold') =>
    must(origin, 'POST', `/api/widgets/${widgetId}/traffic`, { body: { what, source } }, 204);
  await Promise.all([...Array.from({ length: views }, () => report('view')), report('hold')]);
}

type Sale = { orderId: string; orderToken: string; event: string };

async function sell(widgetId: string, event: string, nth: number): Promise<Sale | null> {
  const view = await must(origin, 'GET', `/api/widgets/${widgetId}`, {}, 200);
  const types = list(view, 'ticketTypes').filter((type) => Number(type.available) > 4);
  const first = types[nth % Math.max(types.length, 1)];
  if (first === undefined) return null;
  const second = types[(nth + 1) % types.length];
  const lines = [{ ticketTypeId: String(first.id), quantity: 1 + (nth % 3) }];
  if (second !== undefined && second !== first && nth % 2 === 0)
    lines.push({ ticketTypeId: String(second.id), quantity: 1 });
  const key = `demo-${widgetId}-${nth}`;
  const hold = await call(origin, 'POST', `/api/widgets/${widgetId}/holds`, { key: `${key}-hold`, body: { lines } });
  if (hold.status !== 201) return null;
  const place = placesOfSales[nth % placesOfSales.length] ?? placesOfSales[0];
  if (!hold.headers.has('idempotency-replayed')) await reportTraffic(widgetId, place);
  const name = buyers[nth % buyers.length] ?? 'Гость';
  const replies = demoReplies(list(view, 'questions'), nth);
  const locale = /[a-z]/i.test(name.charAt(0)) ? 'en' : 'ru';
  const ordered = await call(origin, 'POST', `/api/holds/${text(hold, 'holdId')}/order`, {
    key: `${key}-order`,
    body: { buyer: { name, email: `buyer${nth}@mail.example` }, locale, source: place.source, replies },
  });
  if (ordered.status !== 201) return null; // An earlier run's hold is long over.
  const payment = field(ordered, 'payment');
  if (typeof payment === 'object' && payment !== null) await payByCard(text(ordered, 'payment.url'), 'succeeds');
  return { orderId: text(ordered, 'orderId'), orderToken: text(ordered, 'orderToken'), event };
}

async function sellSeason(): Promise<Sale[]> {
  for (const event of events.filter((one) => one.state === 'published')) {
    const { token } = person(event.organizer);
    const kit = await must(origin, 'GET', `/api/events/${eventId(event.title)}/widget`, { token }, 200);
    widgets.push({ widgetId: text(kit, 'widgetId'), event: event.title });
  }
  const sales: Sale[] = [];
  for (const [at, widget] of widgets.entries()) {
    for (let nth = 0; nth < 3; nth++) {
      const sale = await sell(widget.widgetId, widget.event, at * 3 + nth);
      if (sale !== null) sales.push(sale);
    }
  }
  return sales;
}

async function checkInSome(sales: Sale[]): Promise<number> {
  let admitted = 0;
  for (const sale of sales.filter((_sale, at) => at % 4 === 0)) {
    const order = await must(origin, 'GET', `/api/orders/${sale.orderId}`, { token: sale.orderToken }, 200);
    const organizer = person(events.find((event) => event.title === sale.event)?.organizer ?? '');
    for (const ticket of list(order, 'tickets')) {
      const info = await must(origin, 'GET', `/api/tickets/${String(ticket.id)}`, { token: organizer.token }, 200);
      const body = {
        eventId: eventId(sale.event),
        code: text(info, 'code'),
        gate: 'A',
        nonce: `demo-${String(ticket.id)}`,
      };
      const scanned = await must(origin, 'POST', '/api/check-in', { token: organizer.token, body }, 200);
      if (field(scanned, 'result') === 'admitted') admitted++;
    }
  }
  return admitted;
}

// --- the run --------------------------------------------------------------------------------------------------

for (const party of organizers) await signIn(party, 'organizer');
for (const party of distributors) await signIn(party, 'distributor');
for (const party of distributors) await introduce(party);
for (const event of events) await enterEvent(event);
for (const event of events) await openTermsOf(event);
console.log(`${events.length} events of ${organizers.length} organizers`);
for (const deal of deals) await enterDeal(deal);
console.log(`${deals.length} deals with ${distributors.length} distributors`);
const sales = await sellSeason();
const admitted = await checkInSome(sales);
for (const event of events.filter((one) => one.state === 'cancelled')) {
  await must(
    origin,
    'POST',
    `/api/events/${eventId(event.title)}/cancel`,
    { token: person(event.organizer).token },
    200,
  );
}
console.log(`${sales.length} orders, ${admitted} tickets checked in`);

console.log(`\nSign in at ${origin}/ with the password  ${password}\n`);
for (const party of organizers) console.log(`  organizer    ${party.email.padEnd(28)} ${party.name}`);
for (const party of distributors) console.log(`  distributor  ${party.email.padEnd(28)} ${party.name}`);
console.log(`\nThe tickets that were mailed: ${origin}/dev/mailbox`);
