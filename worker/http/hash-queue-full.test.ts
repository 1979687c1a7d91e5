// A call that hashes, and has no place in the queue, has two ways to its refusal. They must answer alike, to the last
// header, and the short one does nothing but refuse.

import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hashQueue, type Leave } from '../accounts/hash-queue.ts';
import { app, handleRequest } from '../app.ts';
import { origin } from '../test/calls.ts';
import { operationsOf } from './open-api.ts';

const network = '198.51.100.40';
const requestId = 'asked-by-a-test';
const hashing = operationsOf(app).filter(({ operation }) => operation.hashes === true);
const paths = hashing.map(({ path }) => path);

const places: Leave[] = [];
beforeEach(() => {
  for (let n = 0; n < 2; n++) {
    const entered = hashQueue.enter(network, Date.now());
    if (!entered.ok) throw new Error('no place for the test itself');
    places.push(entered.value);
  }
});
afterEach(() => {
  for (const leave of places.splice(0)) leave({ refused: false }, Date.now());
  vi.restoreAllMocks();
});

function request(path: string, headers: Record<string, string> = {}, method = 'POST'): Request {
  const sent = {
    'content-type': 'application/json',
    'cf-connecting-ip': network,
    'x-request-id': requestId,
    ...headers,
  };
  return new Request(origin + path, { method, headers: sent, ...(method === 'POST' ? { body: '{}' } : {}) });
}

async function seen(response: Response) {
  return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
}

it('holds for each operation that hashes: a POST without anything variable in its path', () => {
  expect(hashing.length).toBeGreaterThan(4);
  expect(hashing.filter(({ method, path }) => method !== 'POST' || /[:*{]/.test(path))).toEqual([]);
});

describe.each(paths)('%s', (path) => {
  it('is refused alike by both ways, and by the short one without the router', async () => {
    const ordinary = await seen(await app.fetch(request(path), env, createExecutionContext()));
    const router = vi.spyOn(app, 'fetch');
    const short = await seen(await handleRequest(request(path), env, createExecutionContext()));
    expect(short).toEqual(ordinary);
    expect([short.status, short.headers['retry-after'], short.headers['x-request-id']]).toEqual([503, '1', requestId]);
    expect(router).not.toHaveBeenCalled();
  });
});

it('is refused with a query too, without the body being read', async () => {
  const asked = request('/api/auth/login?x=1');
  expect((await handleRequest(asked, env, createExecutionContext())).status).toBe(503);
  expect(asked.bodyUsed).toBe(false);
});

it('a name that is no name is not given back', async () => {
  const given = await handleRequest(
    request('/api/auth/login', { 'x-request-id': 'x'.repeat(65) }),
    env,
    createExecutionContext(),
  );
  expect(given.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
});

it.each([
  ['from another network', '/api/auth/login', { 'cf-connecting-ip': '198.51.100.41' }, 'POST'],
  ['for what does not hash', '/api/auth/logout', {}, 'POST'],
  ['with another method', '/api/auth/login', {}, 'GET'],
])('a call %s goes the ordinary way', async (_what, path, headers, method) => {
  const router = vi.spyOn(app, 'fetch');
  const asked = await handleRequest(request(path, headers, method), env, createExecutionContext());
  expect(asked.status).not.toBe(503);
  expect(router).toHaveBeenCalledOnce();
});

it('an address written with escapes finds the same refusal behind the router', async () => {
  const asked = await handleRequest(request('/api/auth/%6Cogin'), env, createExecutionContext());
  expect(asked.status).toBe(503);
});
