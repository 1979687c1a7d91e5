// What the document says of an operation is what a client's generator and a linter believe.

import { env } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { app } from '../app.ts';

type Described = { security?: unknown; 'x-access': { who: unknown } };
const document = (await (await app.request('/api/openapi.json', undefined, env)).json()) as {
  paths: Record<string, Record<string, Described>>;
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation] as const),
);

it('every operation says whether it needs a token, those for anyone too', () => {
  for (const [name, { security, 'x-access': access }] of operations) {
    expect([name, security]).toEqual([name, access.who === 'anyone' ? [] : [{ bearer: [] }]]);
  }
});
