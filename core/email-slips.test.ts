import fc from 'fast-check';
import { expect, it } from 'vitest';
import { meantAddress } from './email-slips.ts';

it.each([
  ['anna@gmial.com', 'anna@gmail.com'],
  ['anna@gmai.com', 'anna@gmail.com'],
  ['anna@gmaill.com', 'anna@gmail.com'],
  ['anna@gmail.co', 'anna@gmail.com'],
  ['anna@gmail.con', 'anna@gmail.com'],
  ['anna@gmail.ru', 'anna@gmail.com'],
  [' Anna.O+x@Gnail.com ', 'Anna.O+x@gmail.com'],
  ['anna@yandxe.ru', 'anna@yandex.ru'],
  ['anna@yandex.ry', 'anna@yandex.ru'],
  ['anna@mial.ru', 'anna@mail.ru'],
  ['anna@maill.ru', 'anna@mail.ru'],
  ['anna@ramler.ru', 'anna@rambler.ru'],
  ['anna@hotmial.com', 'anna@hotmail.com'],
])('%s was probably meant to be %s', (typed, meant) => {
  expect(meantAddress(typed)).toBe(meant);
});

it.each([
  'anna@gmail.com',
  'anna@GMAIL.com',
  'anna@mail.com',
  'anna@email.com',
  'anna@ymail.com',
  'anna@yandex.kz',
  'anna@ya.ru',
  'anna@vk.ru',
  'anna@mayak.example',
  'anna@gmail',
  'gmial.com',
  '',
])('%s is left as it is', (typed) => {
  expect(meantAddress(typed)).toBeNull();
});

it('what is suggested is an address that needs no further suggestion, of the same person', () => {
  const domain = fc.constantFrom('gmail.com', 'yandex.ru', 'mail.ru', 'outlook.com');
  fc.assert(
    fc.property(domain, fc.nat(10), fc.constantFrom(...'abcxyz.'), (name, at, letter) => {
      const typed = `anna@${name.slice(0, at)}${letter}${name.slice(at)}`;
      const meant = meantAddress(typed);
      if (meant !== null) expect([meant.startsWith('anna@'), meantAddress(meant)]).toEqual([true, null]);
    }),
  );
});
