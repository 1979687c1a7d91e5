// Turnstile, where the operator has keys for it: Cloudflare judges whether a person places the hold, and the browser does
// no proof of work.

import * as z from 'zod';
import { ok, type Result, refuse } from '#core/result.ts';
import { configOf } from '../config.ts';
import type { Env } from '../env.d.ts';
import { log } from '../log.ts';

const Verdict = z.object({ success: z.boolean() });
const verifyAddress = 'https://challenges.cloudflare.com/turnstile/v0/siteverify';
const answerWithinMs = 5_000;

export function turnstileSiteKey(env: Env): string | null {
  const { TURNSTILE_SITE_KEY, TURNSTILE_SECRET_KEY } = configOf(env);
  return TURNSTILE_SECRET_KEY === undefined ? null : (TURNSTILE_SITE_KEY ?? null);
}

/**
 * Whether Cloudflare takes the token, which it does once and for five minutes. While Cloudflare does not respond, the
 * buyer is refused with `busy` and tries again: without its judgement anybody could skip the work.
 */
export async function isGoodToken(env: Env, token: string): Promise<Result<boolean, 'busy'>> {
  const { TURNSTILE_SECRET_KEY } = configOf(env);
  if (TURNSTILE_SECRET_KEY === undefined) return ok(false);
  try {
    const response = await fetch(verifyAddress, {
      method: 'POST',
      body: new URLSearchParams({ secret: TURNSTILE_SECRET_KEY, response: token }),
      signal: AbortSignal.timeout(answerWithinMs),
    });
    return ok(Verdict.parse(await response.json()).success);
  } catch (error) {
    log('error', 'turnstile-unreachable', { error });
    return refuse('busy');
  }
}
