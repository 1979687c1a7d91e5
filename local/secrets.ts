// Secrets for one machine: made once, stored in .dev.vars (never committed), never printed.

import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Adds what is missing and leaves what is there, because old tokens and ids must go on working. */
export function ensureSecrets(path: string): void {
  const existing = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const missing = Object.entries(makers).filter(([name]) => !new RegExp(`^${name}=.`, 'm').test(existing));
  if (missing.length === 0) return;
  const lines = missing.map(([name, make]) => `${name}='${make()}'`);
  const separator = existing === '' || existing.endsWith('\n') ? '' : '\n';
  writeFileSync(path, `${existing}${separator}${lines.join('\n')}\n`, { mode: 0o600 });
}

const secret = () => randomBytes(32).toString('base64url');

const makers: Record<string, () => string> = {
  ID_SECRET: secret,
  TEST_ACQUIRER_SECRET: secret,
  TOKEN_KEYS: () => {
    const key = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
    return JSON.stringify([{ ...key, alg: 'EdDSA', kid: randomBytes(8).toString('hex') }]);
  },
};
