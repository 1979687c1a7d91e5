// What everybody shares is never used up against one who did nothing: while 64 networks are over the wide limit, each
// network gets little, and somebody on another one still signs in and gets their letter.

import { env } from 'cloudflare:test';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { newPerson, type Person, password } from '../test/calls.ts';
import { requestReset, signIn } from './accounts.ts';
import { countAttempt, perHour } from './rate-limit.ts';

const networks = Array.from({ length: 64 }, (_, n) => `2001:db8:0:${n.toString(16)}::1`);
const honest = '198.51.100.20';
const codeOf = (response: { ok: boolean; code?: string }) => (response.ok ? 'ok' : response.code);

async function lettersOf(person: Person): Promise<number> {
  const found = await env.DB.prepare(
    "select count(*) as found from account_letters where user_id = ? and kind = 'reset-password'",
  )
    .bind(person.id)
    .first<{ found: number }>();
  return found?.found ?? 0;
}

describe('when 64 networks asked for 512 new passwords', () => {
  const codes: (string | undefined)[] = [];

  beforeAll(async () => {
    // The clock stands: what is given back by the second must not decide on a slow machine.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    for (let n = 0; n < 8; n++) {
      const asked = networks.map((network, at) => requestReset(env, `nobody-${n}-${at}@example.org`, network));
      codes.push(...(await Promise.all(asked)).map(codeOf));
    }
  }, 60_000);

  afterAll(() => {
    vi.useRealTimers();
  });

  it('they were let in up to what everybody shares, and then each a little', async () => {
    expect(codes.every((code) => code === 'ok')).toBe(true);
    const more = networks.map((network, at) =>
      [1, 2, 3, 4].map((n) => requestReset(env, `more-${n}-${at}@example.org`, network)),
    );
    const after = (await Promise.all(more.flat())).map(codeOf);
    expect(after.filter((code) => code === 'too-many-requests').length).toBeGreaterThanOrEqual(64);
  });

  it('an honest person elsewhere gets his letter', async () => {
    const person = await newPerson('buyer');
    expect(codeOf(await requestReset(env, person.email, honest))).toBe('ok');
    expect(await lettersOf(person)).toBe(1);
  });
});

/** Two thousand at once at 20,000 an hour: as far as the count may ever lie ahead; further is taken for a wrong clock. */
const limitFullMs = 360_000;

describe('when sign-ins of everybody together are over their limit', () => {
  // Two thousand hashes would take a minute; the count of everybody is what 64 networks leave behind.
  beforeAll(async () => {
    const nowMs = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: nowMs });
    const everybody = { what: 'sign-in-all', subject: 'all', limit: perHour(1, 100_000) };
    await countAttempt(env, [everybody], nowMs);
    await env.DB.prepare("update meters set next_at = ? where key like 'sign-in-all:%'")
      .bind(nowMs + limitFullMs)
      .run();
  });

  afterAll(() => {
    vi.useRealTimers();
  });

  const guess = (network: string, email: string) =>
    signIn(env, { email, password: 'not the password' }, { address: network, device: '' });

  it('a guesser gets five guesses', async () => {
    const codes: (string | undefined)[] = [];
    for (let n = 0; n < 7; n++) codes.push(codeOf(await guess('203.0.113.77', `nobody-${n}@example.org`)));
    expect(codes).toEqual([
      ...Array.from({ length: 5 }, () => 'wrong-credentials'),
      ...Array.from({ length: 2 }, () => 'too-many-requests'),
    ]);
  });

  it('an office signs in, as often as it likes', async () => {
    const person = await newPerson('buyer');
    for (let n = 0; n < 8; n++) {
      const response = await signIn(env, { email: person.email, password }, { address: honest, device: '' });
      expect(codeOf(response)).toBe('ok');
    }
  });
});
