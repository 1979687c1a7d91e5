// Turnstile, where the operator has keys: Cloudflare's own judgement whether a person asks, instead of work.

import * as z from 'zod';
import { configOf } from '../config.ts';
import type { Env } from '../env.d.ts';
import { Refusal } from '../http/refusal.ts';
import { log } from '../log.ts';

const Verdict = z.object({ success: z.boolean() });
const verifyAddress = 'https://challenges.cloudflare.com/turnstile/v0/siteverify';
const answerWithinMs = 5_000;

export function turnstileSiteKey(env: Env): string | null {
  const { TURNSTILE_SITE_KEY, TURNSTILE_SECRET_KEY } = configOf(env);
  return TURNSTILE_SECRET_KEY === undefined ? null : (TURNSTILE_SITE_KEY ?? null);
}

/** A token is good once and for five minutes, which Cloudflare itself sees to. No answer: the buyer is asked to come again. */
export async function isGoodToken(env: Env, token: string): Promise<boolean> {
  const { TURNSTILE_SECRET_KEY } = configOf(env);
  if (TURNSTILE_SECRET_KEY === undefined) return false;
  try {
    const response = await fetch(verifyAddress, {
      method: 'POST',
      body: new URLSearchParams({ secret: TURNSTILE_SECRET_KEY, response: token }),
      signal: AbortSignal.timeout(answerWithinMs),
    });
    return Verdict.parse(await response.json()).success;
  } catch (error) {
    log('error', 'turnstile-unreachable', { error });
    throw new Refusal('busy');
  }
}
