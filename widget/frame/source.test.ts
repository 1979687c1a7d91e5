import { expect, it } from 'vitest';
import { sourceAt } from './source.ts';

const origin = 'https://foyer.example';

it.each([
  ['', '', { surface: 'link' }],
  ['?sub=telegram', '', { surface: 'link', subId: 'telegram' }],
  ['?sub=%D0%BF%D0%BE%D1%81%D1%82', '', { surface: 'link', subId: 'пост' }],
  // What nobody could have made with our form must not stop a sale.
  ['?sub=two%20words', '', { surface: 'link' }],
  ['?sub=', '', { surface: 'link' }],
  ['?embed=frame', '', { surface: 'embed' }],
  ['?embed=1&sub=site', '#host=https%3A%2F%2Fblog.example&nonce=1', { surface: 'embed', subId: 'site' }],
  ['?embed=1', '#host=https%3A%2F%2Ffoyer.example&nonce=1', { surface: 'event' }],
  ['?embed=1&preview=1', '', null],
])('%s%s is %j', (search, hash, source) => {
  expect(sourceAt({ search, hash, origin })).toEqual(source);
});
