// Reads a request body as strict JSON: bounded while it is read, identity encoding only, and refused where
// two readers could understand it differently (duplicate keys, __proto__, numbers written as 1e3).

import { Refusal } from './refusal.ts';

/** An event with every text as long as it may be, in both languages, takes 126 KB where a letter takes three bytes. */
export const maxBodyBytes = 160 * 1024;
const maxDepth = 16;

/** The parsed body. Throws the refusal of a body that is not strict JSON. An empty body is read as `{}`. */
export async function readJson(request: Request, limitBytes = maxBodyBytes): Promise<unknown> {
  const encoding = request.headers.get('content-encoding');
  if (encoding !== null && encoding !== 'identity') throw new Refusal('unsupported-media-type');
  const text = await readText(request, limitBytes);
  if (text === '') return {};
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)) throw new Refusal('unsupported-media-type');
  return parseStrictly(text);
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

export async function readText(request: Request, limitBytes = maxBodyBytes): Promise<string> {
  if (request.body === null) return '';
  const bytes = await readBytes(request, request.body, limitBytes);
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Refusal('invalid-request', { fields: [{ path: '', problem: 'not-utf-8' }] });
  }
}

/** The whole body, or a refusal as soon as it is longer. */
export async function readBytes(request: Request, body: ReadableStream<Uint8Array>, limitBytes: number) {
  const declared = request.headers.get('content-length');
  if (declared !== null) {
    if (Number(declared) > limitBytes) throw new Refusal('payload-too-large');
    // The server enforces the declared length, so the body is read at once: reading it in pieces is several times slower.
    const bytes = await request.arrayBuffer();
    if (bytes.byteLength > limitBytes) throw new Refusal('payload-too-large');
    return bytes;
  }
  const reader = body.getReader();
  const pieces: Uint8Array[] = [];
  let received = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(pieces);
    received += value.byteLength;
    if (received > limitBytes) {
      await reader.cancel();
      throw new Refusal('payload-too-large');
    }
    pieces.push(value);
  }
}

export function parseStrictly(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal('invalid-request', { fields: [{ path: '', problem: 'not-json' }] });
  }
  refuseOddities(text);
  return value;
}

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);
// Plain integers only: every number of this API is one, and 1e3, 1.0 or -0 hide what was meant.
const plainInteger = /^(?:0|-?[1-9]\d*)$/;

// The text is known to be valid JSON; one walk over it finds what parsing hides. A reviver would see the numbers too,
// but costs more than everything else here and never sees a key given twice.
function refuseOddities(text: string): void {
  const open: (Set<string> | null)[] = [];
  let expectsKey = false;
  let key = '';
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case quote: {
        const end = endOfString(text, at);
        if (expectsKey) {
          key = keyAt(text, at, end);
          refuseKey(key, open.at(-1));
          expectsKey = false;
        }
        at = end;
        break;
      }
      case braceOpen:
      case bracketOpen:
        expectsKey = text.charCodeAt(at) === braceOpen;
        open.push(expectsKey ? new Set() : null);
        if (open.length > maxDepth) refuseBody('', 'too-deep');
        break;
      case braceClose:
      case bracketClose:
        open.pop();
        expectsKey = false;
        break;
      case comma:
        expectsKey = open.at(-1) instanceof Set;
        break;
      default:
        if (startsNumber(text.charCodeAt(at))) {
          const end = endOfNumber(text, at);
          refuseNumber(text.slice(at, end), key);
          at = end - 1;
        }
    }
  }
}

function refuseKey(key: string, known: Set<string> | null | undefined): void {
  if (forbiddenKeys.has(key)) refuseBody(key, 'forbidden-key');
  if (known?.has(key)) refuseBody('', 'duplicate-key');
  known?.add(key);
}

function refuseNumber(source: string, key: string): void {
  if (!plainInteger.test(source) || !Number.isSafeInteger(Number(source))) refuseBody(key, 'not-an-integer');
}

function refuseBody(path: string, problem: string): never {
  throw new Refusal('invalid-request', { fields: [{ path, problem }] });
}

const [quote, comma, minus, zero, nine, backslash] = [0x22, 0x2c, 0x2d, 0x30, 0x39, 0x5c];
const [bracketOpen, bracketClose, braceOpen, braceClose] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Outside strings, only numbers have digits. */
function startsNumber(code: number): boolean {
  return code === minus || (code >= zero && code <= nine);
}

const notOfNumber = /[^-+.\deE]/g;

function endOfNumber(text: string, start: number): number {
  notOfNumber.lastIndex = start;
  return notOfNumber.exec(text)?.index ?? text.length;
}

/** An escaped key is the key it means. */
function keyAt(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end);
  return raw.includes('\\') ? String(JSON.parse(`"${raw}"`)) : raw;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === backslash) at++;
    else if (code === quote) return at;
  }
  return text.length;
}
