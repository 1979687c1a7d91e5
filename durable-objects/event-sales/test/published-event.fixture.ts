// A published event with its channels, for tests. Every test makes an event of its own.

import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { vi } from 'vitest';
import type { PlacedHold } from '#core/contracts/sales.ts';
import { ok, type Result } from '#core/result.ts';
import type { OutboxMessage } from '../outbox/messages.ts';
import type { BatchResult, EventSalesCalls, HoldRefusal, OpenOrder, PlaceHold, Replayable } from '../rpc.ts';
import type { ChannelSnapshot, EventSnapshot, TicketTypeSnapshot } from '../snapshots.ts';

/** The messages that the outbox sent. The queue delivers none, so that no consumer changes what a test looks at. */
export const sentMessages: OutboxMessage[] = [];
export const queue = vi.fn(async (messages: unknown) => {
  for (const { body } of messages as { body: OutboxMessage }[]) sentMessages.push(body);
});

export function sentMessagesOf(at: { eventId: string }): OutboxMessage[] {
  return sentMessages.filter((message) => message.eventId === at.eventId);
}

/** Who does what the audit log records. */
export const actor = { userId: 'usr_organizer', role: 'organizer' } as const;

const base32 = '0123456789abcdefghjkmnpqrstvwxyz';

function newEventKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => base32.charAt(byte % 32)).join('');
}

const hour = 3_600_000;

export type EventOptions = {
  types?: Partial<TicketTypeSnapshot>[];
  event?: Partial<EventSnapshot>;
  deal?: Partial<ChannelSnapshot>;
};

export async function publishedEvent(options: EventOptions = {}) {
  // Mocked for each event, because files share a runtime and each file ends with its mocks restored
  // (`apply-migrations.ts`).
  vi.spyOn(Object.getPrototypeOf(env.FACTS), 'sendBatch').mockImplementation(queue);
  const key = newEventKey();
  const eventId = `evt_${key}`;
  const stub = env.EVENT_SALES.getByName(eventId);
  const snapshot: EventSnapshot = {
    eventId,
    status: 'published',
    organizerId: 'pty_organizer',
    organizerName: 'Дом кино',
    language: 'ru',
    title: 'Концерт',
    description: '',
    translations: { en: { title: 'Concert' } },
    startsAtMs: Date.now() + 48 * hour,
    endsAtMs: Date.now() + 50 * hour,
    timeZone: 'Europe/Moscow',
    venue: { name: 'Зал', address: '', city: 'Москва' },
    ageRating: '12+',
    currency: 'RUB',
    holdMinutes: 10,
    ticketTypes: (options.types ?? [{}]).map((type, i) => ({
      id: `tty_${key}_${i}`,
      name: `Вход ${i}`,
      translations: {},
      priceMinor: 199_900,
      capacity: 100,
      salesFromMs: null,
      salesToMs: null,
      minPerOrder: 1,
      maxPerOrder: 10,
      ...type,
    })),
    ...options.event,
  };
  const deal: ChannelSnapshot = {
    widgetId: `wgt_${key}_deal`,
    dealId: 'dl_1',
    distributorId: 'pty_distributor',
    distributorName: 'Афиша',
    termsVersion: 1,
    commissionBps: 1333,
    serviceFeeMinor: 0,
    commissionByType: [],
    commissionSteps: [],
    allotment: { kind: 'open' },
    ...options.deal,
  };
  const own: ChannelSnapshot = {
    ...deal,
    widgetId: `wgt_${key}_own`,
    dealId: null,
    distributorId: null,
    distributorName: null,
    commissionBps: 0,
    serviceFeeMinor: 0,
    commissionByType: [],
    commissionSteps: [],
    allotment: { kind: 'open' },
  };
  await stub.publish(snapshot, 1);
  const opened = [await stub.openChannel(deal, 1), await stub.openChannel(own, 1)];
  return { key, eventId, stub, snapshot, deal, own, opened, typeId: (i: number) => `tty_${key}_${i}` };
}

export type PublishedEvent = Awaited<ReturnType<typeof publishedEvent>>;

export function holdCommand(at: PublishedEvent, quantity = 1, more: Partial<PlaceHold> = {}): PlaceHold {
  return {
    widgetId: at.deal.widgetId,
    key: crypto.randomUUID(),
    fingerprint: 'f',
    lines: [{ ticketTypeId: at.typeId(0), quantity }],
    networks: [crypto.randomUUID()],
    proof: null,
    ...more,
  };
}

/** Sends the command as a batch of one. Throws when the command is `broken`. */
export async function placeHold(
  sales: Pick<EventSalesCalls, 'placeHolds'>,
  command: PlaceHold,
): Promise<Result<Replayable<PlacedHold>, HoldRefusal>> {
  const response = only(await sales.placeHolds([command]));
  if (!response.ok) return response;
  const { value, replayed } = response.value;
  return ok({ value: JSON.parse(value), replayed });
}

export async function placeOrder(sales: Pick<EventSalesCalls, 'openOrders'>, command: OpenOrder) {
  return only(await sales.openOrders([command]));
}

function only<Value>(answers: BatchResult<Value>[]): Value {
  const [one] = answers;
  if (one === undefined || 'broken' in one) throw new Error('a command of the batch broke');
  return one.result;
}

export async function hold(at: PublishedEvent, quantity = 1, more: Partial<PlaceHold> = {}) {
  const placed = await placeHold(at.stub, holdCommand(at, quantity, more));
  if (!placed.ok) throw new Error(`hold refused: ${placed.code}`);
  return placed.value.value;
}

export async function openOrder(at: PublishedEvent, quantity = 1, more: Partial<PlaceHold> = {}) {
  const { holdId } = await hold(at, quantity, more);
  const opened = await placeOrder(at.stub, {
    holdId,
    key: crypto.randomUUID(),
    fingerprint: 'f',
    buyer: { name: 'Анна', email: 'anna@example.com' },
    locale: 'ru',
  });
  if (!opened.ok) throw new Error(`order refused: ${opened.code}`);
  return { ...opened.value.value, holdId };
}

export async function recordPayment(at: PublishedEvent, orderId: string, attempt = 1) {
  const paymentId = `pay_${orderId}_${attempt}`;
  const recorded = await at.stub.recordPayment({
    orderId,
    attempt,
    provider: 'test',
    paymentId,
    url: `https://pay.example/${paymentId}`,
  });
  return { paymentId, recorded };
}

export async function reportPayment(
  at: PublishedEvent,
  order: { orderId: string; totalMinor: number },
  outcome: 'succeeded' | 'failed' | 'pending' = 'succeeded',
  paymentId = `pay_${order.orderId}_1`,
) {
  return at.stub.settlePayment({
    orderId: order.orderId,
    provider: 'test',
    paymentId,
    outcome,
    amountMinor: order.totalMinor,
    currency: 'RUB',
  });
}

export async function buy(at: PublishedEvent, quantity = 1, more: Partial<PlaceHold> = {}) {
  const order = await openOrder(at, quantity, more);
  const { paymentId } = await recordPayment(at, order.orderId);
  const settled = await reportPayment(at, order);
  if (!settled.ok) throw new Error(`not settled: ${settled.code}`);
  return { ...order, paymentId, status: settled.value.status };
}

/** Makes every live hold end `ms` sooner, as if that time had passed. */
export async function passTime(at: PublishedEvent, ms: number): Promise<void> {
  await runInDurableObject(at.stub, (_, state) => {
    state.storage.sql.exec('update holds set ends_at = ends_at - ?, expires_at = expires_at - ?', ms, ms);
  });
  await evictDurableObject(at.stub);
}

export function pendingMessages(at: PublishedEvent) {
  return runInDurableObject(at.stub, (_, state) =>
    state.storage.sql
      .exec<{ job_id: string; seq: number; sends: number; due_at: number; body: string }>(
        'select * from outbox order by seq',
      )
      .toArray(),
  );
}
