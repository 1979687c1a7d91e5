// JPEG: a chain of segments, then scans. We keep the tables, the frame, the scans and Adobe's color segment (without it
// four-channel pictures show inverted colors), and drop every other application's segment.

import { ok, type Result, refuse } from '../result.ts';
import { joined, uint16, uint32 } from './bytes.ts';
import type { PictureRefusal, PictureSize } from './pictures.ts';

/** A progressive picture has about ten scans. Thousands would keep a decoder busy for minutes with a small file. */
const maxScans = 40;
const maxSegments = 2_000;

const [endOfImage, startOfScan, app0, app1, app14, app15, comment] = [0xd9, 0xda, 0xe0, 0xe1, 0xee, 0xef, 0xfe];

type Segment = { marker: number; start: number; end: number };

export function jpegSize(bytes: Uint8Array): Result<PictureSize, PictureRefusal> {
  for (const segment of segments(bytes)) {
    if (isFrame(segment.marker)) return ok(sizeOf(bytes, segment));
    if (segment.marker === startOfScan) break;
  }
  return refuse('picture-broken');
}

export function strippedJpeg(bytes: Uint8Array): Result<Uint8Array, PictureRefusal> {
  const kept = [bytes.subarray(0, 2)];
  let frames = 0;
  let scans = 0;
  let ended = false;
  for (const segment of segments(bytes)) {
    if (isFrame(segment.marker)) frames++;
    if (segment.marker === startOfScan) scans++;
    if (segment.marker === app1 && isTurned(bytes.subarray(segment.start, segment.end)))
      return refuse('picture-turned');
    if (!isNote(segment.marker)) kept.push(bytes.subarray(segment.start, segment.end));
    // Anything after the end-of-image marker is another file, so it is refused.
    ended = segment.marker === endOfImage && segment.end === bytes.length;
  }
  if (!ended || frames !== 1 || scans < 1 || scans > maxScans) return refuse('picture-broken');
  return ok(joined(kept));
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function isNote(marker: number): boolean {
  return marker === comment || (marker >= app0 && marker <= app15 && marker !== app14);
}

function sizeOf(bytes: Uint8Array, { start }: Segment): PictureSize {
  return { height: uint16(bytes, start + 5), width: uint16(bytes, start + 7) };
}

// Where the chain breaks, this stops without an end-of-image marker, so the caller refuses the file.
function* segments(bytes: Uint8Array): Generator<Segment> {
  let at = 2;
  for (let count = 0; count < maxSegments; count++) {
    // Any number of 0xff may stand before a marker.
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at++;
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff || marker < 0xc0 || isRestart(marker)) return;
    if (marker === endOfImage) {
      yield { marker, start: at, end: at + 2 };
      return;
    }
    const length = uint16(bytes, at + 2);
    if (!(length >= 2) || at + 2 + length > bytes.length) return;
    let end = at + 2 + length;
    if (marker === startOfScan) end = endOfScan(bytes, end);
    yield { marker, start: at, end };
    at = end;
  }
}

/** The data of a scan ends at the next marker that is neither an escaped 0xff nor a restart marker. */
function endOfScan(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at < 0) return bytes.length;
    const next = bytes[at + 1];
    if (next !== undefined && next !== 0 && next !== 0xff && !isRestart(next)) return at;
    at += next === 0xff ? 1 : 2;
  }
}

function isRestart(marker: number): boolean {
  return marker >= 0xd0 && marker <= 0xd7;
}

/** Whether the EXIF orientation says that the picture must be rotated or mirrored. */
function isTurned(segment: Uint8Array): boolean {
  if (uint32(segment, 4) !== 0x45786966) return false;
  const tiff = segment.subarray(10);
  const little = uint16(tiff, 0) === 0x4949;
  const first = uint32(tiff, 4, little);
  const count = uint16(tiff, first, little);
  for (let n = 0; n < count && n < 500; n++) {
    const entry = first + 2 + n * 12;
    if (uint16(tiff, entry, little) === 0x0112) return uint16(tiff, entry + 8, little) > 1;
  }
  return false;
}
