// The hashing Worker as the Worker that sells sees it: behind its binding, with the very bundle that is deployed.

import { env } from 'cloudflare:test';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { call, newPerson, password } from '../test/calls.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const request = { password, salt: new Uint8Array(16).fill(7), memoryKib: 19_456, passes: 2, lanes: 1, tagBytes: 32 };

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the hashing Worker', () => {
  it.each([
    // Computed by the package used before (argon2id 1.0.1): passwords stored then go on to match.
    ['correct horse battery', '58b44651ad77fc1dcc5f39c5b1edf71487783bef836982faba561430486946a1'],
    ['пароль длинный и хороший', '9dcdd478982e492191960adeb8f2764eb0a19cbdedea62c1d4826a1c60858f4e'],
  ])('computes argon2id of %j', async (given, expected) => {
    expect(hex(await env.HASHING.argon2id({ ...request, password: given }))).toBe(expected);
  });

  it('reads every character of a password', async () => {
    const [one, other] = ['пароль длинный и хороший', 'пароль длинный и хорошиЙ'].map((given) =>
      env.HASHING.argon2id({ ...request, password: given }),
    );
    expect(await one).not.toEqual(await other);
  });

  it('refuses parameters that are none of ours', async () => {
    const answered = await env.HASHING.argon2id({ ...request, memoryKib: 999_999 }).then(
      () => 'a hash',
      () => 'refused',
    );
    expect(answered).toBe('refused');
    expect((await env.HASHING.argon2id(request)).length).toBe(32);
  });
});

describe.each<[string, () => Promise<Uint8Array>]>([
  ['away', () => Promise.reject(new Error('Worker not found'))],
  ['never answering', () => new Promise(() => undefined)],
])('with the hashing Worker %s', (_how, argon2id) => {
  const forms: [string, string, object][] = [
    ['POST', '/api/auth/login', { email: 'nobody@example.org', password }],
    ['POST', '/api/auth/register', { login: 'somebody-new', email: 'somebody@example.org', password, role: 'buyer' }],
    ['POST', '/api/me/password', { currentPassword: password, newPassword: 'another good passphrase' }],
    ['POST', '/api/me/email', { email: 'other@example.org', password }],
    ['POST', '/api/me/second-factor', { password }],
  ];

  it('whoever needs a hash hears 503 with a time to come back, and everything else goes on', async () => {
    const person = await newPerson('organizer');
    const warned = vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const binding = env.HASHING;
    Reflect.set(env, 'HASHING', { argon2id });
    const answers = await Promise.all(
      forms.map(([method, path, body]) =>
        call(method, path, { body, token: path.startsWith('/api/me') ? person.token : undefined }),
      ),
    );
    for (const { status, body, headers } of answers) {
      expect([status, body.error.code]).toEqual([503, 'busy']);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(JSON.stringify(warned.mock.calls)).not.toContain(password);
    expect((await call('GET', '/api/events', { token: person.token })).status).toBe(200);
    Reflect.set(env, 'HASHING', binding);
    expect((await call('POST', '/api/auth/login', { body: { email: person.email, password } })).status).toBe(200);
  });
});
