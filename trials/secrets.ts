// Secrets of the trials' own Worker. They are public and used nowhere else.

const secret = 'only-for-trials-only-for-trials-only-for-trials';

/** As the Worker's configuration names them. The key is RFC 8032's first test vector, as in vitest.config.ts. */
export const trialSecrets: Record<string, string> = {
  ID_SECRET: secret,
  TEST_ACQUIRER_SECRET: secret,
  TOKEN_KEYS: JSON.stringify([
    {
      kty: 'OKP',
      crv: 'Ed25519',
      alg: 'EdDSA',
      kid: 'trial-1',
      x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
      d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
    },
  ]),
};
