import { describe, expect, it } from 'vitest';
import type { OrderChange } from '../../protocol.ts';
import { apiOf } from '../api.ts';
import { clock } from '../clock.ts';
import { Purchase } from './purchase.ts';
import { purchaseStore } from './saved-purchase.ts';

const rub = (amount: number) => ({ amount, currency: 'RUB' as const });
const hold = {
  holdId: 'hld_0123456789abcdef_h1',
  lines: [
    {
      ticketTypeId: 'tty_1',
      name: 'Партер',
      quantity: 2,
      price: rub(100),
      discount: rub(0),
      serviceFee: rub(0),
      total: rub(200),
    },
  ],
  total: rub(200),
  expiresAt: '2027-01-01T00:10:00.000Z',
};
const placed = {
  orderId: 'ord_0123456789abcdef_o1',
  orderToken: 'token',
  status: 'awaiting-payment',
  total: rub(200),
  ticketIds: [],
  payment: { url: 'https://foyer.example/pay/1' },
  confirmation: null,
};
const lines = [{ ticketTypeId: 'tty_1', quantity: 2 }];
const body = { buyer: { name: 'Анна', email: 'anna@example.com' }, locale: 'ru' as const };

type Call = { method: string; path: string; key: string | null; body: string | null };
type Reply = { status: number; json: unknown } | 'lost';

function storage(): Storage {
  const held = new Map<string, string>();
  return {
    length: 0,
    clear: () => held.clear(),
    key: () => null,
    getItem: (name) => held.get(name) ?? null,
    setItem: (name, value) => void held.set(name, value),
    removeItem: (name) => void held.delete(name),
  };
}

/** A buyer's tab: what the server was asked, and what the tab keeps when it is opened again. */
function tab(replies: Reply[], kept: () => Storage, atMs = Date.parse('2027-01-01T00:00:00Z'), proofs = true) {
  const proved: string[] = [];
  const calls: Call[] = [];
  const told: OrderChange[] = [];
  const keptAtSend: (string | null)[] = [];
  const send: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    const text = typeof init?.body === 'string' ? init.body : null;
    calls.push({ method: init?.method ?? '', path: String(input), key: headers.get('idempotency-key'), body: text });
    try {
      keptAtSend.push(kept().getItem('foyer:wgt_1'));
    } catch {
      keptAtSend.push(null);
    }
    const reply = replies.shift() ?? 'lost';
    if (reply === 'lost') throw new TypeError('network');
    return new Response(reply.status === 204 ? null : JSON.stringify(reply.json), { status: reply.status });
  };
  let keys = 0;
  const buying = new Purchase({
    api: apiOf('wgt_1', null, send),
    store: purchaseStore('wgt_1', kept),
    clock: clock(() => atMs),
    newKey: () => `key-number-${calls.length}-${keys++}`,
    wait: async () => {},
    changed: () => {},
    tellHost: (change) => told.push(change),
    prove: async (task) => {
      proved.push(task.task);
      return proofs ? { task: task.task, answers: [1] } : null;
    },
  });
  return { buying, calls, told, keptAtSend, proved };
}

const created = (json: unknown): Reply => ({ status: 201, json });
const refusal = (status: number, code: string, details?: unknown): Reply => ({
  status,
  json: { error: { code, requestId: 'r', details } },
});

describe('keys', () => {
  it('a key is kept before the call that carries it is sent', async () => {
    const store = storage();
    const { buying, calls, keptAtSend } = tab([created(hold)], () => store);
    await buying.placeHold(lines);
    expect(calls[0]?.key).toBeTruthy();
    expect(keptAtSend[0]).toContain(calls[0]?.key);
  });

  it('a lost answer sends the same key and body again', async () => {
    const store = storage();
    const { buying, calls } = tab(
      ['lost', { status: 500, json: { error: { code: 'internal' } } }, created(hold)],
      () => store,
    );
    await buying.placeHold(lines);
    expect(new Set(calls.map(({ key }) => key)).size).toBe(1);
    expect(new Set(calls.map(({ body: sent }) => sent)).size).toBe(1);
    expect(buying.state().stage).toEqual({ at: 'details', hold });
  });

  it('a reload after a lost answer goes on with the same order, not with a second one', async () => {
    const store = storage();
    const before = tab([created(hold), 'lost', 'lost', 'lost'], () => store);
    await before.buying.placeHold(lines);
    await before.buying.order(body);
    expect(before.buying.state()).toMatchObject({ unanswered: true, problem: { code: 'no-answer' } });
    const after = tab([created(placed)], () => store);
    await after.buying.resume();
    expect(after.calls[0]).toEqual(before.calls.at(-1));
    expect(after.buying.state().stage).toMatchObject({ at: 'order', status: 'awaiting-payment' });
  });

  it('two clicks are one call', async () => {
    const store = storage();
    const { buying, calls } = tab([created(hold), created(placed)], () => store);
    await Promise.all([buying.placeHold(lines), buying.placeHold(lines)]);
    await Promise.all([buying.order(body), buying.order(body)]);
    expect(calls).toHaveLength(2);
  });

  it('another choice after a refusal gets a key of its own', async () => {
    const store = storage();
    const { buying, calls } = tab([refusal(409, 'sold-out'), created(hold)], () => store);
    await buying.placeHold(lines);
    expect(buying.state()).toMatchObject({ stage: { at: 'choose' }, problem: { code: 'sold-out' }, unanswered: false });
    await buying.placeHold(lines);
    expect(calls[1]?.key).not.toBe(calls[0]?.key);
  });

  it('where storage is blocked the purchase goes on in memory', async () => {
    const { buying } = tab([created(hold), created(placed)], () => {
      throw new DOMException('blocked', 'SecurityError');
    });
    await buying.placeHold(lines);
    expect(await buying.order(body)).toBe(placed.payment.url);
  });
});

describe('refusals of an order', () => {
  const ordering = async (reply: Reply) => {
    const store = storage();
    const shop = tab([created(hold), reply], () => store);
    await shop.buying.placeHold(lines);
    await shop.buying.order(body);
    return { ...shop, store };
  };

  it('an expired hold says that the time is up and offers the same tickets, also after a reload', async () => {
    const { buying, store } = await ordering(refusal(410, 'hold-expired'));
    expect(buying.state().stage).toEqual({ at: 'time-up', chosen: { lines } });
    const after = tab([created(hold)], () => store);
    expect(after.buying.state().stage).toEqual({ at: 'time-up', chosen: { lines } });
    await after.buying.placeHold(lines);
    expect(after.buying.state().stage).toEqual({ at: 'details', hold });
  });

  it('a hold that the sale has deleted since is over in the same way', async () => {
    const { buying, store } = await ordering(refusal(404, 'not-found'));
    expect(buying.state()).toMatchObject({ stage: { at: 'time-up', chosen: { lines } }, problem: null });
    expect(tab([], () => store).buying.state().stage).toEqual({ at: 'time-up', chosen: { lines } });
  });

  it('the same tickets are taken again with their promo code, under a new key', async () => {
    const store = storage();
    const { buying, calls } = tab([created(hold), refusal(410, 'hold-expired'), created(hold)], () => store);
    await buying.placeHold(lines, 'ВЕСНА');
    await buying.order(body);
    expect(buying.state().stage).toEqual({ at: 'time-up', chosen: { lines, promoCode: 'ВЕСНА' } });
    await buying.placeHold(lines, 'ВЕСНА');
    expect(JSON.parse(calls[2]?.body ?? '')).toEqual({ lines, promoCode: 'ВЕСНА' });
    expect(calls[2]?.key).not.toBe(calls[0]?.key);
  });

  it('a choice that was refused is still there, to be changed', async () => {
    const { buying } = tab([refusal(409, 'sold-out')], storage);
    await buying.placeHold(lines);
    expect(buying.state()).toMatchObject({ stage: { at: 'choose' }, chosen: { lines } });
  });

  it('a wrong address is shown at its field, and the tickets stay held', async () => {
    const { buying } = await ordering(refusal(400, 'invalid-request', { fields: [{ path: 'buyer.email' }] }));
    expect(buying.state()).toMatchObject({ stage: { at: 'details', hold }, problem: { fields: ['buyer.email'] } });
  });

  it('the name and address are forgotten once the server has answered', async () => {
    const { store } = await ordering(created(placed));
    expect(store.getItem('foyer:wgt_1')).not.toContain('Анна');
  });
});

describe('an order', () => {
  const view = (status: string) => ({ status: 200, json: { status, payment: null, expiresAt: null } });

  it('is told to the page as placed and once as paid, without the token', async () => {
    const store = storage();
    const { buying, told } = tab(
      [created(hold), created(placed), view('awaiting-payment'), view('paid'), view('paid')],
      () => store,
    );
    await buying.placeHold(lines);
    await buying.order(body);
    expect([await buying.askOrder(), await buying.askOrder(), await buying.askOrder()]).toEqual([true, false, false]);
    expect(told.map(({ status }) => status)).toEqual(['placed', 'paid']);
    expect(JSON.stringify(told)).not.toContain('token');
  });

  it('whose payment was declined says so, also after a reload, and holds the address of the next try', async () => {
    const store = storage();
    const next = { url: 'https://foyer.example/pay/2' };
    const declined = {
      status: 200,
      json: { status: 'open', payment: next, paymentDeclined: true, expiresAt: hold.expiresAt },
    };
    const { buying } = tab([created(hold), created(placed), declined], () => store);
    await buying.placeHold(lines);
    await buying.order(body);
    expect(await buying.askOrder()).toBe(true);
    for (const shown of [buying, tab([], () => store).buying]) {
      expect(shown.state().stage).toMatchObject({ at: 'order', order: { declined: true, paymentUrl: next.url } });
    }
  });

  it('that is paid gives the code of a ticket, asked for with its token alone', async () => {
    const { buying, calls } = tab(
      [created(hold), created(placed), view('paid'), 'lost', { status: 200, json: { code: 'FYR1' } }],
      storage,
    );
    expect(await buying.ticketCode('tkt_1')).toBeNull();
    await buying.placeHold(lines);
    await buying.order(body);
    await buying.askOrder();
    expect(await buying.ticketCode('tkt_1')).toBe('FYR1');
    expect(calls.at(-1)).toMatchObject({ method: 'GET', path: '/api/tickets/tkt_1' });
  });

  it('that cannot be cancelled any more shows how it stands', async () => {
    const store = storage();
    const { buying } = tab([created(hold), created(placed), refusal(409, 'order-not-open'), view('paid')], () => store);
    await buying.placeHold(lines);
    await buying.order(body);
    await buying.cancelOrder();
    expect(buying.state().stage).toMatchObject({ at: 'order', status: 'paid' });
  });

  it('a hold that ran out while the tab was closed is not shown as held', () => {
    const store = storage();
    purchaseStore('wgt_1', () => store).write({ hold });
    const { buying } = tab([], () => store, Date.parse(hold.expiresAt) + 1);
    expect(buying.state().stage).toEqual({ at: 'time-up', chosen: { lines } });
  });

  it('what an older build kept is forgotten instead of misread', () => {
    const store = storage();
    store.setItem('foyer:wgt_1', '{"version":0,"kept":{"hold":1}}');
    expect(tab([], () => store).buying.state().stage).toEqual({ at: 'choose' });
  });
});

it('another promo code after a lost answer is another hold, the same one the same key', async () => {
  const kept = storage();
  const lost = (): Reply[] => ['lost', 'lost', 'lost'];
  const { buying, calls } = tab([...lost(), ...lost()], () => kept);
  await buying.placeHold(lines, 'ВЕСНА');
  await buying.placeHold(lines, 'ВЕСНА');
  expect(new Set(calls.map(({ key }) => key)).size).toBe(1);
  expect(JSON.parse(calls[0]?.body ?? '')).toEqual({ lines, promoCode: 'ВЕСНА' });
  await buying.placeHold(lines);
  expect(JSON.parse(calls.at(-1)?.body ?? '')).toEqual({ lines });
  expect(calls.at(-1)?.key).not.toBe(calls[0]?.key);
});

describe('a hold that costs a proof', () => {
  const task = (name: string) => ({
    task: { kind: 'work', task: name, expiresAt: '2027-01-01T00:05:00Z', parts: 4, bits: 5, iterations: 500 },
  });
  const asked = (name: string) => refusal(403, 'proof-required', task(name));

  it('is sent again with the proof, under the same key, and the buyer is past it', async () => {
    const { buying, calls, proved } = tab([asked('one'), created(hold)], storage);
    await buying.placeHold(lines);
    expect(buying.state()).toMatchObject({ stage: { at: 'details', hold }, proving: false, problem: null });
    expect(proved).toEqual(['one']);
    expect(new Set(calls.map(({ key }) => key)).size).toBe(1);
    expect(calls.map(({ body: sent }) => JSON.parse(sent ?? '').proof)).toEqual([
      undefined,
      { task: 'one', answers: [1] },
    ]);
  });

  it('is proved again when the price rose meanwhile, but not for ever', async () => {
    const risen = tab([asked('one'), asked('two'), created(hold)], storage);
    await risen.buying.placeHold(lines);
    expect(risen.proved).toEqual(['one', 'two']);
    expect(risen.buying.state().stage).toEqual({ at: 'details', hold });
    const endless = tab(
      Array.from({ length: 20 }, () => asked('more')),
      storage,
    );
    await endless.buying.placeHold(lines);
    expect(endless.proved.length).toBeLessThan(6);
    expect(endless.buying.state()).toMatchObject({ busy: false, problem: { code: 'proof-required' } });
  });

  it('is refused in words when no proof can be made', async () => {
    const { buying, calls } = tab([asked('one')], storage, undefined, false);
    await buying.placeHold(lines);
    expect(calls).toHaveLength(1);
    expect(buying.state()).toMatchObject({ stage: { at: 'choose' }, busy: false, problem: { code: 'proof-required' } });
  });
});

describe('a free order that is confirmed by its letter', () => {
  const free = rub(0);
  const until = '2027-01-01T00:30:00.000Z';
  const awaited = { ...placed, status: 'open', total: free, payment: null, confirmation: { until } };
  const view = (status: string, confirmation: { until: string } | null): Reply => ({
    status: 200,
    json: { orderId: placed.orderId, status, payment: null, expiresAt: confirmation?.until ?? null, confirmation },
  });

  it('waits until the time it was told, also after a reload, and goes on by itself after the press', async () => {
    const store = storage();
    const before = tab([created({ ...hold, total: free }), created(awaited)], () => store);
    await before.buying.placeHold(lines);
    expect(await before.buying.order(body)).toBeNull();
    const waiting = { at: 'order', status: 'open', order: { confirmUntil: until, expiresAt: until, paymentUrl: null } };
    expect(before.buying.state().stage).toMatchObject(waiting);
    const after = tab([view('open', { until }), view('paid', null)], () => store);
    expect(after.buying.state().stage).toMatchObject(waiting);
    expect(await after.buying.askOrder()).toBe(true);
    expect(after.buying.state().stage).toMatchObject(waiting);
    expect(await after.buying.askOrder()).toBe(false);
    expect(after.buying.state().stage).toMatchObject({ status: 'paid', order: { confirmUntil: null } });
    expect([...before.told, ...after.told].map(({ status }) => status)).toEqual(['placed', 'paid']);
  });

  it('that nobody confirmed ends without tickets', async () => {
    const { buying, told } = tab([created(hold), created(awaited), view('expired', null)], storage);
    await buying.placeHold(lines);
    await buying.order(body);
    expect(await buying.askOrder()).toBe(false);
    expect(buying.state().stage).toMatchObject({ at: 'order', status: 'expired' });
    expect(told.map(({ status }) => status)).toEqual(['placed']);
  });
});
