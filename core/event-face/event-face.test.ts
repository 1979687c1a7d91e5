import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contrast } from '../contrast.fixture.ts';
import { compositions } from './compositions.ts';
import { eventFace } from './event-face.ts';
import { faceSizes } from './face-paths.ts';
import { palettes } from './palettes.ts';
import { hashOf, randomOf } from './random.ts';

const eventId = fc.stringMatching(/^evt_[0-9a-z]{16}$/);
const size = fc.constantFrom(faceSizes.square, faceSizes.wide, { width: 340, height: 1200 });

describe('the face of an event', () => {
  it('is the same picture for the same event, always', () => {
    fc.assert(
      fc.property(eventId, size, (id, field) => {
        expect(eventFace(id, field)).toBe(eventFace(id, field));
      }),
    );
  });

  // A picture that changes by a deployment would change the event's face on pages that are read already.
  it('stays what it was when the addresses under /face/v1 were first given out', () => {
    expect(hashOf(eventFace('evt_0123456789abcdef'))).toBe(2_112_004_860);
  });

  it('differs between events: of a thousand, all pictures are different', () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `evt_${String(index).padStart(16, '0')}`);
    expect(new Set(ids.map((id) => eventFace(id))).size).toBe(1000);
  });

  it('uses every composition and every palette for a season of events', () => {
    const faces = Array.from({ length: 1000 }, (_, index) =>
      eventFace(`evt_${String(index * 7919).padStart(16, '0')}`),
    );
    for (const { night } of palettes) expect(faces.filter((face) => face.includes(night)).length).toBeGreaterThan(40);
    const groups = new Set(faces.map((face) => face.replace(/[\d.]+|#\w+/g, '').slice(0, 300)));
    expect(groups.size).toBeGreaterThanOrEqual(compositions.length);
  });

  it('is small, and made of flat shapes only', () => {
    fc.assert(
      fc.property(eventId, size, (id, field) => {
        const face = eventFace(id, field);
        expect(face.length).toBeLessThan(12_000);
        expect(face.replace(/<\/?(svg|g|rect|circle|path)\b[^<>]*>/g, '')).toBe('');
      }),
    );
  });

  it('never holds what was in the id: an id is a seed and no text', () => {
    expect(eventFace('"><script>alert(1)</script>')).not.toContain('script');
  });
});

describe('a composition', () => {
  it.each(compositions.map((draw) => [draw] as const))('%o has no broken number at any proportion', (draw) => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 40, max: 2000 }),
        fc.integer({ min: 40, max: 2000 }),
        (seed, width, height) => {
          fc.pre(width / height < 6 && height / width < 6);
          for (const palette of palettes.slice(0, 2))
            expect(draw({ width, height, palette, random: randomOf(seed) })).not.toMatch(/NaN|Infinity|undefined|e-/);
        },
      ),
    );
  });
});

it('the light of a palette stands out from its night', () => {
  for (const { night, light, inks } of palettes) {
    expect(contrast(light, night)).toBeGreaterThan(10);
    // At least two inks are seen on the night: what is drawn with all three is never one dark field.
    expect(inks.filter((ink) => contrast(ink, night) > 2.5).length).toBeGreaterThanOrEqual(2);
  }
});
