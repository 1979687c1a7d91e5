// Nobody learns who has an account: known or not, the same work is done. What is compared is the work (queries, hashes,
// messages), not the clock, which tells a different story on every machine.

import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import type { Argon2idRequest } from '../../hashing/hashing.ts';
import type { Env } from '../env.d.ts';
import { call, newPerson, type Person, password } from '../test/calls.ts';
import { requestEmailChange, requestReset, signIn } from './accounts.ts';

const work: string[] = [];

/** What the hashing Worker is asked for, without what it is asked about: a decoy that is cheaper is seen. */
let hashes: string[] = [];

// What is counted goes through these bindings and no other. A spy on the shared prototype would also count what another
// request left running in this isolate (a queue's batch, a task after the answer), and the comparison would fail now
// and then.
const counting = {
  ...env,
  DB: watching(env.DB, 'prepare', (sql) => work.push(String(sql))),
  FACTS: watching(env.FACTS, 'send', () => work.push('mailer woken')),
  HASHING: {
    argon2id: (request: Argon2idRequest) => {
      const { password: _password, salt, ...cost } = request;
      hashes.push(JSON.stringify({ hashed: cost, saltBytes: salt.length }));
      return env.HASHING.argon2id(request);
    },
  },
  // A stand-in has what is called of the binding, not all of it.
} as unknown as Env;

/** The binding as it is, and each call of one method reported to `seen` before it is made. */
function watching<T extends object>(binding: T, method: keyof T, seen: (argument: unknown) => void): T {
  return new Proxy(binding, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => {
        if (name === method) seen(given[0]);
        return Reflect.apply(value, target, given);
      };
    },
  });
}

let here = 0;
const from = () => ({ address: `198.51.100.${++here}`, device: '' });

async function workOf(ask: () => Promise<unknown>): Promise<string[]> {
  work.length = 0;
  hashes = [];
  await ask();
  return [...work, ...hashes];
}

async function disabled(): Promise<Person> {
  const person = await newPerson('buyer');
  await env.DB.prepare('update users set disabled_at = 1 where id = ?').bind(person.id).run();
  return person;
}

describe('a refused sign-in', () => {
  const wrong = (email: string, secret = 'not the password') => signIn(counting, { email, password: secret }, from());

  it('is one hash and the same queries for a known, an unknown and a disabled account', async () => {
    const person = await newPerson('buyer');
    const known = await workOf(() => wrong(person.email));
    expect(hashes).toEqual([
      JSON.stringify({ hashed: { memoryKib: 19_456, passes: 2, lanes: 1, tagBytes: 32 }, saltBytes: 16 }),
    ]);
    expect(known.length).toBeGreaterThan(4);
    expect(await workOf(() => wrong(`no-${person.email}`))).toEqual(known);
    const gone = await disabled();
    expect(await workOf(() => wrong(gone.email))).toEqual(known);
  });

  it('tells a disabled account from others only to whoever knows its password, and for one hash', async () => {
    const gone = await disabled();
    expect(await wrong(gone.email)).toMatchObject({ code: 'wrong-credentials' });
    await workOf(async () => expect(await wrong(gone.email, password)).toMatchObject({ code: 'account-suspended' }));
    expect(hashes).toHaveLength(1);
  });

  it('with a password too short to be one costs the same', async () => {
    const person = await newPerson('buyer');
    const long = await workOf(() => wrong(person.email));
    expect(await workOf(() => wrong(person.email, 'x'))).toEqual(long);
    expect(await workOf(() => wrong(`no-${person.email}`, ''))).toEqual(long);
  });
});

describe('a request for a new password', () => {
  const ask = (email: string) => requestReset(counting, email, from().address);

  it('is the same queries and the same call of the mailer for a known, an unknown and a disabled account', async () => {
    const person = await newPerson('buyer');
    const known = await workOf(() => ask(person.email));
    expect(known).toContain('mailer woken');
    expect(await workOf(() => ask(`no-${person.email}`))).toEqual(known);
    const gone = await disabled();
    expect(await workOf(() => ask(gone.email))).toEqual(known);
  });
});

it('a change to an address that is taken does what one to a free address does', async () => {
  const [one, two, other] = [await newPerson('buyer'), await newPerson('buyer'), await newPerson('buyer')];
  const change = (who: Person, email: string) =>
    requestEmailChange(
      counting,
      { userId: who.id, role: 'buyer', partyId: null, sessionId: 'ses_x' },
      { email, password },
      undefined,
    );
  const free = await workOf(() => change(one, `free-${one.email}`));
  expect(hashes).toHaveLength(1);
  expect(free).toContain('mailer woken');
  expect(await workOf(() => change(two, other.email))).toEqual(free);
});

it('answers of a refused sign-in differ in nothing but the request’s own id', async () => {
  const person = await newPerson('buyer');
  const shapes = [];
  for (const email of [person.email, `no-${person.email}`, (await disabled()).email]) {
    const response = await call('POST', '/api/auth/login', { body: { email, password: 'not the password' } });
    const headers = [...response.headers].filter(([name]) => name !== 'x-request-id').toSorted();
    shapes.push({ status: response.status, headers, error: { ...response.body.error, requestId: '' } });
  }
  expect(new Set(shapes.map((one) => JSON.stringify(one))).size).toBe(1);
});
