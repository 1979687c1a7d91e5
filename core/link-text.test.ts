import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { greetedName, isLinkLike, unlinked } from './link-text.ts';

const links = [
  'https://evil.example/login',
  'Перейдите на https://evil.example/pay',
  'hxxp://evil',
  'www.evil',
  'evil.example',
  'вход-сбербанк.рф',
  'EVIL.COM',
  't.me/evil',
  'Зайди на evil.example сейчас',
  'evil\u3002example',
  'evil\uff0eexample',
  'evil\uff61example',
  'evil\u2024example',
  'ev\u200bil\u200b.\u200bexample',
  'evil\u00ad.ex\u2060ample',
  'evil.xn--p1ai',
  'somebody@evil',
  'somebody\uff20evil.example',
  'mailto:a',
  '10.0.0.1',
  'https\uff1a\uff0f\uff0fevil',
];

const people = [
  'Анна Каренина',
  'Anne-Marie O’Neill',
  'А.С. Пушкин',
  'А.С.Пушкин',
  'J.R.R.Tolkien',
  'Dr.Smith',
  'Мария 2-я',
  'Команда «Север»',
  'Jean Jr.',
  'Иванов И.',
  '李小龙',
  '👨\u200d👩\u200d👧 Семья',
];

describe('a name that is a link or an address', () => {
  it.each(links)('is seen in %j', (text) => {
    expect(isLinkLike(text)).toBe(true);
    expect(greetedName(text)).toBeNull();
  });
  it.each(people)('is not seen in %j', (text) => {
    expect(isLinkLike(text)).toBe(false);
    expect(greetedName(text)).not.toBeNull();
  });
});

describe('a title', () => {
  it.each([
    ['Подкаст Pod.ru вживую', 'Подкаст Pod. ru вживую'],
    ['СБЕРБАНК: подтвердите вход https://evil.example/login', 'СБЕРБАНК: подтвердите вход https: evil. example/login'],
    ['Пишите на box@evil.example', 'Пишите на box @ evil. example'],
    ['Щелкунчик. Вечер камерной музыки', 'Щелкунчик. Вечер камерной музыки'],
    ['Концерт 12.12.2026 в 19.00', 'Концерт 12.12.2026 в 19.00'],
    ['Версия 2.0, часть 1.5', 'Версия 2.0, часть 1.5'],
    ['10.0.0.1', '10. 0. 0. 1'],
    ['К юбилею А.С.Пушкина', 'К юбилею А. С. Пушкина'],
    ['evil\u3002ex\u200bample', 'evil. example'],
    ['Семья 👨\u200d👩\u200d👧', 'Семья 👨\u200d👩\u200d👧'],
  ])('%j is written %j', (title, written) => {
    expect(unlinked(title)).toBe(written);
  });

  it('whatever it is, is no link once it is broken, and breaking it again changes nothing', () => {
    const piece = fc.oneof(
      fc.constantFrom(...links, ...people, '.', '..', '@', '://', '\u200b', '\u200d', '\u3002', 'www.', 'mailto:', ' '),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const written = unlinked(pieces.join(''));
        expect(written).not.toMatch(/:\/\//);
        expect(written).not.toMatch(/[\p{L}\p{N}-]\.\p{L}/u);
        expect(written).not.toMatch(/\S@|@\S/u);
        expect(unlinked(written)).toBe(written);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a greeting', () => {
  it('is cut to forty characters as people count them', () => {
    const family = '👨\u200d👩\u200d👧';
    const greeted = greetedName(family.repeat(60)) ?? '';
    expect(Array.from(new Intl.Segmenter().segment(greeted))).toHaveLength(40);
    expect(greeted.endsWith('…')).toBe(true);
    expect(greetedName('Я'.repeat(40))).toBe('Я'.repeat(40));
  });
  it('greets nobody by a name that cannot be seen', () => {
    expect(greetedName('\u200b')).toBeNull();
    expect(greetedName('\u2060 \u00ad')).toBeNull();
  });
});
