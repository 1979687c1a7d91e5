import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, expect, it, vi } from 'vitest';
import { decodeBase32, plainBase32 } from '#core/base32.ts';
import { ticketNumberBytes } from '#core/ticket-code.ts';
import { Transaction } from '../event-sales/engine/transaction.ts';
import {
  buy,
  openOrder,
  type PublishedEvent,
  publishedEvent,
  reportPayment,
} from '../event-sales/test/published-event.fixture.ts';
import type { Scan, ScanOutcome } from './rpc.ts';

let nonces = 0;

function scanOf(at: { eventId: string }, code: string, more: Partial<Scan> = {}): Scan {
  nonces += 1;
  return {
    eventId: at.eventId,
    presented: { kind: 'code', code },
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

async function ticketsOf(at: PublishedEvent, quantity: number) {
  const order = await buy(at, quantity);
  const delivery = await at.stub.orderForDelivery(order.orderId);
  if (delivery === null || delivery.tickets.length !== quantity) throw new Error('the order has its tickets');
  return delivery.tickets;
}

function resultOf(outcome: ScanOutcome): string {
  return outcome.kind === 'answered' ? outcome.response.result : outcome.kind;
}

let at: PublishedEvent;
beforeEach(async () => {
  at = await publishedEvent();
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
    response: {
      result: 'already-admitted',
      ticket: { id: ticket?.ticketId, number: ticket?.number, gate: 'Север', admittedAt: expect.stringMatching(/Z$/) },
    },
  });
});

it('a repeated scan gets the same result, also after an eviction', async () => {
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

it('a scan that arrives twice at once gets one result', async () => {
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
  expect(await gateOf(at).checkIn({ ...scanOf(at, other?.code ?? ''), nonce: scan.nonce })).toEqual({
    kind: 'nonce-reused',
  });
  expect(await gateOf(at).admissionOf(other?.ticketId ?? '')).toBeNull();
});

/** A number as a person types it; `by` is whose door it is. */
function typed(at: { eventId: string }, number: string, confirmed = false, by = 'usr_steward'): Scan {
  return scanOf(at, '', { presented: { kind: 'number', number, confirmed }, by });
}

const numberOf = (ticket: { number: string } | undefined) => ticket?.number ?? '';

it('a typed number shows whose ticket it is, and admits once the person at the door has confirmed it', async () => {
  const [ticket] = await ticketsOf(at, 1);
  await gateOf(at).learn(await at.stub.gateTickets(null));
  const asTyped = numberOf(ticket).replaceAll('-', ' ').toLowerCase();
  const asked = await gateOf(at).checkIn(typed(at, asTyped));
  expect(asked).toMatchObject({
    kind: 'answered',
    response: {
      result: 'confirm',
      ticket: { number: ticket?.number, ticketTypeName: 'Вход 0', holderName: 'Анна', orderId: ticket?.orderId },
    },
  });
  expect(await gateOf(at).stats()).toMatchObject({ admitted: 0 });
  await evictDurableObject(gateOf(at));
  const confirmed = typed(at, asTyped, true);
  expect(resultOf(await gateOf(at).checkIn(confirmed))).toBe('admitted');
  expect(resultOf(await gateOf(at).checkIn(confirmed))).toBe('admitted');
  expect(resultOf(await gateOf(at).checkIn(scanOf(at, ticket?.code ?? '')))).toBe('already-admitted');
  expect(resultOf(await gateOf(at).checkIn(typed(at, asTyped)))).toBe('already-admitted');
});

it('a number never admits in a single call: not as a code, not typed, not sent as confirmed at once', async () => {
  const tickets = await ticketsOf(at, 8);
  await gateOf(at).learn(await at.stub.gateTickets(null));
  for (const ticket of tickets) {
    expect(resultOf(await gateOf(at).checkIn(scanOf(at, numberOf(ticket))))).toBe('invalid');
    expect(resultOf(await gateOf(at).checkIn(typed(at, numberOf(ticket), true, 'usr_stranger')))).toBe('confirm');
    expect(resultOf(await gateOf(at).checkIn(typed(at, numberOf(ticket), false)))).toBe('confirm');
    // Another link's asking is not this one's.
    expect(resultOf(await gateOf(at).checkIn(typed(at, numberOf(ticket), true, 'dlk_other')))).toBe('confirm');
  }
  expect(await gateOf(at).stats()).toMatchObject({ admitted: 0 });
});

it('a confirmation of a number after ten minutes is asked for again', async () => {
  const [ticket] = await ticketsOf(at, 1);
  await gateOf(at).learn(await at.stub.gateTickets(null));
  await gateOf(at).checkIn(typed(at, numberOf(ticket)));
  await runInDurableObject(gateOf(at), (_gate, state) =>
    state.storage.sql.exec('update scans set recorded_at = recorded_at - 600001').toArray(),
  );
  expect(resultOf(await gateOf(at).checkIn(typed(at, numberOf(ticket), true)))).toBe('confirm');
});

it('a confirmation with the nonce of its question is refused, because it is another scan', async () => {
  const [ticket] = await ticketsOf(at, 1);
  await gateOf(at).learn(await at.stub.gateTickets(null));
  const question = typed(at, numberOf(ticket));
  const asked = await gateOf(at).checkIn(question);
  expect(await gateOf(at).checkIn(question)).toEqual(asked);
  const confirmed = { ...typed(at, numberOf(ticket), true), nonce: question.nonce };
  expect(await gateOf(at).checkIn(confirmed)).toEqual({ kind: 'nonce-reused' });
});

it('a ticket number of six characters from an older event works under the same rule', async () => {
  const [ticket] = await ticketsOf(at, 1);
  if (ticket === undefined) throw new Error('sold');
  const { ticketId, ticketTypeId, ticketTypeName } = ticket;
  await gateOf(at).learn([{ ticketId, number: 'NP7-NT8', ticketTypeId, ticketTypeName, status: 'valid', revision: 1 }]);
  expect(resultOf(await gateOf(at).checkIn(scanOf(at, 'NP7-NT8')))).toBe('invalid');
  expect(resultOf(await gateOf(at).checkIn(typed(at, 'np7nt8')))).toBe('confirm');
  expect(resultOf(await gateOf(at).checkIn(typed(at, 'NP7-NT8', true)))).toBe('admitted');
});

it('wrong typed numbers limit their own door link and no other, and right ones do not count', async () => {
  const tickets = await ticketsOf(at, 2);
  await gateOf(at).learn(await at.stub.gateTickets(null));
  const [mine, yours] = tickets;
  const guess = (i: number) => gateOf(at).checkIn(typed(at, `GUESS-${i}`, false, 'dlk_guesser'));
  expect(resultOf(await guess(0))).toBe('invalid');
  expect(resultOf(await guess(1))).toBe('invalid');
  for (let i = 0; i < 12; i += 1) {
    expect(resultOf(await gateOf(at).checkIn(typed(at, numberOf(mine), false, 'dlk_guesser')))).toBe('confirm');
  }
  // All at once, so that no guess slips in between the look and the count.
  const outcomes = await Promise.all(Array.from({ length: 40 }, (_, i) => guess(i + 2)));
  expect(outcomes.filter((one) => resultOf(one) === 'invalid')).toHaveLength(8);
  await evictDurableObject(gateOf(at));
  const right = await gateOf(at).checkIn(typed(at, numberOf(yours), false, 'dlk_guesser'));
  if (right.kind !== 'too-many-requests') throw new Error(resultOf(right));
  expect(right.retryAfterSeconds).toBeGreaterThan(0);
  expect(right.retryAfterSeconds).toBeLessThanOrEqual(30);
  // A signed code is no guess, and the next door has mistyped nothing.
  const scanned = scanOf(at, yours?.code ?? '', { by: 'dlk_guesser' });
  expect(resultOf(await gateOf(at).checkIn(scanned))).toBe('admitted');
  expect(resultOf(await gateOf(at).checkIn(typed(at, numberOf(mine), false, 'dlk_honest')))).toBe('confirm');
});

it('a ticket number that the event has already is replaced by a new one', async () => {
  const [first] = await ticketsOf(at, 1);
  const other = await openOrder(at);
  const drawn = vi.spyOn(Transaction.prototype, 'random');
  const taken = decodeBase32(`${plainBase32(numberOf(first))}0`);
  let left = 1;
  drawn.mockImplementation((length: number) => {
    if (length === ticketNumberBytes && left > 0) {
      left -= 1;
      return Buffer.from(taken ?? []).subarray(0, ticketNumberBytes);
    }
    return Buffer.from(crypto.getRandomValues(new Uint8Array(length)));
  });
  try {
    expect(await reportPayment(at, other)).toMatchObject({ value: { status: 'paid' } });
  } finally {
    drawn.mockRestore();
  }
  expect(left).toBe(0);
  const known = await at.stub.gateTickets(null);
  expect(new Set(known.map((ticket) => ticket.number)).size).toBe(2);
  expect(await at.stub.reconcile()).toMatchObject({ agrees: true });
});

it('a void ticket is not admitted, also when an older revision of it arrives last', async () => {
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

it('a ticket that is sent to the gate again keeps its admission', async () => {
  const [ticket] = await ticketsOf(at, 1);
  await gateOf(at).checkIn(scanOf(at, ticket?.code ?? ''));
  await gateOf(at).learn(await at.stub.gateTickets(null));
  await gateOf(at).learn(await at.stub.gateTickets(null));
  expect(resultOf(await gateOf(at).checkIn(scanOf(at, ticket?.code ?? '')))).toBe('already-admitted');
});

it('a scan names the type in each language, by the highest seq that reached the gate', async () => {
  const [ticket] = await ticketsOf(at, 1);
  const typeId = ticket?.ticketTypeId ?? '';
  await gateOf(at).nameTypes({ seq: 7, names: { [typeId]: { en: 'Stalls' } } });
  await gateOf(at).nameTypes({ seq: 6, names: { [typeId]: { en: 'Pit' } } });
  await evictDurableObject(gateOf(at));
  const named = { ticketTypeName: ticket?.ticketTypeName, ticketTypeTranslations: { en: 'Stalls' } };
  expect(await gateOf(at).checkIn(scanOf(at, ticket?.code ?? ''))).toMatchObject({ response: { ticket: named } });
});

it('a ticket of a cancelled event is answered with event-cancelled instead of void', async () => {
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

it("a code of another event of the same organizer is wrong-event, one of a stranger's event is invalid", async () => {
  const sister = await publishedEvent();
  const stranger = await publishedEvent({ event: { organizerId: 'pty_stranger' } });
  const [ours] = await ticketsOf(sister, 1);
  const [theirs] = await ticketsOf(stranger, 1);
  const scan = (ticket: typeof ours, other: PublishedEvent) =>
    gateOf(at).checkIn(scanOf(at, ticket?.code ?? '', { otherEventId: other.eventId }));
  expect(resultOf(await scan(ours, sister))).toBe('wrong-event');
  expect(resultOf(await scan(theirs, stranger))).toBe('invalid');
  // A forged signature under a real event's id is nobody's ticket.
  const forged = `${(ours?.code ?? '').slice(0, -20)}${'7'.repeat(20)}`;
  expect(resultOf(await gateOf(at).checkIn(scanOf(at, forged, { otherEventId: sister.eventId })))).toBe('invalid');
});

it('another organizer gets not-found at this gate, and no scan is stored', async () => {
  const [ticket] = await ticketsOf(at, 1);
  const outcome = await gateOf(at).checkIn(scanOf(at, ticket?.code ?? '', { organizerId: 'pty_stranger' }));
  expect(outcome).toEqual({ kind: 'not-found' });
  expect(await gateOf(at).admissionOf(ticket?.ticketId ?? '')).toBeNull();
});

it('an event that was never published has no gate', async () => {
  const nowhere = { eventId: 'evt_0000000000000000' };
  expect(await gateOf(nowhere).checkIn(scanOf(nowhere, 'ABC-DEF'))).toEqual({ kind: 'not-found' });
});

it('the time of a scanner that was offline is used, a time in the future is not', async () => {
  const [one, other] = await ticketsOf(at, 2);
  const early = Date.now() - 3_600_000;
  await gateOf(at).checkIn(scanOf(at, one?.code ?? '', { scannedAtMs: early }));
  await gateOf(at).checkIn(scanOf(at, other?.code ?? '', { scannedAtMs: Date.now() + 3_600_000 }));
  expect((await gateOf(at).admissionOf(one?.ticketId ?? ''))?.admittedAt).toBe(new Date(early).toISOString());
  const second = await gateOf(at).admissionOf(other?.ticketId ?? '');
  expect(Date.parse(second?.admittedAt ?? '')).toBeLessThanOrEqual(Date.now());
});

it('every scan is stored with its result', async () => {
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

it('wrong numbers counted while the clock ran ahead limit nobody later, and a question of that time confirms nothing', async () => {
  const [ticket] = await ticketsOf(at, 1);
  const gate = gateOf(at);
  await gate.checkIn(scanOf(at, ticket?.code ?? ''));
  const realNow = Date.now.bind(Date);
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => realNow() + 2 * 3_600_000);
  const numbers = Array.from({ length: 11 }, (_, i) => typed(at, `ZZZZZ${i}`, false, 'dlk_guesser'));
  const results = [];
  for (const scan of numbers) results.push(resultOf(await gate.checkIn(scan)));
  expect(results.at(-1)).toBe('too-many-requests');
  const [other] = await ticketsOf(at, 1);
  await gate.learn(other === undefined ? [] : [other]);
  expect(resultOf(await gate.checkIn(typed(at, other?.number ?? '')))).toBe('confirm');
  clock.mockRestore();
  expect(resultOf(await gate.checkIn(typed(at, 'ZZZZZZ', false, 'dlk_guesser')))).toBe('invalid');
  expect(resultOf(await gate.checkIn(typed(at, other?.number ?? '', true)))).toBe('confirm');
});

it('a gate whose clock is ahead of its caller’s restarts and keeps its admissions', async () => {
  const [ticket] = await ticketsOf(at, 1);
  await gateOf(at).checkIn(scanOf(at, ticket?.code ?? ''));
  await gateOf(at).tellTime(Date.now());
  const refusal = await gateOf(at)
    .tellTime(Date.now() - 600_000)
    .then(
      () => null,
      (error: unknown) => String(error),
    );
  expect(refusal).toContain('the clock was set back');
  expect(resultOf(await gateOf(at).checkIn(scanOf(at, ticket?.code ?? '')))).toBe('already-admitted');
});
