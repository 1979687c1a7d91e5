import { env } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { app } from '../app.ts';

it('says that the Worker responds and its version, also while D1 and every object are away', async () => {
  const away = new Proxy(
    {},
    {
      get: () => {
        throw new Error('away');
      },
    },
  );
  const alone = { ...env, DB: away, EVENT_SALES: away, CHECK_IN_GATE: away, FILES: away };
  const response = await app.request('/api/health', {}, alone);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ ok: true, version: env.VERSION?.id ?? 'unknown' });
  expect(response.headers.get('cache-control')).toBe('no-store');
});
