// What stops the Worker, setting by setting. Production is what a deployment gets that says nothing.

import { createExecutionContext, env } from 'cloudflare:test';
import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { configOf, readConfig } from './config.ts';
import type { Env } from './env.d.ts';
import worker from './main.ts';
import { productionEnv } from './test/production-env.ts';

const keyOfTests: unknown = JSON.parse(env.TOKEN_KEYS)[0];
const keys = (...all: unknown[]) => JSON.stringify(all);

/** The settings that the sentences name, each said once. */
function named(from: Env): string[] {
  const read = readConfig(from);
  return read.ok ? [] : read.sentences.map((sentence) => /^[A-Z_]+/.exec(sentence)?.[0] ?? sentence).sort();
}

function without(from: Env, name: keyof Env): Env {
  const { [name]: _, ...rest } = from;
  // The types say that it is always there; a deployment may have forgotten it.
  return rest as Env;
}

describe('production', () => {
  it('starts with an https address, real letters and random secrets', () => {
    expect(named(productionEnv())).toEqual([]);
    expect(named(productionEnv({ ID_SECRET: randomBytes(32).toString('hex') }))).toEqual([]);
    expect(named(productionEnv({ MAIL_SENDER: 'smtp', SMTP_URL: 'smtps://relay.example' }))).toEqual([]);
  });

  it.each<[string, Partial<Env>, string]>([
    ['an address by http', { PUBLIC_ORIGIN: 'http://tickets.example' }, 'PUBLIC_ORIGIN'],
    ['this machine’s own address', { PUBLIC_ORIGIN: 'http://localhost:8787' }, 'PUBLIC_ORIGIN'],
    ['an address that is none', { PUBLIC_ORIGIN: 'tickets.example' }, 'PUBLIC_ORIGIN'],
    ['an address of another protocol', { PUBLIC_ORIGIN: 'ftp://tickets.example' }, 'PUBLIC_ORIGIN'],
    ['the mailbox of development', { MAIL_SENDER: 'local' }, 'MAIL_SENDER'],
    ['a sender nobody knows', { MAIL_SENDER: 'pigeon' }, 'MAIL_SENDER'],
    ['a relay without its address', { MAIL_SENDER: 'smtp' }, 'SMTP_URL'],
    ['a relay that is none', { MAIL_SENDER: 'smtp', SMTP_URL: 'https://relay.example' }, 'SMTP_URL'],
    ['play money', { ALLOW_TEST_PAYMENTS: 'no' }, 'PAYMENT_PROVIDERS'],
    ['play money allowed by another word', { ALLOW_TEST_PAYMENTS: 'true' }, 'ALLOW_TEST_PAYMENTS'],
    ['a provider there is no code for', { PAYMENT_PROVIDERS: 'test,goldmine' }, 'PAYMENT_PROVIDERS'],
    ['no provider', { PAYMENT_PROVIDERS: '' }, 'PAYMENT_PROVIDERS'],
    ['a secret of 32 equal letters', { ID_SECRET: 'a'.repeat(32) }, 'ID_SECRET'],
    ['a secret that repeats a word', { ID_SECRET: 'only-for-tests-only-for-tests-only-for-tests' }, 'ID_SECRET'],
    [
      'a secret that counts upwards',
      { ID_SECRET: 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ' },
      'ID_SECRET',
    ],
    ['a secret of few digits', { ID_SECRET: '0101100111000110101001010101110101010' }, 'ID_SECRET'],
    ['a short secret', { ID_SECRET: 'vQ8_xT2m' }, 'ID_SECRET'],
    ['an acquirer’s secret of equal letters', { TEST_ACQUIRER_SECRET: 'b'.repeat(40) }, 'TEST_ACQUIRER_SECRET'],
    ['a short secret of the acquirer', { TEST_ACQUIRER_SECRET: 'b' }, 'TEST_ACQUIRER_SECRET'],
    ['keys that are no JSON', { TOKEN_KEYS: 'secret' }, 'TOKEN_KEYS'],
    ['no key', { TOKEN_KEYS: '[]' }, 'TOKEN_KEYS'],
    [
      'a public key alone',
      { TOKEN_KEYS: keys({ kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43), kid: 'a' }) },
      'TOKEN_KEYS',
    ],
    ['the published key of the tests', { TOKEN_KEYS: keys(keyOfTests) }, 'TOKEN_KEYS'],
    ['no sensible number', { REGISTRATIONS_PER_HOUR: 'many' }, 'REGISTRATIONS_PER_HOUR'],
    ['a word for its surroundings', { ENVIRONMENT: 'staging' }, 'ENVIRONMENT'],
  ])('does not start with %s', (_name, other, setting) => {
    expect(named(productionEnv(other))).toEqual([setting]);
  });

  it.each([
    'ENVIRONMENT',
    'PUBLIC_ORIGIN',
    'MAIL_SENDER',
    'MAIL_FROM',
    'ID_SECRET',
    'TOKEN_KEYS',
    'PAYMENT_PROVIDERS',
    'TEST_ACQUIRER_SECRET',
  ] as const)('does not start without %s', (name) => {
    expect(named(without(productionEnv(), name))).toEqual([name]);
  });

  it('two keys of one name do not start', () => {
    const [key] = JSON.parse(productionEnv().TOKEN_KEYS) as unknown[];
    expect(named(productionEnv({ TOKEN_KEYS: keys(key, key) }))).toEqual(['TOKEN_KEYS']);
  });

  it('names everything that is wrong at once', () => {
    const wrong = { PUBLIC_ORIGIN: 'http://tickets.example', MAIL_SENDER: 'local', ID_SECRET: 'c'.repeat(32) };
    expect(named(productionEnv(wrong))).toEqual(['ID_SECRET', 'MAIL_SENDER', 'PUBLIC_ORIGIN']);
  });
});

describe('development', () => {
  it.each(['http://localhost:8787', 'http://127.0.0.1:9000', 'http://[::1]:8787', 'http://foyer.localhost'])(
    'starts at %s',
    (origin) => expect(named({ ...env, PUBLIC_ORIGIN: origin })).toEqual([]),
  );

  it.each([
    'https://tickets.example',
    'http://192.168.1.7:8787',
    'https://localhost.example',
    'http://127.0.0.1.example',
  ])('does not start at %s', (origin) => expect(named({ ...env, PUBLIC_ORIGIN: origin })).toEqual(['ENVIRONMENT']));

  it('asks for every secret too', () => {
    for (const name of ['ID_SECRET', 'TOKEN_KEYS', 'TEST_ACQUIRER_SECRET'] as const) {
      expect(named(without(env, name))).toEqual([name]);
    }
  });
});

describe('a Worker with a wrong setting', () => {
  afterEach(() => vi.restoreAllMocks());

  const ask = (from: Env, url: string) => worker.fetch(new Request(url), from, createExecutionContext());

  it('answers 503 to everything and logs a sentence for each setting, never a value', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const secret = 'abc'.repeat(20);
    const from = productionEnv({ ID_SECRET: secret, PUBLIC_ORIGIN: 'http://tickets.example' });
    for (const path of ['/', '/api/openapi.json', '/dev/mailbox', '/api/widgets/wgt_1/holds']) {
      const response = await ask(from, `http://tickets.example${path}`);
      expect([path, response.status]).toEqual([path, 503]);
      expect(await response.json()).toMatchObject({ error: { code: 'not-configured' } });
      expect(response.headers.get('retry-after')).toBe('60');
    }
    expect(log).toHaveBeenCalledTimes(2);
    expect(log.mock.calls.flat().join()).toMatch(/PUBLIC_ORIGIN must begin with https.*ID_SECRET can be guessed/);
    expect(log.mock.calls.flat().join()).not.toContain(secret);
    expect(() => configOf(from)).toThrow('ID_SECRET');
    await expect(worker.scheduled({ ...scheduledNow }, from)).rejects.toThrow('ID_SECRET');
  });

  it('in development answers nobody who came by another address', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const from = { ...env };
    expect((await ask(from, 'https://tickets.example/dev/mailbox')).status).toBe(503);
    expect((await ask(from, 'http://localhost:8787/dev/mailbox')).status).toBe(200);
  });
});

const scheduledNow = { scheduledTime: Date.now(), cron: '* * * * *', noRetry: () => {} };
