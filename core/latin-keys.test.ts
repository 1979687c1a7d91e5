import { expect, it } from 'vitest';
import { encodeBase32, plainBase32 } from './base32.ts';
import { latinKeys } from './latin-keys.ts';
import { parseTicketCode } from './ticket-code.ts';

/** What a keyboard on a Russian layout types for the same keys. */
const russian = new Map(
  [
    ['QWERTYUIOP{}', 'ЙЦУКЕНГШЩЗХЪ'],
    ['ASDFGHJKL:"', 'ФЫВАПРОЛДЖЭ'],
    ['ZXCVBNM<>~', 'ЯЧСМИТЬБЮЁ'],
    ['qwertyuiop[]', 'йцукенгшщзхъ'],
    ["asdfghjkl;'", 'фывапролджэ'],
    ['zxcvbnm,.`', 'ячсмитьбюё'],
  ].flatMap(([latin = '', cyrillic = '']) => [...latin].map((key, i) => [key, cyrillic.charAt(i)] as const)),
);
const onRussianLayout = (text: string) => [...text].map((key) => russian.get(key) ?? key).join('');

it.each([...russian])('the key of %s typed %s', (latin, cyrillic) => {
  expect(latinKeys(cyrillic)).toBe(latin);
});

it.each([
  ['ФЫВ-1РЬ', 'ASD-1HM'],
  ['0123456789-', '0123456789-'],
  ['ASD-1HM', 'ASD-1HM'],
  ['', ''],
  ['Ўҳ漢', 'Ўҳ漢'],
])('reads %s as %s', (typed, read) => {
  expect(latinKeys(typed)).toBe(read);
});

it('a ticket code typed by a scanner on a Russian layout is the same claim, in either case', () => {
  const bytes = Uint8Array.from({ length: 89 }, (_, i) => (i === 0 ? 1 : (i * 37) % 256));
  const code = encodeBase32(bytes);
  expect(parseTicketCode(code)).not.toBeNull();
  expect(parseTicketCode(onRussianLayout(code))).toEqual(parseTicketCode(code));
  expect(parseTicketCode(onRussianLayout(code.toLowerCase()))).toEqual(parseTicketCode(code));
});

it('a number typed on a Russian layout is the same number', () => {
  expect(plainBase32(onRussianLayout('11G-AE8'))).toBe(plainBase32('11G-AE8'));
  expect(plainBase32(onRussianLayout('wzq ksd jvt'))).toBe('WZQKSDJVT');
});
