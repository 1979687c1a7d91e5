// What a request that met a fault gets as its response.

import { afterEach, expect, it, vi } from 'vitest';
import { ObjectUnavailable } from '../event-object/event-object.ts';
import { errorResponse } from './refusal.ts';

afterEach(() => vi.restoreAllMocks());

it.each([
  'D1_ERROR: database is locked: SQLITE_BUSY',
  'D1_ERROR: database or disk is full: SQLITE_FULL',
  'D1_ERROR: D1 DB is overloaded. Too many requests queued.',
  'D1_ERROR: D1 DB storage operation exceeded timeout which caused object to be reset.',
  'database or disk is full: SQLITE_FULL',
  'disk I/O error: SQLITE_IOERR',
])('%s: come again, with the same request', (message) => {
  const log = vi.spyOn(console, 'warn').mockImplementation(() => {});
  for (const error of [new Error(message), new Error('Failed query: select …', { cause: new Error(message) })]) {
    const response = errorResponse(error, { requestId: 'req-1', route: '/api/events' });
    expect([response.status, response.headers['retry-after']]).toEqual([503, '5']);
    expect(JSON.parse(response.text)).toEqual({ error: { code: 'busy', requestId: 'req-1' } });
  }
  expect(log).toHaveBeenCalledTimes(2);
});

it.each(['D1_ERROR: UNIQUE constraint failed: users.email: SQLITE_CONSTRAINT', 'D1_ERROR: no such column: x', 'a bug'])(
  '%s: our own fault',
  (message) => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(errorResponse(new Error(message), { requestId: 'req-1', route: '/api/events' }).status).toBe(500);
  },
);

it('an object that does not respond: come again in two seconds, with the same request', () => {
  const log = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const response = errorResponse(new ObjectUnavailable('overloaded'), { requestId: 'req-1', route: '/api/holds' });
  expect([response.status, response.headers['retry-after']]).toEqual([503, '2']);
  expect(JSON.parse(response.text)).toEqual({ error: { code: 'busy', requestId: 'req-1' } });
  expect(log).toHaveBeenCalledOnce();
});
