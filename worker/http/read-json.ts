// Reads a request body as JSON the careful way: bounded on the stream, identity encoding only, and refused where
// two readers could understand it differently (duplicate keys, __proto__, numbers written as 1e3).

import type { Context } from 'hono';
import type { AppEnv } from './app-env.ts';
import { Refusal } from './refusal.ts';

/** 64 KB holds the longest description many times over. */
export const maxBodyBytes = 64 * 1024;
const maxDepth = 16;

/** Reads the body once, refuses what is odd about it, and leaves it for the validator that comes next. */
export async function refuseOddBody(c: Context<AppEnv>): Promise<void> {
  const encoding = c.req.header('content-encoding');
  if (encoding !== undefined && encoding !== 'identity') throw new Refusal('unsupported-media-type');
  const text = await readText(c.req.raw);
  if (text !== '') {
    const type = c.req.header('content-type') ?? '';
    if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)) throw new Refusal('unsupported-media-type');
    parseStrictly(text);
  }
  // Hono keeps promises there, whatever its type says: the validator awaits this one instead of the spent stream.
  Object.assign(c.req.bodyCache, { text: Promise.resolve(text === '' ? '{}' : text) });
}

export async function readText(request: Request, limitBytes = maxBodyBytes): Promise<string> {
  if (request.body === null) return '';
  const reader = request.body.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
  let received = 0;
  let text = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      received += value.byteLength;
      if (received > limitBytes) {
        await reader.cancel();
        throw new Refusal('payload-too-large');
      }
      text += decoder.decode(value, { stream: true });
    }
  } catch (error) {
    if (error instanceof TypeError)
      throw new Refusal('invalid-request', { fields: [{ path: '', problem: 'not-utf-8' }] });
    throw error;
  }
}

export function parseStrictly(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text, refuseOddities);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('invalid-request', { fields: [{ path: '', problem: 'not-json' }] });
  }
  const problem = structureProblem(text);
  if (problem !== null) throw new Refusal('invalid-request', { fields: [{ path: '', problem }] });
  return value;
}

function refuseOddities(this: unknown, key: string, value: unknown, context?: { source?: string }): unknown {
  if (key === '__proto__' || key === 'constructor' || key === 'prototype') {
    throw new Refusal('invalid-request', { fields: [{ path: key, problem: 'forbidden-key' }] });
  }
  if (typeof value === 'number') {
    const source = context?.source ?? String(value);
    // Plain integers only: every number of this API is one, and 1e3, 1.0 or -0 hide what was meant.
    if (!/^-?(?:0|[1-9]\d*)$/.test(source) || source === '-0' || !Number.isSafeInteger(value)) {
      throw new Refusal('invalid-request', { fields: [{ path: key, problem: 'not-an-integer' }] });
    }
  }
  return value;
}

// The text is known to be valid JSON; this walk looks only for depth and for keys given twice.
function structureProblem(text: string): 'too-deep' | 'duplicate-key' | null {
  const open: (Set<string> | null)[] = [];
  let expectsKey = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      if (expectsKey) {
        const key: unknown = JSON.parse(text.slice(at, end + 1));
        const keys = open.at(-1);
        if (keys?.has(String(key))) return 'duplicate-key';
        keys?.add(String(key));
        expectsKey = false;
      }
      at = end;
    } else if (character === '{' || character === '[') {
      open.push(character === '{' ? new Set() : null);
      expectsKey = character === '{';
      if (open.length > maxDepth) return 'too-deep';
    } else if (character === '}' || character === ']') {
      open.pop();
      expectsKey = false;
    } else if (character === ',') {
      expectsKey = open.at(-1) instanceof Set;
    }
  }
  return null;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
