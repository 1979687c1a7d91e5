// Passwords as argon2id PHC strings (OWASP: 19 MiB, 2 passes, 1 lane). The hash itself is computed in a Worker of its own,
// behind the binding HASHING: a password crosses it and nothing else, and the stored hash stays here.

import { timingSafeEqual } from 'node:crypto';
import { ok, type Result, refuse } from '#core/result.ts';
import type { Env } from '../env.d.ts';
import { log } from '../log.ts';

const memoryKib = 19_456;
const passes = 2;
const lanes = 1;
const saltBytes = 16;
const tagBytes = 32;

/** Twenty hashes take a second or less. A hashing Worker that needs longer counts as unavailable. */
const patienceMs = 5_000;
const retryAfterSeconds = 2;

type Parameters = { memoryKib: number; passes: number; lanes: number; salt: Uint8Array; tag: Uint8Array };

export async function hashPassword(env: Env, password: string): Promise<Result<string, 'busy'>> {
  const salt = crypto.getRandomValues(new Uint8Array(saltBytes));
  const tag = await tagOf(env, password, { memoryKib, passes, lanes, salt, tag: new Uint8Array(tagBytes) });
  if (!tag.ok) return tag;
  return ok(`$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${unpadded(salt)}$${unpadded(tag.value)}`);
}

/** `stored` null: nobody has this e-mail. The same work is done, so that time tells nothing. */
export async function passwordMatches(
  env: Env,
  password: string,
  stored: string | null,
): Promise<Result<boolean, 'busy'>> {
  const expected = stored === null ? null : parsePhc(stored);
  const parameters = expected ?? decoy;
  const tag = await tagOf(env, password, parameters);
  if (!tag.ok) return tag;
  return ok(timingSafeEqual(tag.value, parameters.tag) && expected !== null);
}

/** True when a better hash should replace this one at the next sign-in. */
export function isOutdated(stored: string): boolean {
  const parameters = parsePhc(stored);
  return parameters.memoryKib < memoryKib || parameters.passes < passes;
}

const decoy: Parameters = {
  memoryKib,
  passes,
  lanes,
  salt: new Uint8Array(saltBytes),
  tag: new Uint8Array(tagBytes),
};

function parsePhc(stored: string): Parameters {
  const match = /^\$argon2id\$v=19\$m=(\d{1,6}),t=(\d),p=(\d)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(stored);
  const [, memory, time, parallel, salt = '', tag = ''] = match ?? [];
  if (match === null) throw new Error('a stored password is not a PHC string of argon2id');
  return {
    memoryKib: Number(memory),
    passes: Number(time),
    lanes: Number(parallel),
    salt: new Uint8Array(Buffer.from(salt, 'base64')),
    tag: new Uint8Array(Buffer.from(tag, 'base64')),
  };
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}

/** When the hashing Worker is unavailable, throws or is too slow, the call is refused with a time to retry. */
async function tagOf(env: Env, password: string, parameters: Parameters): Promise<Result<Uint8Array, 'busy'>> {
  const { salt } = parameters;
  const request = {
    password,
    salt,
    memoryKib: parameters.memoryKib,
    passes: parameters.passes,
    lanes: parameters.lanes,
    tagBytes: parameters.tag.length,
  };
  const answered = new AbortController();
  try {
    const late = scheduler.wait(patienceMs, { signal: answered.signal }).then(() => null);
    const tag = await Promise.race([env.HASHING.argon2id(request), late.catch(() => null)]);
    if (tag !== null) return ok(tag);
    return away('late');
  } catch (error) {
    // The error's message is not logged: it may contain the password.
    return away(error instanceof Error ? error.name : 'unknown');
  } finally {
    answered.abort();
  }
}

function away(how: string): Result<never, 'busy'> {
  log('warn', 'hashing-unreachable', { code: how });
  return refuse('busy', { retryAfterSeconds });
}
