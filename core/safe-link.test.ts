import { expect, it } from 'vitest';
import { isSafeLink, namesAnotherSite } from './safe-link.ts';

it.each([
  'https://example.org',
  'http://example.org/a?b#c',
  'https://пример.рф/афиша',
  'https://xn--e1afmkfd.xn--p1ai',
  'https://example.org/a@b',
  'mailto:box@example.org',
])('%s may be a link', (href) => {
  expect(isSafeLink(href)).toBe(true);
});

it.each([
  'javascript:alert(1)',
  'data:text/html,hi',
  'https://a"b',
  'mailto:',
  'ftp://a',
  ' https://a',
  'https://a\\b',
  'https://',
  'https://bank.example@evil.example',
  'https://b\u0430nk.example',
  'https://\u03b1pple.example',
  `https://example.org/${'a'.repeat(2_000)}`,
])('%s stays text', (href) => {
  expect(isSafeLink(href)).toBe(false);
});

it.each([
  ['Сайт', 'https://evil.example', false],
  ['bank.example', 'https://bank.example/login', false],
  ['www.bank.example', 'https://bank.example', false],
  ['пример.рф', 'https://xn--e1afmkfd.xn--p1ai', false],
  ['box@example.org', 'mailto:box@example.org', false],
  ['bank.example', 'https://evil.example', true],
  ['https://bank.example/in', 'https://evil.example', true],
  ['на bank.example!', 'https://evil.example', true],
  ['bank.example', 'https://bank.example.evil.example', true],
])('the words %j on a link to %s name another site: %j', (words, href, expected) => {
  expect(namesAnotherSite(words, href)).toBe(expected);
});
