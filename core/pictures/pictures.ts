// Checks and cleans uploaded pictures by their bytes, without decoding them: the header tells what a decoder would have
// to do, and everything that is not the picture itself (EXIF, a second file after it) is removed or refused.

import { ok, type Result, refuse } from '../result.ts';
import { jpegSize, strippedJpeg } from './jpeg.ts';
import { pngSize, strippedPng } from './png.ts';
import { strippedWebp, webpSize } from './webp.ts';

export type PictureType = 'image/jpeg' | 'image/png' | 'image/webp';

export type PictureRefusal =
  /** None of the three formats, whatever the file's name says. */
  | 'picture-unknown'
  /** The file is truncated, contradicts itself, or has something after its end. */
  | 'picture-broken'
  | 'picture-animated'
  /** Only the EXIF orientation says that the picture is rotated, and EXIF is removed: it would be shown on its side. */
  | 'picture-turned'
  | 'picture-too-many-pixels'
  | 'picture-too-small'
  | 'picture-shape';

export type PictureSize = { width: number; height: number };
export type Picture = PictureSize & { type: PictureType; bytes: Uint8Array };

/** A decoder needs four bytes a pixel. This many pixels are 96 MB, the most a phone has room for. */
const maxPixels = 24_000_000;
/** No photograph has a longer side. */
const maxSide = 12_000;

type Bounds = { minSide: number; maxRatio: number };
export const coverBounds: Bounds = { minSide: 200, maxRatio: 4 };
/** A logo is shown 28 px high: 56 px stay sharp on a dense screen. It may be long, because many are a line of text. */
export const logoBounds: Bounds = { minSide: 56, maxRatio: 8 };

type Format = {
  type: PictureType;
  starts(bytes: Uint8Array): boolean;
  size(bytes: Uint8Array): Result<PictureSize, PictureRefusal>;
  stripped(bytes: Uint8Array): Result<Uint8Array, PictureRefusal>;
};

const formats: readonly Format[] = [
  { type: 'image/jpeg', starts: (b) => begins(b, [0xff, 0xd8, 0xff]), size: jpegSize, stripped: strippedJpeg },
  {
    type: 'image/png',
    starts: (b) => begins(b, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    size: pngSize,
    stripped: strippedPng,
  },
  {
    type: 'image/webp',
    starts: (b) => begins(b, [0x52, 0x49, 0x46, 0x46]) && begins(b.subarray(8), [0x57, 0x45, 0x42, 0x50]),
    size: webpSize,
    stripped: strippedWebp,
  },
];

/** What the header says, within the limits. It is read before anything decodes the picture. */
export function pictureHeader(
  bytes: Uint8Array,
  bounds: Bounds,
): Result<PictureSize & { type: PictureType }, PictureRefusal> {
  const format = formats.find((one) => one.starts(bytes));
  if (format === undefined) return refuse('picture-unknown');
  const size = format.size(bytes);
  if (!size.ok) return size;
  const { width, height } = size.value;
  // Written so that a figure that could not be read (NaN) is refused too.
  if (!(width >= 1 && height >= 1)) return refuse('picture-broken');
  if (width * height > maxPixels || Math.max(width, height) > maxSide) return refuse('picture-too-many-pixels');
  if (Math.min(width, height) < bounds.minSide) return refuse('picture-too-small');
  if (Math.max(width, height) > bounds.maxRatio * Math.min(width, height)) return refuse('picture-shape');
  return ok({ type: format.type, width, height });
}

/** The picture alone, without any metadata; an incomplete file is refused. */
export function cleanPicture(bytes: Uint8Array, bounds: Bounds): Result<Picture, PictureRefusal> {
  const header = pictureHeader(bytes, bounds);
  if (!header.ok) return header;
  const format = formats.find((one) => one.type === header.value.type);
  const stripped = format?.stripped(bytes) ?? refuse('picture-unknown');
  return stripped.ok ? ok({ ...header.value, bytes: stripped.value }) : stripped;
}

function begins(bytes: Uint8Array, start: readonly number[]): boolean {
  return bytes.length >= start.length && start.every((byte, at) => bytes[at] === byte);
}
