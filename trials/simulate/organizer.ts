// What the organizer does in the world of a history: publishes the event and edits of it, and opens its two channels.

import type { Allotment } from '#core/contracts/deals.ts';
import type { EventSnapshot } from '../../durable-objects/event-sales/snapshots.ts';
import { type Offer, questionId } from './settings.ts';
import type { World } from './world.ts';

export async function publish(world: World, status: 'published' | 'cancelled', offer: Offer): Promise<void> {
  world.revision += 1;
  const snapshot = snapshotOf(world, status, offer);
  const revision = world.revision;
  const response = await world.insist((sales) => sales.publish(snapshot, revision));
  if (!response.ok) return;
  world.offer = offer;
  if (status === 'cancelled') world.cancelled = true;
  for (const { code, maxUses } of offer.promos)
    world.mostUses.set(code, Math.max(world.mostUses.get(code) ?? 0, maxUses ?? Number.POSITIVE_INFINITY));
}

function snapshotOf(
  world: World,
  status: 'published' | 'cancelled',
  { capacity, priceMinor, promos }: Offer,
): EventSnapshot {
  const { eventId, typeId, settings } = world;
  return {
    eventId,
    status,
    organizerId: 'pty_organizer',
    organizerName: 'O',
    language: 'ru',
    title: 'T',
    description: '',
    translations: {},
    startsAtMs: 1_900_000_000_000,
    endsAtMs: 1_900_000_000_000,
    timeZone: 'Europe/Moscow',
    venue: { name: 'V', address: '', city: 'C' },
    ageRating: null,
    currency: 'RUB',
    holdMinutes: 10,
    ticketTypes: [
      {
        id: typeId,
        name: 'N',
        translations: {},
        priceMinor,
        capacity,
        salesFromMs: null,
        salesToMs: null,
        minPerOrder: 1,
        maxPerOrder: settings.maxPerOrder,
        maxPerContact: settings.maxPerContact,
      },
    ],
    promoCodes: promos,
    questions: settings.asks ? [question] : [],
  };
}

const question = {
  id: questionId,
  kind: 'text' as const,
  per: 'ticket' as const,
  label: 'Q',
  options: [],
  required: true,
  ticketTypeIds: [],
  translations: {},
};

export async function open(world: World): Promise<void> {
  await publish(world, 'published', world.offer);
  await openChannel(world, world.widgets[1], null, { kind: 'open' });
  const opened = await openChannel(world, world.widgets[0], 'dl_1', world.settings.allotment);
  world.promised = opened ? world.settings.allotment : null;
  world.dealOpen = opened;
}

async function openChannel(
  world: World,
  widgetId: string,
  dealId: string | null,
  allotment: Allotment,
): Promise<boolean> {
  const channel = {
    widgetId,
    dealId,
    distributorId: dealId === null ? null : 'pty_distributor',
    distributorName: dealId,
    termsVersion: 1,
    commissionBps: dealId === null ? 0 : 1333,
    serviceFeeMinor: 0,
    commissionByType: [],
    commissionSteps: [],
    allotment,
  };
  return (await world.insist((sales) => sales.openChannel(channel, 1))).ok;
}
