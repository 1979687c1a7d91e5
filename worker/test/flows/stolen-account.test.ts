// What a thief who knows a password, or a stranger who signs up with somebody's address, can keep: nothing, once the owner
// of the mailbox has spoken.

import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import type { RecoveryCodes } from '#core/contracts/accounts.ts';
import type { PlacedHold } from '#core/contracts/sales.ts';
import { lastingLinks } from '../../accounts/credentials-changed.ts';
import { accountLetters } from '../../schema/accounts.ts';
import { allMailed, challengeOf, codeOf, enrolled, linkTo, post, signIn, verified } from '../accounts.ts';
import { call, newEvent, newPerson, type Person, password, publishedEvent } from '../calls.ts';
import { hold, newShop, order, until } from '../shop.ts';

const fresh = 'a completely new one';
const tokenOf = async (email: string, secret = password) => {
  const { body } = await signIn(email, secret);
  if (!('accessToken' in body)) throw new Error(`no sign-in: ${JSON.stringify(body)}`);
  return body.accessToken;
};

/** Moves the account as its thief does, who knows the password and owns the next mailbox. */
async function moved(from: string, to: string, secret = password): Promise<void> {
  const token = await tokenOf(from, secret);
  expect((await post('/api/me/email', { email: to, password: secret }, token)).status).toBe(200);
  const link = await linkTo(to, /новую почту/);
  expect((await post('/api/auth/verify-email', { token: link }, token)).status).toBe(200);
}

async function reset(email: string): Promise<void> {
  await post('/api/auth/forgotten-password', { email });
  const token = await linkTo(email, /Новый пароль/);
  expect((await post('/api/auth/reset-password', { token, password: fresh })).status).toBe(200);
}

describe('an account moved away by a thief', () => {
  it('and taken back by its owner is not taken again by the undo links of the thief’s addresses', async () => {
    const owner = await verified(await newPerson('organizer', false));
    const [second, third] = [`b-${owner.email}`, `c-${owner.email}`];
    await moved(owner.email, second);
    await moved(second, third);
    const thiefs = await linkTo(second, /изменена/);
    const owners = await linkTo(owner.email, /изменена/);
    expect((await post('/api/auth/undo-email', { token: owners })).status).toBe(200);
    await reset(owner.email);
    expect(codeOf(await post('/api/auth/undo-email', { token: thiefs }))).toEqual([410, 'link-expired']);
    expect((await signIn(owner.email, fresh)).status).toBe(200);
  });

  it('cannot be kept from its owner by an undo of the thief’s', async () => {
    const owner = await verified(await newPerson('organizer', false));
    const [second, third] = [`b-${owner.email}`, `c-${owner.email}`];
    await moved(owner.email, second);
    await moved(second, third);
    expect((await post('/api/auth/undo-email', { token: await linkTo(second, /изменена/) })).status).toBe(200);
    const owners = await linkTo(owner.email, /изменена/);
    expect((await post('/api/auth/undo-email', { token: owners })).status).toBe(200);
    await reset(owner.email);
  });

  it('and moved back by its owner with the password he knows is not taken again either', async () => {
    const owner = await verified(await newPerson('organizer', false));
    const second = `b-${owner.email}`;
    await moved(owner.email, second);
    const token = await tokenOf(second);
    await post('/api/me/email', { email: owner.email, password }, token);
    const back = await linkTo(owner.email, /новую почту/);
    expect((await post('/api/auth/verify-email', { token: back }, token)).status).toBe(200);
    expect(await allMailed(second, 3)).not.toContain('Почта вашего кабинета Фойе изменена');
  });

  it('comes back without the second factor the thief turned on, and with the one its owner had', async () => {
    const owner = await verified(await newPerson('organizer', false));
    const second = `b-${owner.email}`;
    await moved(owner.email, second);
    await enrolled({ ...owner, email: second, token: await tokenOf(second) });
    const undo = await linkTo(owner.email, /изменена/);
    expect((await post('/api/auth/undo-email', { token: undo })).status).toBe(200);
    await reset(owner.email);
    expect((await signIn(owner.email, fresh)).body).toHaveProperty('accessToken');

    const careful = await verified(await newPerson('organizer', false));
    await enrolled(careful);
    const elsewhere = `b-${careful.email}`;
    await post('/api/me/email', { email: elsewhere, password }, careful.token);
    const link = await linkTo(elsewhere, /новую почту/);
    await post('/api/auth/verify-email', { token: link }, careful.token);
    await post('/api/auth/undo-email', { token: await linkTo(careful.email, /изменена/) });
    await reset(careful.email);
    expect((await signIn(careful.email, fresh)).body).toHaveProperty('secondFactor');
  });

  it('leaves an address that nobody registers meanwhile', async () => {
    const owner = await verified(await newPerson('organizer', false));
    await moved(owner.email, `b-${owner.email}`);
    const body = { login: `squat${Date.now()}`, email: owner.email.toUpperCase(), password, role: 'buyer' };
    expect(codeOf(await post('/api/auth/register', body))).toEqual([409, 'email-taken']);
  });
});

describe('a change of e-mail that was only asked for', () => {
  it('dies with a change of the password', async () => {
    const owner = await verified(await newPerson('organizer', false));
    const thief = `b-${owner.email}`;
    await post('/api/me/email', { email: thief, password }, owner.token);
    const link = await linkTo(thief, /новую почту/);
    await post('/api/me/password', { currentPassword: password, newPassword: fresh }, owner.token);
    expect(codeOf(await post('/api/auth/verify-email', { token: link }, owner.token))).toEqual([410, 'link-expired']);
    expect((await signIn(owner.email, fresh)).status).toBe(200);
  });

  it('is told to the present address, whose owner stops it with one press', async () => {
    const owner = await verified(await newPerson('organizer', false));
    const thief = `b-${owner.email}`;
    await post('/api/me/email', { email: thief, password }, owner.token);
    const stop = await linkTo(owner.email, /хотят сменить/);
    expect((await post('/api/auth/not-me', { token: stop })).status).toBe(200);
    const link = await linkTo(thief, /новую почту/);
    expect((await post('/api/auth/verify-email', { token: link, password })).status).toBe(410);
    expect((await signIn(owner.email)).status).toBe(401);
    expect((await call('PATCH', '/api/me', { token: owner.token, body: { locale: 'en' } })).status).toBe(401);
    await reset(owner.email);
  });

  it('is told to no address that was never verified', async () => {
    const stranger = await newPerson('buyer');
    await post('/api/me/email', { email: `b-${stranger.email}`, password }, stranger.token);
    await allMailed(`b-${stranger.email}`, 1);
    expect(await allMailed(stranger.email, 1)).toEqual(['Подтвердите почту кабинета Фойе']);
  });

  it('is stopped by the stranger whose address was named', async () => {
    const owner = await verified(await newPerson('organizer', false));
    const named = `b-${owner.email}`;
    await post('/api/me/email', { email: named, password }, owner.token);
    const link = await linkTo(named, /новую почту/);
    expect((await post('/api/auth/not-me', { token: link })).status).toBe(200);
    expect((await post('/api/auth/verify-email', { token: link }, owner.token)).status).toBe(410);
    expect((await signIn(owner.email)).status).toBe(200);
  });
});

describe('a second factor', () => {
  it('somebody else turned on is turned off by the letter about it', async () => {
    const owner = await verified(await newPerson('organizer', false));
    await enrolled(owner);
    const link = await linkTo(owner.email, /теперь с кодом/);
    // It outlives what a thief may do to kill it.
    await post('/api/me/password', { currentPassword: password, newPassword: fresh }, owner.token);
    expect((await post('/api/auth/not-me', { token: link })).status).toBe(200);
    expect((await signIn(owner.email, fresh)).status).toBe(401);
    await reset(owner.email);
    expect((await signIn(owner.email, fresh)).body).toHaveProperty('accessToken');
  });

  it('of an unverified account cannot be turned on', async () => {
    const stranger = await newPerson('organizer', false);
    expect(codeOf(await post('/api/me/second-factor', { password }, stranger.token))).toEqual([
      403,
      'email-not-verified',
    ]);
    await verified(stranger);
    const begun = await post<{ secret: string }>('/api/me/second-factor', { password }, stranger.token);
    expect(begun.status).toBe(201);
  });

  it('is guessed at by a thief elsewhere without keeping its owner out', async () => {
    const owner = await verified(await newPerson('organizer', false));
    const { code, recoveryCodes } = await enrolled(owner);
    const challenge = await challengeOf(owner.email);
    const from = (network: string, guess: string) =>
      post('/api/auth/second-factor', { challenge, code: guess }, undefined, network);
    const statuses: number[] = [];
    for (let n = 0; n < 12; n++) statuses.push((await from('198.51.100.9', `00000${n % 10}`)).status);
    expect(statuses.slice(8)).toEqual([429, 429, 429, 429]);
    expect((await from('203.0.113.5', code())).status).toBe(200);
    // Nor do wrong digits use up what recovery codes are counted by.
    expect((await from('198.51.100.9', recoveryCodes[0] ?? '')).status).toBe(200);
  });

  it('guessed at from many networks still leaves the recovery codes', async () => {
    const owner = await verified(await newPerson('organizer', false));
    const { code, recoveryCodes } = await enrolled(owner);
    const challenge = await challengeOf(owner.email);
    const from = (network: string, guess: string) =>
      post('/api/auth/second-factor', { challenge, code: guess }, undefined, network);
    for (let n = 0; n < 40; n++) expect((await from(`198.51.100.${n >> 3}`, '000000')).status).toBe(409);
    expect((await from('203.0.113.5', code())).status).toBe(429);
    expect((await from('203.0.113.5', recoveryCodes[0] ?? '')).status).toBe(200);
  });

  it('half of a sign-in with the old password is worth nothing after its change', async () => {
    const owner = await verified(await newPerson('organizer', false));
    const { code } = await enrolled(owner);
    const challenge = await challengeOf(owner.email);
    await post('/api/me/password', { currentPassword: password, newPassword: fresh }, owner.token);
    expect(codeOf(await post('/api/auth/second-factor', { challenge, code: code() }))).toEqual([
      401,
      'unauthenticated',
    ]);
  });
});

it('wrong passwords in a borrowed session do not keep the owner elsewhere from changing his', async () => {
  const owner = await newPerson('buyer');
  const change = (currentPassword: string, network: string) =>
    post('/api/me/password', { currentPassword, newPassword: fresh }, owner.token, network);
  for (let n = 0; n < 11; n++) await change('not it at all', '198.51.100.9');
  expect((await change(password, '198.51.100.9')).status).toBe(429);
  expect((await change(password, '203.0.113.5')).status).toBe(200);
});

describe('an address a stranger signed up with', () => {
  it('is not verified by a press of its owner, and shows no orders of his', async () => {
    const shop = await newShop(0);
    const stranger = await newPerson('buyer');
    const held = await hold<PlacedHold>(shop);
    const bought = await order(held.body.holdId, undefined, { buyer: { name: 'Анна', email: stranger.email } });
    expect(bought.status).toBe(201);
    const token = await linkTo(stranger.email, /Подтвердите/);
    expect(codeOf(await post('/api/auth/verify-email', { token }))).toEqual([403, 'password-required']);
    expect(codeOf(await post('/api/auth/verify-email', { token, password: 'a guess of his' }))).toEqual([
      409,
      'wrong-password',
    ]);
    const somebody = await newPerson('buyer');
    expect(codeOf(await post('/api/auth/verify-email', { token }, somebody.token))).toEqual([403, 'password-required']);
    expect((await call('GET', '/api/me/orders', { token: stranger.token })).status).toBe(403);
    expect((await post('/api/auth/verify-email', { token, password })).status).toBe(200);
  });

  it('named as the new one of an account is not taken by a press of its owner', async () => {
    const stranger = await verified(await newPerson('buyer'));
    const victim = `victim-${stranger.email}`;
    await post('/api/me/email', { email: victim, password }, stranger.token);
    const token = await linkTo(victim, /новую почту/);
    expect(codeOf(await post('/api/auth/verify-email', { token }))).toEqual([403, 'password-required']);
    expect((await signIn(stranger.email)).status).toBe(200);
  });

  it('is free again after “this was not me”', async () => {
    const stranger = await newPerson('organizer', false);
    await newEvent(stranger);
    const token = await linkTo(stranger.email, /Подтвердите/);
    expect((await post('/api/auth/not-me', { token })).status).toBe(200);
    expect((await call('GET', '/api/me', { token: stranger.token })).status).toBe(401);
    for (const [table, column] of [
      ['users', 'id'],
      ['members', 'user_id'],
      ['sessions', 'user_id'],
      ['account_letters', 'user_id'],
    ]) {
      expect(await countOf(`${table} where ${column} = '${stranger.id}'`)).toBe(0);
    }
    expect(await countOf(`parties where id = '${stranger.partyId}'`)).toBe(0);
    expect(await countOf(`events where organizer_id = '${stranger.partyId}'`)).toBe(0);
    const body = { login: `mine${Date.now()}`, email: stranger.email, password, role: 'buyer' };
    expect((await post('/api/auth/register', body)).status).toBe(201);
  });

  it.each(['a distributor', 'a buyer'])('of %s is free again too', async (who) => {
    const stranger = await newPerson(who === 'a buyer' ? 'buyer' : 'distributor', false);
    const profile = { about: 'Я', audience: 'все', sites: ['https://a.example'] };
    if (who !== 'a buyer') await call('PUT', '/api/distributors/me', { token: stranger.token, body: profile });
    const token = await linkTo(stranger.email, /Подтвердите/);
    expect((await post('/api/auth/not-me', { token })).status).toBe(200);
    expect(await countOf(`users where id = '${stranger.id}'`)).toBe(0);
  });

  it('is not deleted once it was verified, or has published something', async () => {
    const owner = await newPerson('organizer', false);
    const token = await linkTo(owner.email, /Подтвердите/);
    await post('/api/me/email/verification', {}, owner.token);
    await verified(owner);
    expect([409, 410]).toContain((await post('/api/auth/not-me', { token })).status);
    expect((await signIn(owner.email)).status).toBe(200);
    const seller = await newPerson('organizer', false);
    await env.DB.prepare('update users set email_verified = 1 where id = ?').bind(seller.id).run();
    await publishedEvent(seller);
    await env.DB.prepare('update users set email_verified = 0 where id = ?').bind(seller.id).run();
    const link = await linkTo(seller.email, /Подтвердите/);
    expect(codeOf(await post('/api/auth/not-me', { token: link }))).toEqual([409, 'account-in-use']);
    expect((await signIn(seller.email)).status).toBe(200);
  });

  it('goes to whoever holds the mailbox, with nothing of the stranger’s left', async () => {
    const stranger = await newPerson('organizer', false);
    await call('PATCH', '/api/me', { token: stranger.token, body: { displayName: 'Зло пожаловать' } });
    // As it could be before a factor asked for a verified address.
    await env.DB.prepare('update users set email_verified = 1 where id = ?').bind(stranger.id).run();
    await enrolled(stranger);
    await env.DB.prepare('update users set email_verified = 0, ever_verified = 0 where id = ?').bind(stranger.id).run();
    await reset(stranger.email);
    const response = await signIn(stranger.email, fresh);
    expect(response.body).toHaveProperty('accessToken');
    const { user } = response.body as { user: { displayName: string; emailVerified: boolean } };
    expect([user.displayName === 'Зло пожаловать', user.emailVerified]).toEqual([false, true]);
    expect(await countOf(`parties where name = 'Зло пожаловать'`)).toBe(0);
    expect(await countOf(`recovery_codes where user_id = '${stranger.id}'`)).toBe(0);
    expect((await call('PATCH', '/api/me', { token: stranger.token, body: { locale: 'en' } })).status).toBe(401);
  });
});

async function countOf(what: string): Promise<number> {
  return (await env.DB.prepare(`select count(*) as n from ${what}`).first<number>('n')) ?? -1;
}

describe('every change of a credential', () => {
  type Stage = { person: Person; code: (by?: number) => string; recoveryCodes: RecoveryCodes['recoveryCodes'] };
  const changes: [what: string, change: (stage: Stage) => Promise<{ status: number }>][] = [
    [
      'a new password',
      ({ person }) => post('/api/me/password', { currentPassword: password, newPassword: fresh }, person.token),
    ],
    [
      'a reset',
      async ({ person }) => {
        await post('/api/auth/forgotten-password', { email: person.email });
        const token = await linkTo(person.email, /Новый пароль/);
        return post('/api/auth/reset-password', { token, password: fresh });
      },
    ],
    [
      'a new e-mail',
      async ({ person, code }) => {
        await post('/api/me/second-factor/check', { code: code() }, person.token);
        await post('/api/me/email', { email: `z-${person.email}`, password }, person.token);
        const token = await linkTo(`z-${person.email}`, /новую почту/);
        return post('/api/auth/verify-email', { token }, person.token);
      },
    ],
    ['its undo', async ({ person }) => post('/api/auth/undo-email', { token: await planted(person, 'email-changed') })],
    [
      'a stop of it',
      async ({ person }) => post('/api/auth/not-me', { token: await planted(person, 'email-change-asked') }),
    ],
    [
      'the second factor turned off',
      ({ person, code }) => post('/api/me/second-factor/disable', { code: code() }, person.token),
    ],
    [
      'a used recovery code',
      ({ person, recoveryCodes }) => post('/api/me/second-factor/check', { code: recoveryCodes[0] }, person.token),
    ],
    ['the end of the other sessions', ({ person }) => call('DELETE', '/api/me/sessions', { token: person.token })],
  ];

  it.each(changes)('%s spends every open link but those that let nobody in', async (_what, change) => {
    const person = await verified(await newPerson('organizer', false));
    const stage = { person, ...(await enrolled(person)) };
    const kinds = accountLetters.kind.enumValues;
    for (const kind of kinds) await plant(person, kind, `old-${kind}-${person.id}`);
    const before = await versionOf(person);
    expect((await change(stage)).status).toBeLessThan(300);
    const open = await env.DB.prepare(
      "select kind from account_letters where user_id = ? and spent_at is null and token_hash like 'old-%'",
    )
      .bind(person.id)
      .all<{ kind: string }>();
    const left = open.results.map((one) => one.kind);
    expect(left.filter((kind) => !(lastingLinks as readonly string[]).includes(kind))).toEqual([]);
    expect(left).toEqual(expect.arrayContaining(['verify-email', 'second-factor-on', 'email-change-asked']));
    expect(await versionOf(person)).toBeGreaterThan(before);
  });

  it('the second factor turned on spends them too', async () => {
    const person = await verified(await newPerson('organizer', false));
    await plant(person, 'reset-password', `old-reset-${person.id}`);
    await enrolled(person);
    expect(
      await countOf(`account_letters where token_hash like 'old-%' and user_id = '${person.id}' and spent_at is null`),
    ).toBe(0);
  });

  it('kills a link of earlier credentials even if it was not spent', async () => {
    const person = await newPerson('buyer');
    await post('/api/auth/forgotten-password', { email: person.email });
    const token = await linkTo(person.email, /Новый пароль/);
    await env.DB.prepare('update users set credentials_version = credentials_version + 1 where id = ?')
      .bind(person.id)
      .run();
    expect((await post('/api/auth/reset-password', { token, password: fresh })).status).toBe(410);
  });
});

const versionOf = async (person: Person) =>
  (await env.DB.prepare('select credentials_version as v from users where id = ?')
    .bind(person.id)
    .first<number>('v')) ?? -1;

async function plant(person: Person, kind: string, tokenHash: string): Promise<void> {
  await env.DB.prepare(
    `insert into account_letters (id, user_id, kind, address, token_hash, created_at, expires_at, mailed_at, credentials_version)
     select ?, id, ?, email, ?, ?, ?, 1, credentials_version from users where id = ?`,
  )
    .bind(`acc_${crypto.randomUUID()}`, kind, tokenHash, Date.now(), Date.now() + 600_000, person.id)
    .run();
}

/** A link of this kind to the person's own address. */
async function planted(person: Person, kind: string): Promise<string> {
  const token = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token));
  await plant(person, kind, Buffer.from(digest).toString('base64url'));
  return token;
}

it('letters of one account are mailed to their end', async () => {
  const person = await verified(await newPerson('buyer'));
  await post('/api/auth/forgotten-password', { email: person.email });
  await post('/api/me/password', { currentPassword: password, newPassword: fresh }, person.token);
  const subjects = await until(
    () => allMailed(person.email, 2),
    (found) => found.includes('Пароль от кабинета Фойе изменён'),
  );
  expect(subjects).toContain('Пароль от кабинета Фойе изменён');
});
