// How an account is guarded: letters with links, passwords, sessions, the second factor, and what thieves may try.

import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import type { AuditEntry, SecondFactorState, SessionView } from '#core/contracts/accounts.ts';
import type { Me, SignedIn } from '#core/contracts/people.ts';
import { allMailed, challengeOf, codeOf, enrolled, linkTo, post, signIn, verified } from '../accounts.ts';
import { call, type ErrorResponse, newPerson, password } from '../calls.ts';

async function meOf(token: string): Promise<Me> {
  return (await call<Me>('GET', '/api/me', { token })).body;
}

describe('an e-mail', () => {
  it('is verified by the link of the letter, once', async () => {
    const person = await newPerson('buyer');
    expect((await meOf(person.token)).emailVerified).toBe(false);
    const token = await linkTo(person.email, /Подтвердите/);
    expect((await post('/api/auth/verify-email', { token }, person.token)).status).toBe(200);
    expect((await meOf(person.token)).emailVerified).toBe(true);
    expect(codeOf(await post('/api/auth/verify-email', { token }, person.token))).toEqual([410, 'link-expired']);
  });

  it('is asked for again only a few times, and not once it is verified', async () => {
    const person = await newPerson('buyer');
    const statuses: number[] = [];
    for (let n = 0; n < 4; n++) statuses.push((await post('/api/me/email/verification', {}, person.token)).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
  });

  it('changes when the new address answers; the old one is told and can take it back', async () => {
    const person = await verified(await newPerson('organizer', false));
    const email = `new-${person.email}`;
    expect(codeOf(await post('/api/me/email', { email, password: 'wrong one' }, person.token))).toEqual([
      409,
      'wrong-password',
    ]);
    expect((await post('/api/me/email', { email, password }, person.token)).status).toBe(200);
    expect((await meOf(person.token)).email).toBe(person.email);
    const token = await linkTo(email, /новую почту/);
    expect((await post('/api/auth/verify-email', { token }, person.token)).status).toBe(200);
    expect((await signIn(email)).status).toBe(200);
    expect((await signIn(person.email)).status).toBe(401);
    const undo = await linkTo(person.email, /изменена/);
    expect((await post('/api/auth/undo-email', { token: undo })).status).toBe(200);
    expect((await signIn(email)).status).toBe(401);
    // The password ended with it: whoever moved the account knew it.
    expect((await signIn(person.email)).status).toBe(401);
    expect(codeOf(await post('/api/me/email/verification', {}, person.token))).toEqual([401, 'unauthenticated']);
    await post('/api/auth/forgotten-password', { email: person.email });
    const reset = await linkTo(person.email, /Новый пароль/);
    expect((await post('/api/auth/reset-password', { token: reset, password: 'a new one of mine' })).status).toBe(200);
    expect((await signIn(person.email, 'a new one of mine')).status).toBe(200);
    for (const address of [person.email, email]) {
      expect(await allMailed(address, 2)).toContain('Кабинету Фойе вернули прежнюю почту');
    }
  });

  it('that somebody has is asked for in vain, and nobody learns of it', async () => {
    const person = await newPerson('buyer');
    const other = await newPerson('buyer');
    expect((await post('/api/me/email', { email: other.email, password }, person.token)).status).toBe(200);
    expect(await allMailed(other.email, 1)).toEqual(['Подтвердите почту кабинета Фойе']);
  });

  it('taken by another meanwhile is not taken from him', async () => {
    const person = await newPerson('buyer');
    const email = `race-${person.email}`;
    await post('/api/me/email', { email, password }, person.token);
    const token = await linkTo(email, /новую почту/);
    await post('/api/auth/register', { login: `race${Date.now()}`, email, password, role: 'buyer' });
    expect(codeOf(await post('/api/auth/verify-email', { token }, person.token))).toEqual([410, 'link-expired']);
    expect((await meOf(person.token)).email).toBe(person.email);
  });

  it('link of one purpose does not serve another', async () => {
    const person = await newPerson('buyer');
    const verify = await linkTo(person.email, /Подтвердите/);
    expect((await post('/api/auth/reset-password', { token: verify, password: 'another good one' })).status).toBe(410);
    expect((await post('/api/auth/undo-email', { token: verify })).status).toBe(410);
    expect((await post('/api/auth/verify-email', { token: verify }, person.token)).status).toBe(200);
  });
});

describe('a forgotten password', () => {
  const fresh = 'a completely new one';

  it('is replaced by the link, once, and every session ends', async () => {
    const person = await newPerson('buyer');
    expect((await post('/api/auth/forgotten-password', { email: person.email.toUpperCase() })).status).toBe(200);
    const token = await linkTo(person.email, /Новый пароль/);
    const uses = await Promise.all([1, 2].map(() => post('/api/auth/reset-password', { token, password: fresh })));
    expect(uses.map((one) => one.status).sort()).toEqual([200, 410]);
    expect((await signIn(person.email)).status).toBe(401);
    expect((await signIn(person.email, fresh)).status).toBe(200);
    expect((await call('PATCH', '/api/me', { token: person.token, body: { locale: 'en' } })).status).toBe(401);
    expect(await allMailed(person.email, 3)).toContain('Пароль от кабинета Фойе изменён');
  });

  it('link ends after its 15 minutes', async () => {
    const person = await newPerson('buyer');
    await post('/api/auth/forgotten-password', { email: person.email });
    const first = await linkTo(person.email, /Новый пароль/);
    await env.DB.prepare('update account_letters set expires_at = ? where user_id = ?')
      .bind(Date.now() - 1, person.id)
      .run();
    expect((await post('/api/auth/reset-password', { token: first, password: fresh })).status).toBe(410);
  });

  it('is stored as a hash, and its letter as a row without the link', async () => {
    const person = await newPerson('buyer');
    await post('/api/auth/forgotten-password', { email: person.email });
    const token = await linkTo(person.email, /Новый пароль/);
    const rows = await env.DB.prepare('select * from account_letters where user_id = ?').bind(person.id).all();
    expect(JSON.stringify(rows.results)).not.toContain(token);
  });

  it('answers an unknown address with the same status and body', async () => {
    const person = await newPerson('buyer');
    const known = await post('/api/auth/forgotten-password', { email: person.email });
    const unknown = await post('/api/auth/forgotten-password', { email: `no-${person.email}` });
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
    const statuses = async (email: string) => {
      const found: number[] = [];
      for (let n = 0; n < 3; n++) found.push((await post('/api/auth/forgotten-password', { email })).status);
      return found;
    };
    expect(await statuses(person.email)).toEqual(await statuses(`no-${person.email}`));
  });

  it('keeps the second factor: the mailbox alone does not come in', async () => {
    const person = await newPerson('organizer', false);
    await enrolled(await verified(person));
    await post('/api/auth/forgotten-password', { email: person.email });
    const token = await linkTo(person.email, /Новый пароль/);
    expect((await post('/api/auth/reset-password', { token, password: fresh })).status).toBe(200);
    expect((await signIn(person.email, fresh)).body).toHaveProperty('secondFactor');
  });
});

describe('a password', () => {
  it('everybody tries first is refused wherever one is chosen, and the field is told why', async () => {
    const person = await newPerson('buyer');
    const common = { path: 'newPassword', problem: 'common-password' };
    const body = { currentPassword: password, newPassword: 'Password123!' };
    const changed = await post('/api/me/password', body, person.token);
    expect([changed.status, changed.body.error.details]).toEqual([400, { fields: [common] }]);
    const fresh = { login: 'someone', email: 'someone@example.org', password: 'qwerty123', role: 'buyer' };
    expect((await post('/api/auth/register', fresh)).status).toBe(400);
  });

  it('changes with the current one, ends the other sessions and keeps this one', async () => {
    const person = await newPerson('buyer');
    const elsewhere = (await signIn(person.email)).body as SignedIn;
    const wrong = { currentPassword: 'not it at all', newPassword: 'a completely new one' };
    expect(codeOf(await post('/api/me/password', wrong, person.token))).toEqual([409, 'wrong-password']);
    const right = { currentPassword: password, newPassword: 'a completely new one' };
    expect((await post('/api/me/password', right, person.token)).status).toBe(200);
    const rename = (token: string) => call('PATCH', '/api/me', { token, body: { displayName: 'X' } });
    expect((await rename(person.token)).status).toBe(200);
    expect((await rename(elsewhere.accessToken)).status).toBe(401);
  });

  it('guessed at in a borrowed session runs into the limit', async () => {
    const person = await newPerson('buyer');
    const guess = { currentPassword: 'not it at all', newPassword: 'a completely new one' };
    const statuses: number[] = [];
    for (let n = 0; n < 11; n++) statuses.push((await post('/api/me/password', guess, person.token)).status);
    expect(statuses.at(-1)).toBe(429);
  });

  it('that is right is refused too once the guesses are used up', async () => {
    const person = await newPerson('buyer');
    for (let n = 0; n < 20; n++) await signIn(person.email, `guess ${n}`);
    const right = await signIn(person.email);
    expect(right.status).toBe(429);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('sessions', () => {
  const list = async (token: string) =>
    (await call<{ items: SessionView[] }>('GET', '/api/me/sessions', { token })).body;

  it('are listed with their device and ended by their owner, at once for what changes something', async () => {
    const person = await newPerson('buyer');
    const headers = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0' };
    const other = await call<SignedIn>('POST', '/api/auth/login', { headers, body: { email: person.email, password } });
    const { items } = await list(person.token);
    expect(items.map((one) => [one.current, one.device]).sort()).toEqual([
      [false, 'Firefox, Windows'],
      [true, ''],
    ]);
    const victim = items.find((one) => !one.current)?.id ?? '';
    expect((await call('DELETE', `/api/me/sessions/${victim}`, { token: person.token })).status).toBe(204);
    expect((await list(person.token)).items).toHaveLength(1);
    const told = await call<{ items: AuditEntry[] }>('GET', '/api/audit?what=session-ended', { token: person.token });
    expect(told.body.items.map((one) => [one.subjectId, one.byMe])).toEqual([[victim, true]]);
    expect((await call('DELETE', '/api/me/sessions', { token: other.body.accessToken })).status).toBe(401);
    expect((await call('DELETE', `/api/me/sessions/${victim}`, { token: person.token })).status).toBe(404);
  });

  it('all end but the one that asks', async () => {
    const person = await newPerson('buyer');
    const others = [await signIn(person.email), await signIn(person.email)];
    expect((await call('DELETE', '/api/me/sessions', { token: person.token })).status).toBe(204);
    for (const other of others) {
      const { accessToken } = other.body as SignedIn;
      expect((await call('PATCH', '/api/me', { token: accessToken, body: { locale: 'en' } })).status).toBe(401);
    }
    expect((await list(person.token)).items).toHaveLength(1);
  });

  it('of a disabled account end, and its password no longer opens it', async () => {
    const person = await newPerson('buyer');
    await env.DB.prepare('update users set disabled_at = 1 where id = ?').bind(person.id).run();
    expect((await call('PATCH', '/api/me', { token: person.token, body: { locale: 'en' } })).status).toBe(401);
    expect(codeOf(await signIn(person.email))).toEqual([403, 'account-suspended']);
    // Only the right password is told so.
    expect(codeOf(await signIn(person.email, 'not the password'))).toEqual([401, 'wrong-credentials']);
  });

  it('with a role the person no longer has change nothing', async () => {
    const person = await newPerson('organizer', false);
    await env.DB.prepare("update users set role = 'buyer' where id = ?").bind(person.id).run();
    expect((await call('PATCH', '/api/me', { token: person.token, body: { locale: 'en' } })).status).toBe(401);
  });
});

describe('the second factor', () => {
  it('is asked for at sign-in, and its codes are good once', async () => {
    const person = await newPerson('organizer', false);
    const { code } = await enrolled(await verified(person));
    const challenge = await challengeOf(person.email);
    expect(codeOf(await post('/api/auth/second-factor', { challenge, code: '000000' }))).toEqual([409, 'wrong-code']);
    const both = await Promise.all(
      [1, 2].map(() => post<SignedIn>('/api/auth/second-factor', { challenge, code: code() })),
    );
    expect(both.map((one) => one.status).sort()).toEqual([200, 409]);
    // The code that turned the factor on is spent as well.
    expect((await post('/api/auth/second-factor', { challenge, code: code(-1) })).status).toBe(409);
  });

  it('challenge opens nothing else, and an access token is no challenge', async () => {
    const person = await newPerson('organizer', false);
    const { code } = await enrolled(await verified(person));
    const challenge = await challengeOf(person.email);
    expect((await call('GET', '/api/me', { token: challenge })).status).toBe(401);
    expect((await post('/api/auth/second-factor', { challenge: person.token, code: code() })).status).toBe(401);
  });

  it('takes each of ten recovery codes once, however it is typed', async () => {
    const person = await newPerson('organizer', false);
    const { recoveryCodes } = await enrolled(await verified(person));
    expect(new Set(recoveryCodes).size).toBe(10);
    const [first = ''] = recoveryCodes;
    const challenge = await challengeOf(person.email);
    const typed = first.toUpperCase().replaceAll('-', ' ');
    expect((await post('/api/auth/second-factor', { challenge, code: typed })).status).toBe(200);
    // A used recovery code changed the credentials, so the challenge went with it.
    expect(codeOf(await post('/api/auth/second-factor', { challenge, code: first }))).toEqual([401, 'unauthenticated']);
    const next = await challengeOf(person.email);
    expect((await post('/api/auth/second-factor', { challenge: next, code: first })).status).toBe(409);
    const state = await call<SecondFactorState>('GET', '/api/me/second-factor', { token: person.token });
    expect(state.body).toMatchObject({ state: 'on', recoveryCodesLeft: 9 });
  });

  it('guessed at is refused before a guess can fit', async () => {
    const person = await newPerson('organizer', false);
    const { code } = await enrolled(await verified(person));
    const challenge = await challengeOf(person.email);
    const statuses: number[] = [];
    for (let n = 0; n < 9; n++) {
      statuses.push((await post('/api/auth/second-factor', { challenge, code: `00000${n}` })).status);
    }
    expect(statuses.slice(0, 8)).toEqual(Array.from({ length: 8 }, () => 409));
    expect(statuses[8]).toBe(429);
    expect((await post('/api/auth/second-factor', { challenge, code: code() })).status).toBe(429);
  });

  it('is turned on only with the password and a code, and off only with a code', async () => {
    const person = await newPerson('organizer', false);
    expect(codeOf(await post('/api/me/second-factor', { password: 'not it' }, person.token))).toEqual([
      409,
      'wrong-password',
    ]);
    await verified(person);
    await post('/api/me/second-factor', { password }, person.token);
    expect(codeOf(await post('/api/me/second-factor/confirm', { code: '000000' }, person.token))).toEqual([
      409,
      'wrong-code',
    ]);
    // Not confirmed, it asks nothing at sign-in: nobody locks themselves out half-way.
    expect((await signIn(person.email)).body).toHaveProperty('accessToken');
    const { code } = await enrolled(person);
    expect(codeOf(await post('/api/me/second-factor', { password }, person.token))).toEqual([409, 'second-factor-on']);
    expect((await post('/api/me/second-factor/disable', { code: '000000' }, person.token)).status).toBe(409);
    expect((await post('/api/me/second-factor/disable', { code: code() }, person.token)).status).toBe(200);
    expect((await signIn(person.email)).body).toHaveProperty('accessToken');
    expect(await allMailed(person.email, 3)).toEqual(
      expect.arrayContaining(['Вход в кабинет Фойе теперь с кодом', 'Вход в кабинет Фойе снова без кода']),
    );
  });

  it('secret is stored sealed and bound to its owner', async () => {
    const [one, two] = [await newPerson('organizer', false), await newPerson('organizer', false)];
    await enrolled(await verified(one));
    const { code } = await enrolled(await verified(two));
    await env.DB.prepare(
      'update second_factors set sealed_secret = (select sealed_secret from second_factors where user_id = ?) where user_id = ?',
    )
      .bind(two.id, one.id)
      .run();
    const challenge = await challengeOf(one.email);
    expect((await post('/api/auth/second-factor', { challenge, code: code(1) })).status).toBe(500);
  });

  it('shown a moment ago lets payout details change, and the owner is told; without it they stay', async () => {
    const person = await newPerson('organizer', false);
    const change = (payoutDetails: string | null) =>
      call<Me>('PATCH', '/api/me', { token: person.token, body: { payoutDetails } });
    const bare = await change('IBAN 1');
    expect(codeOf(bare)).toEqual([403, 'second-factor-required']);
    expect((bare.body as unknown as ErrorResponse).error.details).toEqual({ enrolled: false });
    expect((await change(null)).status).toBe(200);
    const { code } = await enrolled(await verified(person));
    expect((await change('IBAN 1')).body.payoutDetails).toBe('IBAN 1');
    await env.DB.prepare('update sessions set confirmed_at = confirmed_at - 600001 where user_id = ?')
      .bind(person.id)
      .run();
    expect(codeOf(await change('IBAN 2'))).toEqual([403, 'second-factor-required']);
    expect((await change('IBAN 1')).status).toBe(200);
    expect((await post('/api/me/second-factor/check', { code: code(1) }, person.token)).status).toBe(200);
    expect((await change('IBAN 2')).body.payoutDetails).toBe('IBAN 2');
    expect(await allMailed(person.email, 4)).toContain('Реквизиты выплат в кабинете Фойе изменены');
  });
});

it('the audit log is append-only', async () => {
  await newPerson('buyer');
  await expect(env.DB.prepare("update audit_log set what = 'x'").run()).rejects.toThrow('append-only');
  await expect(env.DB.prepare('delete from audit_log').run()).rejects.toThrow('append-only');
});
