import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutText } from './cut-text.ts';

describe('cut text', () => {
  it.each([
    ['Джаз', 4, 'Джаз'],
    ['Джаз в саду', 6, 'Джаз…'],
    ['👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', 2, '👨‍👩‍👧…'],
    ['👨‍👩‍👧👨‍👩‍👧', 2, '👨‍👩‍👧👨‍👩‍👧'],
    ['за\u0301мок', 3, 'за\u0301…'],
    ['🇷🇺🇬🇧🇫🇷', 2, '🇷🇺…'],
    ['e\u0301'.repeat(5), 5, 'e\u0301'.repeat(5)],
  ])('%s at %i', (text, most, cut) => {
    expect(cutText(text, most)).toBe(cut);
  });

  it('never parts a character, is never longer than asked and always a beginning', () => {
    const characters = [...new Intl.Segmenter().segment('👩🏽‍🚀e\u0301 ß漢🇷🇺क्षि')].map((one) => one.segment);
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...characters), { maxLength: 20 }).map((all) => all.join('')),
        fc.integer({ min: 1, max: 12 }),
        (text, most) => {
          const cut = cutText(text, most);
          const all = (of: string) => [...new Intl.Segmenter().segment(of)].map((one) => one.segment);
          expect(all(cut).length).toBeLessThanOrEqual(most);
          if (cut === text) return;
          expect(cut.endsWith('…')).toBe(true);
          const kept = all(cut).slice(0, -1);
          expect(all(text).slice(0, kept.length)).toEqual(kept);
        },
      ),
    );
  });
});
