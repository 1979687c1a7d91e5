import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorStatus } from '#core/errors.ts';
import { refusalText } from '../screens/refusal-text.ts';
import { en } from './en.ts';
import { orderTexts } from './order-texts.ts';
import { promoTexts } from './promo-texts.ts';
import { ru } from './ru.ts';

type Leaf = { path: string; text: string };

// Functions are rendered with values of each plural form of Russian.
function leavesOf(value: unknown, path = ''): Leaf[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value === 'function')
    return [1, 2, 5, 21, 22, 111].map((n) => ({ path, text: value(n, 'anna@example.com') }));
  if (typeof value !== 'object' || value === null) throw new Error(`${path} is no message`);
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, `${path}.${key}`));
}

describe.each([
  ['Russian', { ...ru, promo: promoTexts.ru, ofOrders: orderTexts.ru }],
  ['English', { ...en, promo: promoTexts.en, ofOrders: orderTexts.en }],
])('%s', (language, messages) => {
  it('has words for everything, none empty or half filled', () => {
    const leaves = leavesOf(messages);
    expect(leaves.length).toBeGreaterThan(90);
    expect(leaves.filter(({ text }) => text.trim() === '' || /undefined|null|\[object|NaN/.test(text))).toEqual([]);
  });

  it('is written in its own script', () => {
    const wanted = language === 'Russian' ? /[а-яё]/i : /[a-z]/i;
    const exempt = ['.locale', '.otherLanguage'];
    expect(leavesOf(messages).filter(({ path, text }) => !exempt.includes(path) && !wanted.test(text))).toEqual([]);
  });

  it('says something for every error code of the API', () => {
    for (const code of Object.keys(errorStatus)) expect(refusalText(messages, code)).not.toBe('');
    expect(refusalText(messages, 'no-answer')).toBe(messages.lostText);
    expect(refusalText(messages, 'constructor')).toBe(messages.refusals.other);
  });
});

it('both languages have the same keys', () => {
  const paths = (messages: unknown) => [...new Set(leavesOf(messages).map(({ path }) => path))].sort();
  expect(paths(ru)).toEqual(paths(en));
});

it('a refusal the buying operations can give has words of its own', () => {
  const routes = ['holds', 'orders', 'widgets'].map((name) =>
    readFileSync(join(import.meta.dirname, `../../../worker/routes/${name}.ts`), 'utf8'),
  );
  const refusals = routes.join('\n').matchAll(/refusals: \[([^\]]*)\]/g);
  const codes = new Set(
    [...refusals].flatMap(([, list = '']) => [...list.matchAll(/'([\w-]+)'/g)].map(([, code]) => code)),
  );
  expect(codes.size).toBeGreaterThan(10);
  // The organizer's refund and another name on a ticket are not the buyer's to ask for.
  codes.delete('ticket-not-valid');
  codes.delete('ticket-not-refundable');
  codes.delete('refund-not-failed');
  codes.delete('already-admitted');
  const said = { ...en.refusals, ...orderTexts.en.refusals, ...promoTexts.en.refusals };
  expect([...codes].filter((code) => code === undefined || !(code in said))).toEqual([]);
});

it('Russian counts tickets as Russian does', () => {
  expect([1, 2, 5, 11, 21, 104].map(ru.count)).toEqual([
    '1 билет',
    '2 билета',
    '5 билетов',
    '11 билетов',
    '21 билет',
    '104 билета',
  ]);
});
