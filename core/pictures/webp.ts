// WebP: a RIFF file with one frame. It is written anew with the frame and its alpha channel only. An animation is
// refused, and so is a canvas of another size than the frame.

import { ok, type Result, refuse } from '../result.ts';
import { fourLetters, joined, uint16, uint32, view } from './bytes.ts';
import type { PictureRefusal, PictureSize } from './pictures.ts';

const maxChunks = 1_000;
const [animationFlag, alphaFlag] = [0x02, 0x10];

type Chunk = { name: string; start: number; end: number };

export function webpSize(bytes: Uint8Array): Result<PictureSize, PictureRefusal> {
  let canvas: PictureSize | null = null;
  for (const { name, start } of chunks(bytes)) {
    if (name === 'VP8X') {
      if (((bytes[start + 8] ?? 0) & animationFlag) !== 0) return refuse('picture-animated');
      canvas = { width: 1 + uint24(bytes, start + 12), height: 1 + uint24(bytes, start + 15) };
    }
    if (name === 'ANIM' || name === 'ANMF') return refuse('picture-animated');
    if (name !== 'VP8 ' && name !== 'VP8L') continue;
    const frame = name === 'VP8 ' ? lossySize(bytes, start + 8) : losslessSize(bytes, start + 8);
    if (frame === null) break;
    const differs = canvas !== null && (canvas.width !== frame.width || canvas.height !== frame.height);
    return differs ? refuse('picture-broken') : ok(frame);
  }
  return refuse('picture-broken');
}

export function strippedWebp(bytes: Uint8Array): Result<Uint8Array, PictureRefusal> {
  const size = webpSize(bytes);
  if (!size.ok) return size;
  // The length in the header must be exact: a truncated file has a longer one, a file with another after it a shorter
  // one.
  if (uint32(bytes, 4, true) + 8 !== bytes.length) return refuse('picture-broken');
  const found = [...chunks(bytes)];
  const frames = found.filter(({ name }) => name === 'VP8 ' || name === 'VP8L');
  const [frame] = frames;
  if (frame === undefined || frames.length > 1 || found.at(-1)?.end !== bytes.length) return refuse('picture-broken');
  const alpha = found.find(({ name }) => name === 'ALPH');
  if (found.some(({ name }) => name === 'ANIM' || name === 'ANMF')) return refuse('picture-animated');
  const picture = [
    ...(frame.name === 'VP8 ' && alpha !== undefined ? [canvasOf(size.value), piece(bytes, alpha)] : []),
    piece(bytes, frame),
  ];
  return ok(riff(picture));
}

function piece(bytes: Uint8Array, { start, end }: Chunk): Uint8Array {
  return bytes.subarray(start, end);
}

function canvasOf({ width, height }: PictureSize): Uint8Array {
  const chunk = new Uint8Array(18);
  chunk.set([0x56, 0x50, 0x38, 0x58, 10, 0, 0, 0, alphaFlag]);
  view(chunk).setUint32(12, width - 1, true);
  // The width has three bytes; a fourth would be the first of the height.
  chunk[15] = (height - 1) & 0xff;
  view(chunk).setUint16(16, (height - 1) >> 8, true);
  return chunk;
}

function riff(pieces: Uint8Array[]): Uint8Array {
  const head = new Uint8Array(12);
  head.set([0x52, 0x49, 0x46, 0x46]);
  head.set([0x57, 0x45, 0x42, 0x50], 8);
  const whole = joined([head, ...pieces]);
  view(whole).setUint32(4, whole.length - 8, true);
  return whole;
}

// Stops where a chunk claims to be longer than the file. A chunk of odd length is followed by one padding byte.
function* chunks(bytes: Uint8Array): Generator<Chunk> {
  let start = 12;
  for (let count = 0; count < maxChunks; count++) {
    const length = uint32(bytes, start + 4, true);
    const end = start + 8 + length + (length % 2);
    if (!(end <= bytes.length)) return;
    yield { name: fourLetters(bytes, start), start, end };
    start = end;
  }
}

function lossySize(bytes: Uint8Array, at: number): PictureSize | null {
  const isKeyFrame = ((bytes[at] ?? 1) & 1) === 0;
  if (!isKeyFrame || bytes[at + 3] !== 0x9d || bytes[at + 4] !== 0x01 || bytes[at + 5] !== 0x2a) return null;
  return { width: uint16(bytes, at + 6, true) & 0x3fff, height: uint16(bytes, at + 8, true) & 0x3fff };
}

function losslessSize(bytes: Uint8Array, at: number): PictureSize | null {
  const sizes = uint32(bytes, at + 1, true);
  if (bytes[at] !== 0x2f || Number.isNaN(sizes)) return null;
  return { width: 1 + (sizes & 0x3fff), height: 1 + ((sizes >>> 14) & 0x3fff) };
}

function uint24(bytes: Uint8Array, at: number): number {
  return uint16(bytes, at, true) + (bytes[at + 2] ?? Number.NaN) * 0x10000;
}
