// The places before the hashing Worker.

import { env } from 'cloudflare:test';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { ok } from '#core/result.ts';
import { app } from '../app.ts';
import { operationsOf } from '../http/open-api.ts';
import { call, newPerson, password } from '../test/calls.ts';
import { hashQueue, type Leave, makeHashQueue } from './hash-queue.ts';

const nowMs = 1_800_000_000_000;

function queueWith() {
  const queue = makeHashQueue();
  const enter = (network: string | null, atMs = nowMs): Leave | 'busy' => {
    const entered = queue.enter(network, atMs);
    return entered.ok ? entered.value : entered.code;
  };
  const left = (network: string | null, refused: boolean, atMs = nowMs) => {
    const leave = enter(network, atMs);
    if (leave === 'busy') throw new Error('no place');
    leave({ refused }, atMs);
  };
  return { enter, left };
}

describe('the queue before hashing', () => {
  it('has two places for a network, and a place left is free at once', () => {
    const { enter } = queueWith();
    const first = enter('a');
    expect([enter('a') === 'busy', enter('a')]).toEqual([false, 'busy']);
    expect(enter('b')).not.toBe('busy');
    if (first !== 'busy') first({ refused: false }, nowMs);
    expect(enter('a')).not.toBe('busy');
  });

  it('has twenty places in all', () => {
    const { enter } = queueWith();
    const entered = Array.from({ length: 25 }, (_, n) => enter(`network ${n}`));
    expect(entered.filter((one) => one !== 'busy')).toHaveLength(20);
    expect(makeHashQueue().enter('a', nowMs).ok).toBe(true);
  });

  it('keeps its last eight places for networks that were not refused lately', () => {
    const { enter, left } = queueWith();
    const guessers = Array.from({ length: 64 }, (_, n) => `guesser ${n}`);
    for (const guesser of guessers) left(guesser, true);
    expect(guessers.map((guesser) => enter(guesser)).filter((one) => one !== 'busy')).toHaveLength(12);
    expect(enter('somebody else')).not.toBe('busy');
    expect(enter(guessers[20] ?? '')).toBe('busy');
  });

  it('forgets a refusal after ten minutes', () => {
    const { enter, left } = queueWith();
    left('a', true);
    for (let n = 0; n < 12; n++) enter(`other ${n}`, nowMs + 600_000);
    expect(enter('a', nowMs + 599_999)).toBe('busy');
    expect(enter('a', nowMs + 600_000)).not.toBe('busy');
  });

  it('takes back the place of a request that never left', () => {
    const { enter } = queueWith();
    enter('a');
    enter('a');
    expect(enter('a', nowMs + 34_999)).toBe('busy');
    expect(enter('a', nowMs + 35_000)).not.toBe('busy');
  });
});

describe('over HTTP', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  const wrong = (address: string) =>
    call('POST', '/api/auth/login', {
      body: { email: 'nobody@example.org', password: 'not the password' },
      headers: { 'cf-connecting-ip': address },
    });

  it('of a hundred wrong sign-ins of one network at once two are judged, the rest hear 503 without a query', async () => {
    const prepared = vi.spyOn(Object.getPrototypeOf(env.DB), 'prepare');
    await wrong('198.51.100.7');
    const queriesOfOne = prepared.mock.calls.length;
    prepared.mockClear();
    const answers = await Promise.all(Array.from({ length: 100 }, () => wrong('198.51.100.7')));
    expect(answers.filter((one) => one.status === 401)).toHaveLength(2);
    const busy = answers.filter((one) => one.status === 503);
    expect(busy).toHaveLength(98);
    expect(busy.map((one) => [one.body.error.code, one.headers.get('retry-after')])).toEqual(
      busy.map(() => ['busy', '1']),
    );
    expect(prepared.mock.calls.length).toBeLessThanOrEqual(2 * queriesOfOne);
  });

  it('somebody on another network signs in meanwhile', async () => {
    const { email } = await newPerson('buyer');
    const flood = Array.from({ length: 100 }, (_, n) => wrong(`203.0.113.${n % 8}`));
    const headers = { 'cf-connecting-ip': '198.51.100.8' };
    const mine = await call('POST', '/api/auth/login', { body: { email, password }, headers });
    expect(mine.status).toBe(200);
    await Promise.all(flood);
  });

  it('a network is noted as refused by a wrong password and by nothing else', async () => {
    const { email } = await newPerson('buyer');
    const { enter } = hashQueue;
    const refusals: boolean[] = [];
    vi.spyOn(hashQueue, 'enter').mockImplementation((network, nowMs) => {
      const entered = enter(network, nowMs);
      if (!entered.ok) return entered;
      return ok<Leave>((how, leftMs) => {
        refusals.push(how.refused);
        entered.value(how, leftMs);
      });
    });
    for (const given of ['not the password', password]) {
      await call('POST', '/api/auth/login', { body: { email, password: given } });
    }
    expect(refusals).toEqual([true, false]);
  });

  it('every operation that takes a password stands in the queue', () => {
    const takesPassword = (schema: z.ZodType | undefined) =>
      schema instanceof z.ZodObject && Object.keys(schema.shape).some((name) => /password/i.test(name));
    const operations = operationsOf(app).map((one) => one.operation);
    const named = operations.filter((one) => takesPassword(one.body)).map((one) => one.id);
    expect(named.length).toBeGreaterThan(4);
    expect(operations.filter((one) => one.hashes === true).map((one) => one.id)).toEqual(named);
  });
});
