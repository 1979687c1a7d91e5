// The flood limit: Cloudflare's own rate limiter (the binding FIRST_LINE), asked before the exact counters of rate-limit.ts
// because it costs no query. It counts in each of Cloudflare's locations separately and may be missing or fail, so the
// exact counters stay the real limit.

import { createHmac } from 'node:crypto';
import { ok, type Result, refuse } from '#core/result.ts';
import { configOf } from '../config.ts';
import type { Env } from '../env.d.ts';
import { networkOf } from '../http/network.ts';
import { log } from '../log.ts';

/** The period of the limiter in wrangler.toml. */
const periodSeconds = 60;

export async function floodLimit(
  env: Env,
  what: 'sign-in' | 'register' | 'reset',
  address: string | undefined,
): Promise<Result<null, 'too-many-requests'>> {
  // Requests without an address would all count as one network.
  if (env.FIRST_LINE === undefined || address === undefined) return ok(null);
  try {
    const network = createHmac('sha256', configOf(env).ID_SECRET).update(networkOf(address)).digest('base64url');
    const { success } = await env.FIRST_LINE.limit({ key: `${what}:${network}` });
    return success ? ok(null) : refuse('too-many-requests', { retryAfterSeconds: periodSeconds });
  } catch (error) {
    log('warn', 'flood-limit-unreachable', { error });
    return ok(null);
  }
}
