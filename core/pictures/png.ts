// PNG: chunks, each with a checksum. We keep the few chunks that are the picture, refuse animations, and refuse any
// bytes before, between or after the chunks.

import { ok, type Result, refuse } from '../result.ts';
import { fourLetters, joined, uint32 } from './bytes.ts';
import type { PictureRefusal, PictureSize } from './pictures.ts';

const maxChunks = 20_000;
const ofThePicture = new Set(['IHDR', 'PLTE', 'tRNS', 'sRGB', 'gAMA', 'cHRM', 'IDAT', 'IEND']);

type Chunk = { name: string; start: number; end: number; sound: boolean };

export function pngSize(bytes: Uint8Array): Result<PictureSize, PictureRefusal> {
  for (const chunk of chunks(bytes)) {
    if (chunk.name !== 'IHDR' || !chunk.sound) break;
    return ok({ width: uint32(bytes, chunk.start + 8), height: uint32(bytes, chunk.start + 12) });
  }
  return refuse('picture-broken');
}

export function strippedPng(bytes: Uint8Array): Result<Uint8Array, PictureRefusal> {
  const kept = [bytes.subarray(0, 8)];
  const seen = new Map<string, number>();
  let ended = false;
  for (const chunk of chunks(bytes)) {
    if (chunk.name === 'acTL') return refuse('picture-animated');
    if (!chunk.sound) return refuse('picture-broken');
    seen.set(chunk.name, (seen.get(chunk.name) ?? 0) + 1);
    if (ofThePicture.has(chunk.name)) kept.push(bytes.subarray(chunk.start, chunk.end));
    ended = chunk.name === 'IEND' && chunk.end === bytes.length;
  }
  if (!ended || seen.get('IHDR') !== 1 || !seen.has('IDAT')) return refuse('picture-broken');
  return ok(joined(kept));
}

// Stops where a chunk claims to be longer than the file, so the caller refuses a broken file.
function* chunks(bytes: Uint8Array): Generator<Chunk> {
  let start = 8;
  for (let count = 0; count < maxChunks; count++) {
    const end = start + 12 + uint32(bytes, start);
    const name = fourLetters(bytes, start + 4);
    if (!(end <= bytes.length) || !/^[A-Za-z]{4}$/.test(name)) return;
    const sound = checksum(bytes.subarray(start + 4, end - 4)) === uint32(bytes, end - 4);
    yield { name, start, end, sound };
    if (name === 'IEND') return;
    start = end;
  }
}

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let remainder = n;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? 0xedb88320 ^ (remainder >>> 1) : remainder >>> 1;
  return remainder;
});

function checksum(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (table[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}
