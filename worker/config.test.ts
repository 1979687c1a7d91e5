import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { configOf } from './config.ts';

describe('the test acquirer', () => {
  it('stops the Worker in production', () => {
    expect(() => configOf({ ...env, ENVIRONMENT: 'production' })).toThrow('ALLOW_TEST_PAYMENTS');
  });

  it('runs in production only when a variable says so', () => {
    expect(configOf({ ...env, ENVIRONMENT: 'production', ALLOW_TEST_PAYMENTS: 'yes' }).PAYMENT_PROVIDERS).toEqual([
      'test',
    ]);
  });

  it('does not run without its secret', () => {
    const { TEST_ACQUIRER_SECRET: _, ...without } = env;
    expect(() => configOf({ ...without })).toThrow('TEST_ACQUIRER_SECRET');
  });
});

it('a provider there is no code for stops the Worker', () => {
  expect(() => configOf({ ...env, PAYMENT_PROVIDERS: 'test,goldmine' })).toThrow('PAYMENT_PROVIDERS');
});
