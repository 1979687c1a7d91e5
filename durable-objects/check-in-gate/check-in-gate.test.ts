import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, expect, it } from 'vitest';
import { buy, type Scene, scene } from '../event-sales/scene.ts';
import type { Scan, ScanOutcome } from './calls.ts';

let nonces = 0;

function scanOf(at: { eventId: string }, code: string, more: Partial<Scan> = {}): Scan {
  nonces += 1;
  return {
    eventId: at.eventId,
    code,
    gate: 'Север',
    nonce: `nonce-${nonces}-of-this-test`,
    scannedAtMs: null,
    by: 'usr_steward',
    organizerId: 'pty_organizer',
    otherEventId: null,
    ...more,
  };
}

const gateOf = (at: { eventId: string }) => env.CHECK_IN_GATE.getByName(at.eventId);

async function ticketsOf(at: Scene, quantity: number) {
  const order = await buy(at, quantity);
  const delivery = await at.stub.orderForDelivery(order.orderId);
  if (delivery === null || delivery.tickets.length !== quantity) throw new Error('the order has its tickets');
  return delivery.tickets;
}

function resultOf(outcome: ScanOutcome): string {
  return outcome.kind === 'answered' ? outcome.answer.result : outcome.kind;
}

let at: Scene;
beforeEach(async () => {
  at = await scene();
});

it('admits a ticket once and tells the second scanner when and where', async () => {
  const [ticket] = await ticketsOf(at, 1);
  const gate = gateOf(at);
  const first = await gate.checkIn(scanOf(at, ticket?.code ?? ''));
  expect(resultOf(first)).toBe('admitted');
  await evictDurableObject(gate);
  const second = await gate.checkIn(scanOf(at, ticket?.code ?? '', { gate: 'Юг' }));
  expect(second).toMatchObject({
    kind: 'answered',
    answer: {
      result: 'already-admitted',
      ticket: { id: ticket?.ticketId, number: ticket?.number, gate: 'Север', admittedAt: expect.stringMatching(/Z$/) },
    },
  });
});

it('answers the same scan the same way, also after an eviction', async () => {
  const [ticket] = await ticketsOf(at, 1);
  const scan = scanOf(at, ticket?.code ?? '');
  const first = await gateOf(at).checkIn(scan);
  await evictDurableObject(gateOf(at));
  expect(await gateOf(at).checkIn(scan)).toEqual(first);
  expect(resultOf(first)).toBe('admitted');
});

it('lets one of twenty scanners admit a ticket that all read at once', async () => {
  const [ticket] = await ticketsOf(at, 1);
  const gate = gateOf(at);
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => gate.checkIn(scanOf(at, ticket?.code ?? ''))));
  expect(outcomes.map(resultOf).filter((result) => result === 'admitted')).toHaveLength(1);
  expect(await gate.stats()).toMatchObject({ admitted: 1 });
});

it('gives one answer to one scan that comes twice at once', async () => {
  const [ticket] = await ticketsOf(at, 1);
  const scan = scanOf(at, ticket?.code ?? '');
  const [a, b] = await Promise.all([gateOf(at).checkIn(scan), gateOf(at).checkIn(scan)]);
  expect(a).toEqual(b);
  expect(a && resultOf(a)).toBe('admitted');
});

it('refuses a nonce that was used for another ticket', async () => {
  const [one, other] = await ticketsOf(at, 2);
  const scan = scanOf(at, one?.code ?? '');
  await gateOf(at).checkIn(scan);
  expect(await gateOf(at).checkIn({ ...scan, code: other?.code ?? '' })).toEqual({ kind: 'nonce-reused' });
  expect(await gateOf(at).admissionOf(other?.ticketId ?? '')).toBeNull();
});

it('takes the printed number typed by hand, in any case and without its dash', async () => {
  const [ticket] = await ticketsOf(at, 1);
  await gateOf(at).learn(await at.stub.gateTickets(null));
  const typed = (ticket?.number ?? '').replace('-', ' ').toLowerCase();
  expect(resultOf(await gateOf(at).checkIn(scanOf(at, typed)))).toBe('admitted');
  expect(resultOf(await gateOf(at).checkIn(scanOf(at, ticket?.code ?? '')))).toBe('already-admitted');
});

it('a void ticket stays outside, whichever news of it came last', async () => {
  const [ticket] = await ticketsOf(at, 1);
  if (ticket === undefined) throw new Error('sold');
  const { ticketId, number, ticketTypeId, ticketTypeName } = ticket;
  const news = { ticketId, number, ticketTypeId, ticketTypeName };
  await gateOf(at).learn([{ ...news, status: 'void', revision: 2 }]);
  await gateOf(at).learn([{ ...news, status: 'valid', revision: 1 }]);
  await evictDurableObject(gateOf(at));
  expect(resultOf(await gateOf(at).checkIn(scanOf(at, ticket.code)))).toBe('void');
  expect(await gateOf(at).stats()).toEqual({ admitted: 0, issued: 0 });
});

it('learning the same news again keeps the admission', async () => {
  const [ticket] = await ticketsOf(at, 1);
  await gateOf(at).checkIn(scanOf(at, ticket?.code ?? ''));
  await gateOf(at).learn(await at.stub.gateTickets(null));
  await gateOf(at).learn(await at.stub.gateTickets(null));
  expect(resultOf(await gateOf(at).checkIn(scanOf(at, ticket?.code ?? '')))).toBe('already-admitted');
});

it('a cancelled event says so instead of void', async () => {
  const [ticket] = await ticketsOf(at, 1);
  if (ticket === undefined) throw new Error('sold');
  await at.stub.publish({ ...at.snapshot, status: 'cancelled' }, 2);
  const { ticketId, number, ticketTypeId, ticketTypeName } = ticket;
  await gateOf(at).learn([{ ticketId, number, ticketTypeId, ticketTypeName, status: 'void', revision: 2 }]);
  expect(resultOf(await gateOf(at).checkIn(scanOf(at, ticket.code)))).toBe('event-cancelled');
});

it.each(['', '   ', 'hello', '-', '😀', 'A'.repeat(143), '0'.repeat(143), "' or 1=1 --", '\u0000'])(
  'calls garbage invalid: %j',
  async (code) => {
    await ticketsOf(at, 1);
    expect(resultOf(await gateOf(at).checkIn(scanOf(at, code)))).toBe('invalid');
  },
);

it('a code with any character changed is invalid', async () => {
  const [ticket] = await ticketsOf(at, 1);
  const code = ticket?.code ?? '';
  for (let i = 0; i < code.length; i += 13) {
    const forged = code.slice(0, i) + (code.charAt(i) === '7' ? '8' : '7') + code.slice(i + 1);
    expect(resultOf(await gateOf(at).checkIn(scanOf(at, forged)))).toBe('invalid');
  }
  expect(await gateOf(at).stats()).toMatchObject({ admitted: 0 });
});

it("a code of the same organizer's other event is for another door; a stranger's is invalid", async () => {
  const sister = await scene();
  const stranger = await scene({ event: { organizerId: 'pty_stranger' } });
  const [ours] = await ticketsOf(sister, 1);
  const [theirs] = await ticketsOf(stranger, 1);
  const scan = (ticket: typeof ours, other: Scene) =>
    gateOf(at).checkIn(scanOf(at, ticket?.code ?? '', { otherEventId: other.eventId }));
  expect(resultOf(await scan(ours, sister))).toBe('wrong-event');
  expect(resultOf(await scan(theirs, stranger))).toBe('invalid');
  // A forged signature under a real event's id is nobody's ticket.
  const forged = `${(ours?.code ?? '').slice(0, -20)}${'7'.repeat(20)}`;
  expect(resultOf(await gateOf(at).checkIn(scanOf(at, forged, { otherEventId: sister.eventId })))).toBe('invalid');
});

it('another organizer finds no event at this door, and leaves no trace in it', async () => {
  const [ticket] = await ticketsOf(at, 1);
  const outcome = await gateOf(at).checkIn(scanOf(at, ticket?.code ?? '', { organizerId: 'pty_stranger' }));
  expect(outcome).toEqual({ kind: 'not-found' });
  expect(await gateOf(at).admissionOf(ticket?.ticketId ?? '')).toBeNull();
});

it('an event that was never published has no door', async () => {
  const nowhere = { eventId: 'evt_0000000000000000' };
  expect(await gateOf(nowhere).checkIn(scanOf(nowhere, 'ABC-DEF'))).toEqual({ kind: 'not-found' });
});

it('believes a scanner that was off line, but not a clock of the future', async () => {
  const [one, other] = await ticketsOf(at, 2);
  const early = Date.now() - 3_600_000;
  await gateOf(at).checkIn(scanOf(at, one?.code ?? '', { scannedAtMs: early }));
  await gateOf(at).checkIn(scanOf(at, other?.code ?? '', { scannedAtMs: Date.now() + 3_600_000 }));
  expect((await gateOf(at).admissionOf(one?.ticketId ?? ''))?.admittedAt).toBe(new Date(early).toISOString());
  const second = await gateOf(at).admissionOf(other?.ticketId ?? '');
  expect(Date.parse(second?.admittedAt ?? '')).toBeLessThanOrEqual(Date.now());
});

it('keeps every scan with its answer', async () => {
  const [ticket] = await ticketsOf(at, 1);
  await gateOf(at).checkIn(scanOf(at, ticket?.code ?? ''));
  await gateOf(at).checkIn(scanOf(at, ticket?.code ?? ''));
  await gateOf(at).checkIn(scanOf(at, 'nonsense'));
  const results = await runInDurableObject(gateOf(at), (_gate, state) =>
    state.storage.sql
      .exec<{ result: string }>('select result from scans order by recorded_at, rowid')
      .toArray()
      .map((row) => row.result),
  );
  expect(results).toEqual(['admitted', 'already-admitted', 'invalid']);
});
