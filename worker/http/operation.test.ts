// The checks every route begins with, on a small app of their own.

import { env } from 'cloudflare:test';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { AppEnv } from './app-env.ts';
import { operationsOf } from './open-api.ts';
import { operation } from './operation.ts';
import { answerError } from './refusal.ts';

const responses = { 200: z.looseObject({}) };
const app = new Hono<AppEnv>()
  .post(
    '/api/things',
    operation({
      id: 'addThing',
      tag: 'Events',
      summary: '',
      who: 'anyone',
      idempotencyKey: true,
      responses,
      body: z.strictObject({ quantity: z.int().min(1).max(50) }),
    }),
    (c) => c.json({ key: c.var.idempotencyKey, ...c.req.valid('json') }, 200),
  )
  .get(
    '/api/things',
    operation({
      id: 'getThings',
      tag: 'Events',
      summary: '',
      who: 'anyone',
      query: z.strictObject({ q: z.string().optional() }),
      responses,
    }),
    (c) => c.json(c.req.valid('query'), 200),
  )
  .patch(
    '/api/things/:id',
    operation({
      id: 'updateThing',
      tag: 'Events',
      summary: '',
      who: 'anyone',
      ifMatch: true,
      responses,
      body: z.strictObject({}),
    }),
    (c) => c.json({ revision: c.var.revision }, 200),
  )
  .post('/api/secret', operation({ id: 'secret', tag: 'Events', summary: '', who: ['admin'], responses }), (c) =>
    c.json({}, 200),
  );
app.onError(answerError);

const key = 'k'.repeat(16);

async function send(method: string, path: string, headers: Record<string, string>, body?: string) {
  const response = await app.request(path, { method, headers, body: body ?? null }, env);
  return { status: response.status, body: await response.json<{ error?: { code: string; details?: unknown } }>() };
}

const json = { 'content-type': 'application/json', 'idempotency-key': key };

describe('an operation checks the request before its handler', () => {
  it('passes what is in order', async () => {
    expect(await send('POST', '/api/things', json, '{"quantity":2}')).toEqual({
      status: 200,
      body: { key, quantity: 2 },
    });
  });

  it.each([
    ['no key', { 'content-type': 'application/json' }, '{"quantity":2}', 400, 'idempotency-key-required'],
    ['a short key', { ...json, 'idempotency-key': 'short' }, '{"quantity":2}', 400, 'idempotency-key-invalid'],
    [
      'a key with a space',
      { ...json, 'idempotency-key': `${key} x` },
      '{"quantity":2}',
      400,
      'idempotency-key-invalid',
    ],
    [
      'the key before the body',
      { 'content-type': 'application/json' },
      '{"quantity":0}',
      400,
      'idempotency-key-required',
    ],
    ['zero', json, '{"quantity":0}', 400, 'invalid-request'],
    ['a string', json, '{"quantity":"2"}', 400, 'invalid-request'],
    ['a fraction', json, '{"quantity":1.5}', 400, 'invalid-request'],
    ['an unknown field', json, '{"quantity":2,"price":1}', 400, 'invalid-request'],
    ['no body', json, undefined, 400, 'invalid-request'],
    ['half a body', json, '{"quantity":', 400, 'invalid-request'],
    ['another media type', { ...json, 'content-type': 'text/plain' }, '{"quantity":2}', 415, 'unsupported-media-type'],
    ['a compressed body', { ...json, 'content-encoding': 'gzip' }, 'x', 415, 'unsupported-media-type'],
    ['161 KB', json, `{"quantity":2,"x":"${'x'.repeat(161 * 1024)}"}`, 413, 'payload-too-large'],
  ])('refuses %s', async (_name, headers, body, status, code) => {
    const response = await send('POST', '/api/things', headers as Record<string, string>, body);
    expect([response.status, response.body.error?.code]).toEqual([status, code]);
  });

  it('names each bad field', async () => {
    const response = await send('POST', '/api/things', json, '{"quantity":99,"role":"admin"}');
    expect(response.body.error?.details).toEqual({
      fields: [
        { path: 'quantity', problem: 'too_big' },
        { path: 'role', problem: 'unknown-field' },
      ],
    });
  });

  it('refuses a parameter given twice and an unknown one', async () => {
    expect((await send('GET', '/api/things?q=a&q=b', {})).status).toBe(400);
    expect((await send('GET', '/api/things?sort=price', {})).status).toBe(400);
    expect((await send('GET', '/api/things?q=a', {})).body).toEqual({ q: 'a' });
  });

  it('answers a GET whatever content type it claims', async () => {
    expect((await send('GET', '/api/things', { 'content-type': 'application/json' })).status).toBe(200);
  });

  it('wants If-Match, and reads only a quoted revision', async () => {
    const headers = { 'content-type': 'application/json' };
    expect((await send('PATCH', '/api/things/1', headers, '{}')).status).toBe(428);
    expect((await send('PATCH', '/api/things/1', { ...headers, 'if-match': '*' }, '{}')).status).toBe(412);
    expect((await send('PATCH', '/api/things/1', { ...headers, 'if-match': '"3"' }, '{}')).body).toEqual({
      revision: 3,
    });
  });

  it('refuses a bad token also where none is needed, so that its owner signs in again', async () => {
    expect((await send('GET', '/api/things', { authorization: 'Bearer nonsense' })).status).toBe(401);
  });

  it('asks for a sign-in before it looks at anything else', async () => {
    expect((await send('POST', '/api/secret', {}, 'garbage')).body.error?.code).toBe('unauthenticated');
    expect((await send('POST', '/api/secret', { authorization: 'Bearer nonsense' })).status).toBe(401);
  });
});

it('an API route without an operation does not start', () => {
  const careless = new Hono<AppEnv>().get('/api/open', (c) => c.json({}));
  expect(() => operationsOf(careless)).toThrow('no policy on GET /api/open');
});
