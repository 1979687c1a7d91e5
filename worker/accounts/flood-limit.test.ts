// The platform's limiter before the exact counters: it refuses without a query, and nothing depends on it.

import { env } from 'cloudflare:test';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Env } from '../env.d.ts';
import { newPerson } from '../test/calls.ts';
import { register, requestReset, signIn } from './accounts.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const from = (address: string) => ({ address, device: '' });
const wrong = { email: 'nobody@example.org', password: 'not the password' };

function limiter(limit: RateLimit['limit']): Env {
  return { ...env, FIRST_LINE: { limit } };
}

const closed = limiter(async () => ({ success: false }));
const broken = limiter(async () => {
  throw new Error('the limiter is away');
});

const { FIRST_LINE: _limiter, ...none } = env;

const askers: [string, (at: Env, address: string) => Promise<{ ok: boolean; code?: string }>][] = [
  ['signing in', (at, address) => signIn(at, wrong, from(address))],
  [
    'registering',
    (at, address) =>
      register(at, { login: 'someone', email: 'x@example.org', password: 'long enough', role: 'buyer' }, from(address)),
  ],
  ['asking for a new password', (at, address) => requestReset(at, wrong.email, address)],
];

describe.each(askers)('%s', (_what, ask) => {
  it('is refused by the flood limit without a query', async () => {
    const prepared = vi.spyOn(Object.getPrototypeOf(env.DB), 'prepare');
    expect(await ask(closed, '198.51.100.1')).toMatchObject({ ok: false, code: 'too-many-requests' });
    expect(prepared).not.toHaveBeenCalled();
  });
});

describe.each<[string, Env]>([
  ['absent', none],
  ['broken', broken],
])('with the flood limit %s', (_state, without) => {
  it('people sign in as before, and the exact counters hold', async () => {
    vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const { email } = await newPerson('buyer');
    const address = `203.0.113.${_state.length}`;
    expect(await signIn(without, { email, password: 'correct horse battery' }, from(address))).toMatchObject({
      ok: true,
    });
    const codes: string[] = [];
    for (let n = 0; n < 21; n++) {
      const response = await signIn(without, { email, password: `guess ${n}` }, from(address));
      codes.push(response.ok ? 'in' : response.code);
    }
    expect([codes[0], codes.at(-1)]).toEqual(['wrong-credentials', 'too-many-requests']);
  });
});

it('the limiter of wrangler.toml refuses one network’s flood and nobody else', async () => {
  const limit = env.FIRST_LINE?.limit.bind(env.FIRST_LINE);
  if (limit === undefined) throw new Error('wrangler.toml names no limiter');
  // Twice its 300 and one: whenever its minute turns over meanwhile, somebody is refused.
  const answers = await Promise.all(Array.from({ length: 601 }, () => limit({ key: 'flood' })));
  expect(answers.some((one) => !one.success)).toBe(true);
  expect(answers[0]).toEqual({ success: true });
  expect(await limit({ key: 'other' })).toEqual({ success: true });
});

it('one IPv6 home is one network to it, and the address itself is not told', async () => {
  const keys: string[] = [];
  const seen = limiter(async ({ key }) => {
    keys.push(key);
    return { success: false };
  });
  await signIn(seen, wrong, from('2001:db8:1:2::1'));
  await signIn(seen, wrong, from('2001:db8:1:2:ffff::9'));
  await signIn(seen, wrong, from('2001:db8:1:3::1'));
  expect(new Set(keys).size).toBe(2);
  expect(keys.join()).not.toContain('2001');
});
