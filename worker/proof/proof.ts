// The proof of work that a hold may cost. The event's object decides the level. The task is made here, signed and not
// stored: it names the event, the network, the level and its expiry, so it is valid for nothing else. The object makes
// sure that each task is used once.

import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import type { HoldProof, ProofTask } from '#core/contracts/sales.ts';
import { saltOf, startsWithZeros, workOf } from '#core/proof-of-work.ts';
import { ok, type Result } from '#core/result.ts';
import type { SolvedProof } from '../../durable-objects/event-sales/rpc.ts';
import { configOf } from '../config.ts';
import type { Env } from '../env.d.ts';
import { randomBase32 } from '../ids/ids.ts';
import { isGoodToken, turnstileSiteKey } from './turnstile.ts';

/** Long enough for the slowest phone at the highest level. */
const taskLifeMs = 5 * 60_000;

/** `id` tells tasks apart, so that two of one moment are solved each for itself. */
const Signed = z.strictObject({
  id: z.string(),
  eventId: z.string(),
  network: z.string(),
  level: z.int(),
  endsAt: z.int(),
});

/** For whom a task is: the event, and the narrowest network the request came from. */
type Asker = { eventId: string; network: string };

export function newTask(env: Env, asker: Asker, level: number, nowMs: number): ProofTask {
  const signed: z.infer<typeof Signed> = { id: randomBase32(80), ...asker, level, endsAt: nowMs + taskLifeMs };
  const text = Buffer.from(JSON.stringify(signed)).toString('base64url');
  const task = `${text}.${signatureOf(env, text)}`;
  const expiresAt = new Date(signed.endsAt).toISOString();
  const siteKey = turnstileSiteKey(env);
  return siteKey === null
    ? { kind: 'work', task, expiresAt, ...workOf(level) }
    : { kind: 'turnstile', task, expiresAt, siteKey };
}

/**
 * Null: the proof is worth nothing. The object still gets the command, because it may hold the idempotency record of this
 * very request. `busy`: Turnstile does not respond.
 */
export async function solvedProof(
  env: Env,
  asker: Asker,
  proof: HoldProof,
  nowMs: number,
): Promise<Result<SolvedProof | null, 'busy'>> {
  const signed = signedTask(env, proof.task);
  if (signed === null || signed.endsAt <= nowMs) return ok(null);
  if (signed.eventId !== asker.eventId || signed.network !== asker.network) return ok(null);
  const { id: proofId, level, endsAt: expiresAtMs } = signed;
  const solved =
    'token' in proof ? await isGoodToken(env, proof.token) : ok(await isDone(proof.task, level, proof.answers));
  if (!solved.ok) return solved;
  return ok(solved.value ? { proofId, level, expiresAtMs } : null);
}

function signedTask(env: Env, task: string): z.infer<typeof Signed> | null {
  const [text = '', signature = ''] = task.split('.');
  const expected = Buffer.from(signatureOf(env, text));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return Signed.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
}

function signatureOf(env: Env, text: string): string {
  return createHmac('sha256', configOf(env).ID_SECRET).update(`hold-proof:${text}`).digest('base64url');
}

async function isDone(task: string, level: number, answers: readonly number[]): Promise<boolean> {
  const { parts, bits, iterations } = workOf(level);
  if (answers.length !== parts) return false;
  const bytes = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', bytes.encode(task), 'PBKDF2', false, ['deriveBits']);
  // The first wrong part ends it: garbage costs one hash, not all.
  for (const [part, response] of answers.entries()) {
    const how = { name: 'PBKDF2', hash: 'SHA-256', salt: bytes.encode(saltOf(part, response)), iterations };
    const hash = await crypto.subtle.deriveBits(how, key, 256);
    if (!startsWithZeros(new Uint8Array(hash), bits)) return false;
  }
  return true;
}
