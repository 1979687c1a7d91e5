// A call of the fast path can also go through the router. Both must give the same response, to the last header.

import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { app, handleRequest } from '../app.ts';
import { origin } from '../test/calls.ts';
import { buyer, hold, newKey, newShop } from '../test/shop.ts';
import { maxBodyBytes } from './read-json.ts';

const shop = await newShop(100_00);
const placed = (await hold(shop, 1)).body;

type Asked = { headers?: Record<string, string>; body: string };
const json = { 'content-type': 'application/json' };
const lines = JSON.stringify({ lines: [{ ticketTypeId: shop.ticketTypeId, quantity: 1 }] });
const purchase = JSON.stringify({ buyer, locale: 'ru' });

/** Both ways of the same request, without what is new in every answer. */
async function bothWays(path: string, { headers = {}, body }: Asked) {
  const request = () => new Request(origin + path, { method: 'POST', headers: { ...json, ...headers }, body });
  const ordinary = await app.fetch(request(), env, createExecutionContext());
  const short = await handleRequest(request(), env, createExecutionContext());
  return { ordinary: await seen(ordinary), short: await seen(short) };
}

async function seen(response: Response) {
  const headers = Object.fromEntries(response.headers);
  expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  delete headers['x-request-id'];
  const text = (await response.text()).replace(/"requestId":"[^"]+"/, '"requestId":""');
  return { status: response.status, headers, text };
}

const key = () => ({ 'idempotency-key': newKey() });
const holds = `/api/widgets/${shop.widgetId}/holds`;
const orders = `/api/holds/${placed.holdId}/order`;

describe.each([
  ['placeHold', holds, lines],
  ['purchaseTicket', orders, purchase],
])('%s', (_name, path, good) => {
  it('is made once and answered alike by both ways', async () => {
    const { ordinary, short } = await bothWays(path, { headers: key(), body: good });
    expect(ordinary.status).toBe(201);
    // The second is the same key again.
    expect(short).toEqual({ ...ordinary, headers: { ...ordinary.headers, 'idempotency-replayed': 'true' } });
    const again = await bothWays(path, { headers: { 'idempotency-key': 'k'.repeat(16) }, body: good });
    expect(again.short.status).toBe(again.ordinary.status);
  });

  const known = key();
  it.each<[string, Asked]>([
    ['no key', { body: good }],
    ['a key too short', { headers: { 'idempotency-key': 'short' }, body: good }],
    ['no JSON', { headers: key(), body: '{' }],
    ['another media type', { headers: { ...key(), 'content-type': 'text/plain' }, body: good }],
    ['a packed body', { headers: { ...key(), 'content-encoding': 'gzip' }, body: good }],
    ['an unknown field', { headers: key(), body: good.replace('{', '{"price":1,') }],
    ['a field given twice', { headers: key(), body: good.replace('{', '{"locale":"ru","locale":"en",') }],
    ['a prototype', { headers: key(), body: good.replace('{', '{"__proto__":{},') }],
    ['an empty body', { headers: key(), body: '' }],
    ['a list', { headers: key(), body: '[]' }],
    ['a body too large', { headers: key(), body: ' '.repeat(maxBodyBytes) + good }],
    ['a bad credential', { headers: { ...key(), authorization: 'Bearer nothing' }, body: good }],
    ['a good request', { headers: known, body: good }],
    ['the same key with another body', { headers: known, body: good.replace('1}', '2}').replace('"ru"', '"en"') }],
  ])('answers %s alike by both ways', async (_what, asked) => {
    const { ordinary, short } = await bothWays(path, asked);
    delete short.headers['idempotency-replayed'];
    delete ordinary.headers['idempotency-replayed'];
    expect(short).toEqual(ordinary);
  });
});

it.each([
  ['an invented widget', '/api/widgets/wgt_0000000000000000_0000000000/holds', lines],
  ['something that is no id', '/api/widgets/%2e%2e/holds', lines],
  ['another kind of id', `/api/widgets/${shop.eventId}/holds`, lines],
  ['an invented hold', '/api/holds/hld_0000000000000000_0000000000/order', purchase],
  ['a query', `${holds}?a=b`, lines],
])('%s is answered alike by both ways', async (_what, path, body) => {
  const { ordinary, short } = await bothWays(path, { headers: { 'idempotency-key': 'q'.repeat(16) }, body });
  delete short.headers['idempotency-replayed'];
  delete ordinary.headers['idempotency-replayed'];
  expect(short).toEqual(ordinary);
});

it('a name given to the request is kept', async () => {
  const request = new Request(origin + holds, {
    method: 'POST',
    headers: { ...json, ...key(), 'x-request-id': 'mine-1' },
    body: lines,
  });
  const response = await handleRequest(request, env, createExecutionContext());
  expect([response.status, response.headers.get('x-request-id')]).toEqual([201, 'mine-1']);
});
