// The rate limiter of registrations, sign-ins and letters.

import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { countAttempt, deleteOldCounters, perHour } from './rate-limit.ts';

const limit = perHour(100, 30);
const count = (subject: string, nowMs: number) => countAttempt(env, [{ what: 'test', subject, limit }], nowMs);
const startMs = 1_800_000_000_000;

async function many(subject: string, times: number, nowMs: number): Promise<number> {
  const results = await Promise.all(Array.from({ length: times }, () => count(subject, nowMs)));
  return results.filter((one) => one.ok).length;
}

describe('a limit of 100 an hour, 30 at once', () => {
  it('lets exactly the burst through, however parallel', async () => {
    expect(await many('a', 40, startMs)).toBe(30);
    expect(await many('b', 5, startMs)).toBe(5);
  });

  it('lets one more through every 36 seconds', async () => {
    await many('c', 40, startMs);
    expect(await many('c', 3, startMs + 35_000)).toBe(0);
    expect(await many('c', 3, startMs + 36_000)).toBe(1);
    expect(await many('c', 40, startMs + 3_600_000)).toBe(30);
  });

  it('says when to come again', async () => {
    await many('d', 30, startMs);
    const refused = await count('d', startMs);
    expect(refused).toMatchObject({ ok: false, details: { retryAfterSeconds: 36 } });
  });

  it('does not wait for a time that a clock two hours ahead has stored', async () => {
    const ahead = startMs + 2 * 3_600_000;
    expect(await many('e', 40, ahead)).toBe(30);
    expect(await many('e', 40, startMs)).toBe(30);
    expect(await many('e', 5, startMs)).toBe(0);
  });

  it('counts on while the clocks of two machines are a moment apart', async () => {
    expect(await many('f', 40, startMs + 30_000)).toBe(30);
    expect(await many('f', 5, startMs)).toBe(0);
  });

  it('keeps no address in the clear and deletes what is whole again', async () => {
    await count('203.0.113.9', startMs);
    const rows = () => env.DB.prepare("select key from meters where key like 'test:%'").all<{ key: string }>();
    expect(JSON.stringify((await rows()).results)).not.toContain('203.0.113.9');
    await deleteOldCounters(env, startMs + 90_000_000);
    expect((await rows()).results).toEqual([]);
  });
});
