// The settings of a production that may start, made anew each time: no secret of it stands anywhere.

import { env } from 'cloudflare:test';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { Env } from '../env.d.ts';

export function productionEnv(other: Partial<Env> = {}): Env {
  const key = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return {
    ...env,
    ENVIRONMENT: 'production',
    PUBLIC_ORIGIN: 'https://tickets.example',
    MAIL_SENDER: 'binding',
    ALLOW_TEST_PAYMENTS: 'yes',
    ID_SECRET: randomBytes(32).toString('base64url'),
    TEST_ACQUIRER_SECRET: randomBytes(32).toString('base64url'),
    TOKEN_KEYS: JSON.stringify([{ ...key, kid: 'own-1' }]),
    ...other,
  };
}
