// Makes the files of a cover from a chosen picture: upright, in the widths that pages show, and encoded anew, so that
// no metadata of the camera is sent. The header is checked before the browser decodes the picture, because a small file
// may claim dimensions that would take all memory.

import type { CoverPart } from '#core/contracts/events.ts';
import { coverBounds, logoBounds, type PictureRefusal, pictureHeader } from '#core/pictures/pictures.ts';
import { ok, type Result, refuse } from '#core/result.ts';

const maxFileBytes = 40 * 1024 * 1024;
const [widest, tallest] = [1_600, 2_400];
const smallerWidths = { small: 480, medium: 960 } as const;
const social = { width: 1_200, height: 630 };
const logoSide = 448;
/** The API refuses smaller widths, because a narrow strip has no smaller version worth showing. */
const minSide = 200;

type Refused = PictureRefusal | 'payload-too-large';

export function coverForm(file: File): Promise<Result<FormData, Refused>> {
  return drawnFrom(file, coverBounds, formOf);
}

/** A logo in one size: twice as sharp as any screen shows it, with what is transparent in it. */
export function logoForm(file: File): Promise<Result<FormData, Refused>> {
  return drawnFrom(file, logoBounds, async (source) => {
    const scale = Math.min(1, logoSide / Math.max(source.width, source.height));
    const [width, height] = [Math.round(source.width * scale), Math.round(source.height * scale)];
    const form = new FormData();
    form.append('picture', await drawn(source, width, height, 'image/png'), 'picture');
    return form;
  });
}

async function drawnFrom(
  file: File,
  bounds: typeof coverBounds,
  draw: (source: ImageBitmap) => Promise<FormData>,
): Promise<Result<FormData, Refused>> {
  if (file.size > maxFileBytes) return refuse('payload-too-large');
  const header = pictureHeader(new Uint8Array(await file.arrayBuffer()), bounds);
  if (!header.ok) return header;
  const source = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null);
  if (source === null) return refuse('picture-broken');
  try {
    return ok(await draw(source));
  } finally {
    source.close();
  }
}

async function formOf(source: ImageBitmap): Promise<FormData> {
  const form = new FormData();
  const add = async (part: CoverPart, width: number, height: number, type: 'image/webp' | 'image/jpeg') =>
    form.append(part, await drawn(source, width, height, type), part);
  const scale = Math.min(1, widest / source.width, tallest / source.height);
  const width = Math.round(source.width * scale);
  const height = Math.round(source.height * scale);
  await add('picture', width, height, 'image/webp');
  for (const [part, less] of Object.entries(smallerWidths)) {
    const lower = Math.round((less * height) / width);
    // The keys of the table are the parts.
    if (less < width && lower >= minSide) await add(part as keyof typeof smallerWidths, less, lower, 'image/webp');
  }
  // Not every messenger that shows links reads WebP.
  if (source.width >= social.width / 2) await add('social', social.width, social.height, 'image/jpeg');
  return form;
}

/** The largest rectangle of the given proportions in the middle of the picture. */
async function drawn(source: ImageBitmap, width: number, height: number, type: string): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('no canvas to draw on');
  pen.imageSmoothingQuality = 'high';
  if (type === 'image/jpeg') {
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, width, height);
  }
  const scale = Math.max(width / source.width, height / source.height);
  const [cutWidth, cutHeight] = [width / scale, height / scale];
  const [left, top] = [(source.width - cutWidth) / 2, (source.height - cutHeight) / 2];
  pen.drawImage(source, left, top, cutWidth, cutHeight, 0, 0, width, height);
  const blob = await encoded(canvas, type);
  // Safari can't write WebP and gives a PNG instead, which a photograph makes huge.
  return blob.type === type ? blob : encoded(canvas, 'image/jpeg');
}

function encoded(canvas: HTMLCanvasElement, type: string): Promise<Blob> {
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob === null ? reject(new Error('nothing was drawn')) : resolve(blob)), type, 0.82),
  );
}
