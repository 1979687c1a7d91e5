import { expect, it } from 'vitest';
import { subIdFrom, subIdTyped } from './order-source.ts';

it.each([
  ['telegram-27.11', 'telegram-27.11'],
  [' рассылка_1 ', 'рассылка_1'],
  ['', undefined],
  [null, undefined],
  [undefined, undefined],
  ['два слова', undefined],
  ['<b>', undefined],
  ['a'.repeat(40), 'a'.repeat(40)],
  ['a'.repeat(41), undefined],
])('the sub-id %j of an address is %j', (given, subId) => {
  expect(subIdFrom(given)).toBe(subId);
});

it.each([
  ['пост в канале', 'пост-в-канале'],
  ['  VK, 27 ноября! ', 'VK-27-ноября'],
  ['"><script>', 'script'],
  ['я'.repeat(60), 'я'.repeat(40)],
  [' ', ''],
])('%j is typed as the sub-id %j', (typed, subId) => {
  expect(subIdTyped(typed)).toBe(subId);
});
