import { describe, expect, it } from 'vitest';
import { moneyText } from '#core/money-text.ts';
import { en } from './en.ts';
import { ru } from './ru.ts';

type Tree = { [name: string]: unknown };

function textsOf(tree: Tree, path: string): [string, string][] {
  return Object.entries(tree).flatMap(([name, entry]): [string, string][] => {
    const at = `${path}.${name}`;
    if (typeof entry === 'string') return [[at, entry]];
    if (typeof entry === 'function') return [[at, String(entry('x@example.org', 5))]];
    return textsOf(Object(entry), at);
  });
}

describe.each([
  ['ru', ru],
  ['en', en],
])('texts in %s', (locale, catalogue) => {
  const texts = textsOf(catalogue, locale);

  it('are all written', () => {
    expect(texts.filter(([, text]) => text.trim() === '' || text.includes('undefined'))).toEqual([]);
  });

  it('are in that language', () => {
    const foreign = locale === 'ru' ? /^[^а-яё]*$/i : /[а-яё]/i;
    const others = ['.otherLanguage'];
    expect(texts.filter(([at, text]) => foreign.test(text) && !others.some((one) => at.endsWith(one)))).toEqual([]);
  });
});

it('minutes are counted as Russians count', () => {
  const said = [1, 2, 5, 11, 21, 22].map((n) => ru.status.awaitingText('18:40', n).split(': ')[1]?.split('.')[0]);
  expect(said).toEqual([
    'осталась 1 минута',
    'осталось 2 минуты',
    'осталось 5 минут',
    'осталось 11 минут',
    'осталась 21 минута',
    'осталось 22 минуты',
  ]);
});

it('amounts have the minor digits of their currency, and no empty ones', () => {
  expect(moneyText('ru', { amount: 150_000, currency: 'RUB' }).replace(/\s/g, ' ')).toBe('1 500 ₽');
  expect(moneyText('en', { amount: 150_050, currency: 'EUR' })).toBe('€1,500.50');
  expect(moneyText('en', { amount: 1_500, currency: 'JPY' })).toBe('¥1,500');
});
