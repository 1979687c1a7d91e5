// The first line against floods, before the exact counters: the platform's own limiter, which costs no query. It counts
// for each place of Cloudflare's by itself and may be away, so nothing rests on it alone.

import { createHmac } from 'node:crypto';
import { ok, type Result, refuse } from '#core/result.ts';
import { configOf } from '../config.ts';
import type { Env } from '../env.d.ts';
import { networkOf } from '../http/network.ts';

/** The period of the limiter in wrangler.toml. */
const periodSeconds = 60;

export async function firstLine(
  env: Env,
  what: 'sign-in' | 'register' | 'reset',
  address: string | undefined,
): Promise<Result<null, 'too-many-requests'>> {
  // Without an address everybody would be one network.
  if (env.FIRST_LINE === undefined || address === undefined) return ok(null);
  try {
    const network = createHmac('sha256', configOf(env).ID_SECRET).update(networkOf(address)).digest('base64url');
    const { success } = await env.FIRST_LINE.limit({ key: `${what}:${network}` });
    return success ? ok(null) : refuse('too-many-requests', { retryAfterSeconds: periodSeconds });
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    console.warn(JSON.stringify({ level: 'warn', what: 'first-line-away', error: name }));
    return ok(null);
  }
}
