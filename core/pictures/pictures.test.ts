// Pictures judged by their bytes: nothing but the picture itself passes, and a file that could harm a decoder is
// refused.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanPicture, coverBounds, logoBounds, pictureHeader } from './pictures.ts';
import { pictureSamples } from './samples.fixture.ts';

type Name = keyof typeof pictureSamples;

function sample(name: Name): Uint8Array {
  return Uint8Array.from(Buffer.from(pictureSamples[name], 'base64'));
}

function refusal(bytes: Uint8Array): string {
  const result = cleanPicture(bytes, coverBounds);
  return result.ok ? 'taken' : result.code;
}

function withBytes(bytes: Uint8Array, at: number, put: readonly number[]): Uint8Array {
  const changed = bytes.slice();
  changed.set(put, at);
  return changed;
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

const whole: Name[] = [
  'jpeg',
  'jpegNoted',
  'jpegProgressive',
  'png',
  'pngNoted',
  'webp',
  'webpLossless',
  'webpNoted',
  'webpAlpha',
];

describe('a whole picture', () => {
  it.each(whole)('is taken with its size: %s', (name) => {
    expect(cleanPicture(sample(name), coverBounds)).toMatchObject({ ok: true, value: { width: 320, height: 240 } });
  });

  it.each(['jpegNoted', 'pngNoted', 'webpNoted', 'webpAlpha'] as const)('loses its notes: %s', (name) => {
    expect(text(sample(name))).toContain('Secret Author');
    const cleaned = cleanPicture(sample(name), coverBounds);
    const bytes = cleaned.ok ? cleaned.value.bytes : new Uint8Array();
    expect(text(bytes)).not.toMatch(/Secret|Exif|EXIF|GPS/);
    // Cleaning a cleaned file changes nothing.
    expect(cleanPicture(bytes, coverBounds)).toEqual(cleaned);
  });
});

describe('refused is', () => {
  it('whatever is none of the three, by its bytes and not its name', () => {
    for (const start of ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'GIF89a', '%PDF-1.7', 'BM', '', '<html>']) {
      expect(refusal(Uint8Array.from(Buffer.from(start.padEnd(200, ' '))))).toBe('picture-unknown');
    }
  });

  it('a picture cut off anywhere', () => {
    const cut = fc.tuple(fc.constantFrom(...whole), fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }));
    fc.assert(
      fc.property(cut, ([name, share]) => {
        const bytes = sample(name);
        expect(['picture-unknown', 'picture-broken']).toContain(
          refusal(bytes.subarray(0, Math.floor(bytes.length * share))),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('a picture with another file behind it', () => {
    for (const name of whole) {
      const behind = Buffer.concat([sample(name), Buffer.from('PK\u0003\u0004 <script>alert(1)</script>')]);
      expect(refusal(Uint8Array.from(behind)), name).toBe('picture-broken');
    }
  });

  it('a moving picture', () => {
    expect(refusal(sample('webpMoving'))).toBe('picture-animated');
    const png = sample('png');
    const control = [0, 0, 0, 8, ...Buffer.from('acTL'), 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0];
    const moving = Uint8Array.from([...png.subarray(0, 33), ...control, ...png.subarray(33)]);
    expect(refusal(moving)).toBe('picture-animated');
  });

  it('a photograph that lies on its side', () => {
    expect(refusal(sample('jpegTurned'))).toBe('picture-turned');
    // A browser reads the header before it decodes and rotates the picture.
    expect(pictureHeader(sample('jpegTurned'), coverBounds).ok).toBe(true);
  });

  it('a bomb: more pixels in the header than anybody may decode', () => {
    const jpeg = sample('jpeg');
    const frame = jpeg.findIndex((byte, at) => byte === 0xff && jpeg[at + 1] === 0xc0);
    expect(refusal(withBytes(jpeg, frame + 5, [0xff, 0xff, 0xff, 0xff]))).toBe('picture-too-many-pixels');
    expect(refusal(withBytes(sample('webpLossless'), 21, [0xff, 0xff, 0xff, 0x0f]))).toBe('picture-too-many-pixels');
    const webp = withBytes(sample('webp'), 26, [0xff, 0x3f, 0xff, 0x3f]);
    expect(refusal(webp)).toBe('picture-too-many-pixels');
  });

  it('a PNG whose header was forged', () => {
    expect(refusal(withBytes(sample('png'), 16, [0x7f, 0xff, 0xff, 0xff]))).toBe('picture-broken');
  });

  it('a WebP whose canvas is not its frame', () => {
    expect(refusal(withBytes(sample('webpAlpha'), 24, [0xff]))).toBe('picture-broken');
  });

  it('a JPEG of a thousand scans, or of two frames', () => {
    const jpeg = sample('jpeg');
    const scan = jpeg.findIndex((byte, at) => byte === 0xff && jpeg[at + 1] === 0xda);
    const scans = Array.from({ length: 1_000 }, () => [...jpeg.subarray(scan, -2)]).flat();
    expect(refusal(Uint8Array.from([...jpeg.subarray(0, scan), ...scans, 0xff, 0xd9]))).toBe('picture-broken');
    const frame = jpeg.findIndex((byte, at) => byte === 0xff && jpeg[at + 1] === 0xc0);
    const twice = [...jpeg.subarray(0, frame), ...jpeg.subarray(frame, frame + 19), ...jpeg.subarray(frame)];
    expect(refusal(Uint8Array.from(twice))).toBe('picture-broken');
  });

  it('what is too small or too long to be a cover', () => {
    const sized = (width: number, height: number) =>
      refusal(withBytes(sample('webp'), 26, [width & 0xff, width >> 8, height & 0xff, height >> 8]));
    expect(sized(199, 400)).toBe('picture-too-small');
    expect(sized(1_000, 249)).toBe('picture-shape');
    expect(sized(1_000, 250)).toBe('taken');
  });

  it('what is too small or too long to be a logo', () => {
    const sized = (width: number, height: number) => {
      const bytes = withBytes(sample('webp'), 26, [width & 0xff, width >> 8, height & 0xff, height >> 8]);
      const result = cleanPicture(bytes, logoBounds);
      return result.ok ? 'taken' : result.code;
    };
    expect(sized(55, 55)).toBe('picture-too-small');
    expect(sized(56, 449)).toBe('picture-shape');
    expect(sized(448, 56)).toBe('taken');
  });

  it('any other file, without a throw', () => {
    fc.assert(
      fc.property(fc.constantFrom(...whole), fc.nat(), fc.nat(255), (name, at, byte) => {
        const bytes = sample(name);
        cleanPicture(withBytes(bytes, at % bytes.length, [byte]), coverBounds);
      }),
      { numRuns: 2_000 },
    );
  });
});
