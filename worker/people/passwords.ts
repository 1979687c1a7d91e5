// Passwords as argon2id PHC strings (OWASP: 19 MiB, 2 passes, 1 lane). Hashing blocks the isolate for about
// 50 ms and keeps 65 MB, so people stand in a line: one hash at a time, the others wait and the isolate breathes between.

import { timingSafeEqual } from 'node:crypto';
import withoutSimd from 'argon2id/dist/no-simd.wasm';
import withSimd from 'argon2id/dist/simd.wasm';
import setupWasm from 'argon2id/lib/setup.js';
import { ok, type Result } from '#core/result.ts';
import { makeLine } from './line.ts';

const memoryKib = 19_456;
const passes = 2;
const lanes = 1;
const saltBytes = 16;
const tagBytes = 32;
/** The library refuses shorter ones; nobody can have registered with one (`Password` asks for 8). */
const shortestBytes = 8;

type Parameters = { memoryKib: number; passes: number; lanes: number; salt: Uint8Array; tag: Uint8Array };

export async function hashPassword(password: string): Promise<Result<string, 'busy'>> {
  const salt = crypto.getRandomValues(new Uint8Array(saltBytes));
  const tag = await inLine(password, { memoryKib, passes, lanes, salt, tag: new Uint8Array(tagBytes) });
  if (!tag.ok) return tag;
  return ok(`$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${unpadded(salt)}$${unpadded(tag.value)}`);
}

/** `stored` null: nobody has this e-mail. The same work is done, so that time tells nothing. */
export async function passwordMatches(password: string, stored: string | null): Promise<Result<boolean, 'busy'>> {
  const expected = stored === null ? null : parsePhc(stored);
  const long = Buffer.byteLength(password) >= shortestBytes;
  const parameters = expected ?? decoy;
  const tag = await inLine(long ? password : 'a password too short', parameters);
  if (!tag.ok) return tag;
  return ok(timingSafeEqual(tag.value, parameters.tag) && expected !== null && long);
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

const oneAtATime = makeLine(5_000);

async function inLine(password: string, parameters: Parameters): Promise<Result<Uint8Array, 'busy'>> {
  return oneAtATime(async () => {
    const hash = await hasher();
    return hash({
      password: new TextEncoder().encode(password),
      salt: parameters.salt,
      parallelism: parameters.lanes,
      passes: parameters.passes,
      memorySize: parameters.memoryKib,
      tagLength: parameters.tag.length,
    });
  });
}

let loaded: Awaited<ReturnType<typeof setupWasm>> | undefined;

// The function is kept, never its promise: a request that went away would leave everybody waiting for it.
async function hasher() {
  loaded ??= await setupWasm(instantiate(withSimd), instantiate(withoutSimd));
  return loaded;
}

// workerd gives compiled modules and forbids compiling; the library wants `{ instance, module }`.
function instantiate(module: WebAssembly.Module) {
  return async (imports: WebAssembly.Imports) => ({ module, instance: await WebAssembly.instantiate(module, imports) });
}
