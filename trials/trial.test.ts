// The trials' own judgement: an audit that cannot fail proves nothing.

import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Audit, auditPromises, auditShop, noFaults } from './audit.ts';
import type { Purchase } from './buyer.ts';
import { audit } from './peers/audit.ts';
import type { Sample } from './peers/peers.ts';
import { ratiosOf, spreadOf } from './peers/report.ts';
import type { Measured } from './peers/wrk.ts';
import { signalProcess } from './processes.ts';
import { randomFrom } from './random.ts';
import { type Sabotage, sabotages } from './sabotage/list.ts';
import { misfits } from './sabotage/sabotage.ts';

const measured: Measured = {
  purchases: 100,
  holds: 100,
  refused: 0,
  broken: 0,
  seconds: 1,
  perSecond: 100,
  p50Ms: 1,
  p99Ms: 2,
};
const counts = { stored: 100, distinctKeys: 100, taken: 100, free: 399_900 };

describe('the audit after a measurement', () => {
  it('passes what was stored as it was acknowledged', () => {
    expect(audit('hold', 64, [measured], counts)).toEqual([]);
    expect(
      audit('hold', 64, [measured], { ...counts, stored: 164, taken: 164, free: 399_836, distinctKeys: 164 }),
    ).toEqual([]);
  });

  it.each([
    ['a purchase acknowledged and not stored', { ...counts, stored: 99, distinctKeys: 99 }, measured],
    ['more stored than clients could have left behind', { ...counts, stored: 165, distinctKeys: 165 }, measured],
    ['stock that does not add up', { ...counts, free: 399_899 }, measured],
    ['a key stored twice', { ...counts, distinctKeys: 99 }, measured],
    ['an answer that was not 2xx', counts, { ...measured, refused: 1 }],
    ['a broken connection', counts, { ...measured, broken: 1 }],
    ['nothing sold', counts, { ...measured, purchases: 0 }],
  ])('finds %s', (_name, stored, run) => {
    expect(audit('hold', 64, [run], stored)).not.toEqual([]);
  });
});

it('ratios are taken within a round', () => {
  const sample = (contender: Sample['contender'], round: number, perSecond: number): Sample => ({
    contender,
    round,
    clients: 64,
    measured: { ...measured, perSecond },
    cpuMicrosPerPurchase: 1,
  });
  // The machine was ten times slower in the second round, for both.
  const samples = [sample('hold', 1, 1_000), sample('echo', 1, 500), sample('hold', 2, 100), sample('echo', 2, 50)];
  expect(ratiosOf(samples, 64)['hold/echo']).toEqual({ median: 2, min: 2, max: 2 });
});

it('a spread has the middle of an even number of values', () => {
  expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, min: 1, max: 4 });
});

it('the same seed gives the same choices, and branches do not disturb each other', () => {
  const [one, other] = [randomFrom(7), randomFrom(7)];
  one.branch(1).unit();
  expect([one.unit(), one.below(100), one.shuffled([1, 2, 3, 4])]).toEqual([
    other.unit(),
    other.below(100),
    other.shuffled([1, 2, 3, 4]),
  ]);
  expect(randomFrom(8).unit()).not.toBe(randomFrom(7).unit());
});

it('no signal goes to our own group or to everybody', () => {
  expect(() => signalProcess(0, 'SIGKILL')).toThrow();
  expect(() => signalProcess(-1, 'SIGKILL')).toThrow();
});

// --- a shop whose answers are wrong ---------------------------------------------------------------------------

type Responses = Record<string, unknown>;
let server: Server | undefined;
afterEach(() => server?.close());

async function shopWithResponses(bodies: Responses): Promise<string> {
  server = createServer((request, response) => {
    const body = bodies[(request.url ?? '').split('?')[0] ?? ''];
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? { error: { code: 'not-found' } }));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

const rub = (amount: number) => ({ amount, currency: 'RUB' });
const postings = [
  { account: 'provider:test', amount: rub(-1_000) },
  { account: 'organizer', amount: rub(1_000) },
];
const honest: Responses = {
  '/api/orders/ord_1': { status: 'paid', tickets: [{ id: 'tkt_1' }] },
  '/api/events/evt_1/ticket-types': {
    items: [{ id: 'tty_1', capacity: 1, sold: 1, held: 0, available: 0 }],
    next: null,
  },
  '/api/events/evt_1/orders': {
    items: [{ orderId: 'ord_1', status: 'paid', ticketIds: ['tkt_1'], total: rub(1_000) }],
    next: null,
  },
  '/api/events/evt_1/ledger': { entries: [{ id: 'led_1', orderId: 'ord_1', postings }], next: null },
};
const purchase: Purchase = {
  widgetId: 'wgt_1',
  ticketTypeId: 'tty_1',
  quantity: 1,
  email: 'a@mail.example',
  orderId: 'ord_1',
  orderToken: 'token',
  ticketIds: ['tkt_1'],
};

async function judged(changed: Responses): Promise<Audit> {
  const origin = await shopWithResponses({ ...honest, ...changed });
  const found: Audit = { tally: noFaults(), wrong: [] };
  const shop = {
    origin,
    eventId: 'evt_1',
    organizer: async () => 't',
    ticketTypeIds: ['tty_1'],
    widgetId: 'wgt_1',
    deals: [],
  };
  await auditPromises(origin, [purchase], found);
  await auditShop(shop, found);
  return found;
}

describe('the audit of a shop', () => {
  it('finds nothing wrong with an honest one', async () => {
    expect(await judged({})).toEqual({ tally: noFaults(), wrong: [] });
  });

  it.each([
    ['acknowledgedLost', 'an order that is gone', { '/api/orders/ord_1': undefined }],
    ['acknowledgedLost', 'a ticket exchanged', { '/api/orders/ord_1': { status: 'paid', tickets: [{ id: 'tkt_2' }] } }],
    ['acknowledgedLost', 'a paid order that is open again', { '/api/orders/ord_1': { status: 'open', tickets: [] } }],
    ['paidWithoutTicket', 'a paid order without tickets', { '/api/orders/ord_1': { status: 'paid', tickets: [] } }],
    [
      'oversold',
      'more sold than there are',
      { '/api/events/evt_1/ticket-types': { items: [{ id: 't', capacity: 1, sold: 2, held: 0, available: 0 }] } },
    ],
    [
      'projectionBehind',
      'a sold ticket no listed order has',
      { '/api/events/evt_1/orders': { items: [], next: null } },
    ],
    ['ledgerNotZero', 'a paid order without an entry', { '/api/events/evt_1/ledger': { entries: [], next: null } }],
    [
      'ledgerNotZero',
      'an entry that does not sum to zero',
      {
        '/api/events/evt_1/ledger': {
          entries: [{ id: 'led_1', orderId: 'ord_1', postings: postings.slice(1) }],
          next: null,
        },
      },
    ],
    [
      'ledgerNotZero',
      'an order posted twice',
      {
        '/api/events/evt_1/ledger': {
          entries: [
            { id: 'led_1', orderId: 'ord_1', postings },
            { id: 'led_2', orderId: 'ord_1', postings },
          ],
          next: null,
        },
      },
    ],
  ] as const)('finds %s: %s', async (kind, _name, changed) => {
    const found = await judged(changed);
    expect(found.tally[kind]).toBeGreaterThan(0);
    expect(found.wrong.some((sentence) => sentence.startsWith(kind))).toBe(true);
  });
});

// --- sabotage -------------------------------------------------------------------------------------------------

describe('the list of sabotages', () => {
  const tree = join(import.meta.dirname, '..');

  it('fits the code: each text is in its file exactly once, and each names a test that exists', () => {
    expect(misfits(tree, sabotages)).toEqual([]);
  });

  const itself: Sabotage = {
    name: 'fits',
    file: 'trials/trial.ts',
    from: 'newSeed(',
    to: '0 * newSeed(',
    judge: { by: 'rules', file: 'trials/trial.test.ts' },
  };

  it.each<[string, Partial<Sabotage>, string]>([
    ['a text that is gone', { from: 'newSeed()()' }, 'found 0 times'],
    ['a text that is there twice', { from: 'newSeed' }, 'found 2 times'],
    ['a file that is gone', { file: 'trials/gone.ts' }, 'found 0 times'],
    ['a sabotage that changes nothing', { to: itself.from }, 'changes nothing'],
    ['a test that is gone', { judge: { by: 'rules', file: 'trials/gone.test.ts' } }, 'a test that is gone'],
  ])('is refused with %s', (_name, changed, sentence) => {
    expect(misfits(tree, [itself])).toEqual([]);
    expect(misfits(tree, [{ ...itself, ...changed }])).toEqual([expect.stringContaining(sentence)]);
  });

  it('is refused with a name used twice', () => {
    expect(misfits(tree, [itself, itself])).toEqual([expect.stringContaining('is there twice')]);
  });
});

// --- the runner -----------------------------------------------------------------------------------------------

function runner(...args: string[]) {
  return spawnSync(process.execPath, [join(import.meta.dirname, 'trial.ts'), ...args], { encoding: 'utf8' });
}

describe('the runner', () => {
  it('explains each trial', () => {
    const { status, stdout } = runner('kill', '--help');
    expect(status).toBe(0);
    expect(stdout).toContain('--short');
  });

  it.each([
    ['a trial nobody wrote', ['nothing']],
    ['no trial', []],
    ['two forms at once', ['kill', '--short', '--long']],
    ['a seed that is no number', ['kill', '--seed', 'x']],
    ['an option nobody knows', ['kill', '--fast']],
  ])('refuses %s', (_name, args) => {
    expect(runner(...args).status).toBe(2);
  });
});
