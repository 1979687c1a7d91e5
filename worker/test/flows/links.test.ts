// The links of letters, guessed at.

import { expect, it } from 'vitest';
import { call } from '../calls.ts';

const made = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');

it.each(['/api/auth/verify-email', '/api/auth/undo-email'])(
  'made-up links at %s are slowed down for who makes them up, and for nobody else',
  async (path) => {
    const from = `198.51.100.${path.length}`;
    // What a client writes into other headers makes nobody another: only the platform's own counts.
    let forged = 0;
    const press = (address: string) => {
      const other = `192.0.2.${++forged}`;
      const headers = {
        'cf-connecting-ip': address,
        'x-forwarded-for': other,
        'x-real-ip': other,
        'true-client-ip': other,
      };
      return call('POST', path, { headers, body: { token: made() } });
    };
    const statuses: number[] = [];
    for (let guess = 0; guess < 31; guess++) statuses.push((await press(from)).status);
    expect(statuses.slice(0, 30).every((status) => status === 410)).toBe(true);
    expect(statuses.at(-1)).toBe(429);
    expect((await press('203.0.113.7')).status).toBe(410);
  },
);
