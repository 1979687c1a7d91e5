// Accounts: who can sign up, in, on and out, and who cannot.

import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import type { Me, SignedIn } from '#core/contracts/people.ts';
import { register } from '../../accounts/accounts.ts';
import { call, newPerson, password } from '../calls.ts';

const fresh = () => crypto.randomUUID().slice(0, 12);

function account(fields: Record<string, unknown> = {}) {
  const name = `p${fresh()}`;
  return { login: name, email: `${name}@example.org`, password, role: 'organizer', ...fields };
}

function cookieOf(headers: Headers): string {
  return (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

const fromOurPage = { origin: 'http://localhost:8787', 'sec-fetch-site': 'same-origin', 'x-foyer': '1' };

async function renew(cookie: string, headers: Record<string, string> = fromOurPage) {
  return call<SignedIn>('POST', '/api/auth/refresh', { headers: { ...headers, cookie } });
}

describe('registering', () => {
  it('gives a token at once and a party to organizers and distributors, none to buyers', async () => {
    for (const role of ['organizer', 'distributor', 'buyer'] as const) {
      const response = await call<SignedIn>('POST', '/api/auth/register', { body: account({ role }) });
      expect(response.status).toBe(201);
      expect(response.body.user.role).toBe(role);
      expect(response.body.user.partyId === null).toBe(role === 'buyer');
      const me = await call<Me>('GET', '/api/me', { token: response.body.accessToken });
      expect(me.body).toEqual(response.body.user);
    }
  });

  it('keeps e-mails and logins unique whatever their case', async () => {
    const first = account();
    await call('POST', '/api/auth/register', { body: first });
    const sameEmail = account({ email: first.email.toUpperCase() });
    expect((await call('POST', '/api/auth/register', { body: sameEmail })).body.error.code).toBe('email-taken');
    const sameLogin = account({ login: first.login.toUpperCase() });
    expect((await call('POST', '/api/auth/register', { body: sameLogin })).body.error.code).toBe('login-taken');
  });

  it('of two registrations of one moment lets one through and leaves no party of the other', async () => {
    const displayName = `race ${fresh()}`;
    const body = account({ displayName });
    const answers = await Promise.all([1, 2, 3].map(() => call('POST', '/api/auth/register', { body })));
    expect(answers.map((one) => one.status).sort()).toEqual([201, 409, 409]);
    const parties = await env.DB.prepare('select count(*) as n from parties where name = ?')
      .bind(displayName)
      .first('n');
    expect(parties).toBe(1);
  });

  it('never makes an admin, and takes no field it does not know', async () => {
    expect((await call('POST', '/api/auth/register', { body: account({ role: 'admin' }) })).status).toBe(400);
    const sly = await call('POST', '/api/auth/register', { body: account({ partyId: 'pty_x' }) });
    expect(sly.body.error).toMatchObject({
      code: 'invalid-request',
      details: { fields: [{ path: 'partyId', problem: 'unknown-field' }] },
    });
  });

  it('stores the password as argon2id of 19 MiB and two passes', async () => {
    const body = account();
    await call('POST', '/api/auth/register', { body });
    const stored = await env.DB.prepare('select password_hash from users where login = ?').bind(body.login).first();
    expect(stored?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$]{22}\$[^$]{43}$/);
  });
});

it('one address can register only so often', async () => {
  const body = account();
  const taken = { ...body, role: 'buyer', locale: 'ru' } as const;
  await call('POST', '/api/auth/register', { body });
  const strict = { ...env, REGISTRATIONS_PER_HOUR: '100' };
  const codes: (string | null)[] = [];
  for (let n = 0; n < 31; n++) {
    const response = await register(strict, taken, { address: '198.51.100.7', device: '' });
    codes.push(response.ok ? null : response.code);
  }
  expect(codes.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 'email-taken'));
  expect(codes[30]).toBe('too-many-requests');
  expect(await register(strict, taken, { address: '198.51.100.8', device: '' })).toMatchObject({ code: 'email-taken' });
});

describe('signing in', () => {
  it('works with the e-mail in any case and the very password', async () => {
    const person = await newPerson('buyer');
    const body = { email: ` ${person.email.toUpperCase()}`, password };
    expect((await call<SignedIn>('POST', '/api/auth/login', { body })).body.user.id).toBe(person.id);
  });

  it('answers an unknown e-mail and a wrong password alike', async () => {
    const { email } = await newPerson('buyer');
    const wrong = await call('POST', '/api/auth/login', { body: { email, password: 'not the password' } });
    const short = await call('POST', '/api/auth/login', { body: { email, password: 'x' } });
    const unknown = await call('POST', '/api/auth/login', { body: { email: `no-${email}`, password } });
    for (const response of [wrong, short, unknown]) {
      expect(response.status).toBe(401);
      expect({ ...response.body.error, requestId: '' }).toEqual({ code: 'wrong-credentials', requestId: '' });
    }
  });

  it('slows down who guesses at one account', async () => {
    const { email } = await newPerson('buyer');
    const statuses: number[] = [];
    for (let guess = 0; guess < 22; guess++) {
      statuses.push((await call('POST', '/api/auth/login', { body: { email, password: `guess ${guess}` } })).status);
    }
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 401));
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('the refresh cookie', () => {
  async function signedIn() {
    const response = await call<SignedIn>('POST', '/api/auth/register', { body: account() });
    return {
      cookie: cookieOf(response.headers),
      header: response.headers.get('set-cookie') ?? '',
      user: response.body.user,
    };
  }

  it('is closed to scripts and other sites', async () => {
    const { header } = await signedIn();
    expect(header).toMatch(/^foyer-refresh=[\w-]{43};.*Path=\/;.*HttpOnly;.*SameSite=Strict/i);
  });

  it('gives a new access token and is good for one use', async () => {
    const { cookie, user } = await signedIn();
    const renewed = await renew(cookie);
    expect(renewed.status).toBe(200);
    expect(renewed.body.user).toEqual(user);
    expect(cookieOf(renewed.headers)).not.toBe(cookie);
    expect((await renew(cookieOf(renewed.headers))).status).toBe(200);
  });

  it('answers a lost reply with the same successor within ten seconds', async () => {
    const { cookie } = await signedIn();
    const [first, again] = await Promise.all([renew(cookie), renew(cookie)]);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(cookieOf(first.headers)).toBe(cookieOf(again.headers));
  });

  it('ends the whole family when a spent one comes back later', async () => {
    const { cookie } = await signedIn();
    const next = cookieOf((await renew(cookie)).headers);
    await env.DB.prepare('update refresh_tokens set spent_at = spent_at - 11000 where spent_at is not null').run();
    expect((await renew(cookie)).status).toBe(401);
    expect((await renew(next)).status).toBe(401);
  });

  it('ends the family when a spent one comes back though its successor was used', async () => {
    const { cookie } = await signedIn();
    const next = cookieOf((await renew(cookie)).headers);
    const third = cookieOf((await renew(next)).headers);
    expect((await renew(cookie)).status).toBe(401);
    expect((await renew(third)).status).toBe(401);
  });

  it('is dead once the same browser has signed in anew', async () => {
    const { cookie, user } = await signedIn();
    const body = { email: user.email, password };
    const wrong = { ...body, password: 'not it at all' };
    expect((await call('POST', '/api/auth/login', { headers: { cookie }, body: wrong })).status).toBe(401);
    const again = await call('POST', '/api/auth/login', { headers: { cookie }, body });
    expect(again.status).toBe(200);
    expect((await renew(cookie)).status).toBe(401);
    expect((await renew(cookieOf(again.headers))).status).toBe(200);
  });

  it('ends thirty days after its sign-in, however much it is used', async () => {
    const { cookie, user } = await signedIn();
    const used = cookieOf((await renew(cookie)).headers);
    const row = await env.DB.prepare('select created_at, expires_at from sessions where user_id = ?')
      .bind(user.id)
      .first<{ created_at: number; expires_at: number }>();
    expect((row?.expires_at ?? 0) - (row?.created_at ?? 0)).toBe(30 * 86_400_000);
    await env.DB.prepare('update sessions set expires_at = ? where user_id = ?')
      .bind(Date.now() - 1, user.id)
      .run();
    expect((await renew(used)).status).toBe(401);
  });

  it('ends when nobody used it for a fortnight, however long it would live', async () => {
    const { cookie, user } = await signedIn();
    const idle = (ms: number) =>
      env.DB.prepare('update sessions set created_at = ?1, last_seen_at = ?1 where user_id = ?2')
        .bind(Date.now() - ms, user.id)
        .run();
    await idle(13 * 86_400_000);
    const used = await renew(cookie);
    expect(used.status).toBe(200);
    await idle(15 * 86_400_000);
    expect((await renew(cookieOf(used.headers))).status).toBe(401);
    const change = { token: used.body.accessToken, body: { locale: 'en' } };
    expect((await call('PATCH', '/api/me', change)).status).toBe(401);
  });

  it('is dead after signing out', async () => {
    const { cookie } = await signedIn();
    const out = await call('POST', '/api/auth/logout', { headers: { ...fromOurPage, cookie } });
    expect(out.status).toBe(200);
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0');
    expect((await renew(cookie)).status).toBe(401);
  });

  it.each([
    ['a foreign page', { ...fromOurPage, origin: 'https://evil.example' }],
    ['a sibling site', { ...fromOurPage, 'sec-fetch-site': 'same-site' }],
    ['a form of our own origin without our header', { origin: 'http://localhost:8787' }],
  ])('is not taken from %s', async (_who, headers) => {
    const { cookie } = await signedIn();
    expect((await renew(cookie, headers)).status).toBe(403);
    expect((await call('POST', '/api/auth/logout', { headers: { ...headers, cookie } })).status).toBe(403);
    expect((await renew(cookie)).status).toBe(200);
  });

  it('is stored only as a hash', async () => {
    const { cookie } = await signedIn();
    const value = cookie.split('=')[1] ?? '';
    const found = await env.DB.prepare('select count(*) as n from refresh_tokens where hash = ?')
      .bind(value)
      .first('n');
    expect(found).toBe(0);
  });
});

describe('the own account', () => {
  it('changes what a person may change and nothing else', async () => {
    const person = await newPerson('organizer');
    const body = { displayName: 'Театр «Остров»', locale: 'en', payoutDetails: null };
    const changed = await call<Me>('PATCH', '/api/me', { token: person.token, body });
    expect(changed.body).toMatchObject(body);
    const sly = await call('PATCH', '/api/me', { token: person.token, body: { role: 'admin' } });
    expect(sly.status).toBe(400);
    expect((await call<Me>('GET', '/api/me', { token: person.token })).body).toMatchObject({
      ...body,
      role: 'organizer',
    });
  });

  it('tells which roles it has', async () => {
    const { token } = await newPerson('distributor');
    const roles = await call('GET', '/api/me/roles', { token });
    expect(roles.body).toEqual({ isOrganizer: false, isDistributor: true, isBuyer: false, isAdmin: false });
  });
});
