import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tagIn, tagKey, tagNames } from './known-tags.ts';

it.each([
  ['концерт', 'concert', 'концерт'],
  ['Концерт', 'concert', 'концерт'],
  [' concert ', 'concert', 'концерт'],
  ['Stand-Up', 'stand-up', 'стендап'],
])('%s is a known tag in both languages', (tag, en, ru) => {
  expect([tagIn(tag, 'en'), tagIn(tag, 'ru'), tagKey(tag)]).toEqual([en, ru, ru]);
  expect(tagNames(tag)).toEqual([ru, en]);
});

it('any other tag is shown as it was written, and found whatever its case', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 8, maxLength: 40 }), (tag) => {
      fc.pre(tagNames(tag).length === 1);
      expect([tagIn(tag, 'ru'), tagIn(tag, 'en'), tagNames(tag)]).toEqual([tag, tag, [tag]]);
      expect(tagKey(tag.toLowerCase())).toBe(tagKey(tag));
    }),
  );
});
