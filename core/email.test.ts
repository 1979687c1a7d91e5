import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Email } from './contracts/basics.ts';
import { emailKeyOf, mailAddress, shownEmail } from './email.ts';
import { contactKey } from './purchase-limits.ts';

it.each([
  ['anna@example.org', 'anna@example.org'],
  [' Anna@Example.ORG ', 'Anna@example.org'],
  ['anna@почта.рф', 'anna@xn--80a1acny.xn--p1ai'],
  ['anna@ПОЧТА.РФ', 'anna@xn--80a1acny.xn--p1ai'],
  ['anna@xn--80a1acny.xn--p1ai', 'anna@xn--80a1acny.xn--p1ai'],
  ['anna@bücher.example', 'anna@xn--bcher-kva.example'],
  ['anna@bu\u0308cher.example', 'anna@xn--bcher-kva.example'],
  ['anna@例え.テスト', 'anna@xn--r8jz45g.xn--zckzah'],
  ['a&b@example.org', 'a&b@example.org'],
  ["o'hara+news@example.org", "o'hara+news@example.org"],
  ['a!#$%&*/=?^_`{|}~-z@example.org', 'a!#$%&*/=?^_`{|}~-z@example.org'],
  ['a.b.c@mail.example.museum', 'a.b.c@mail.example.museum'],
  ['a@b.co', 'a@b.co'],
  ['1@2.co', '1@2.co'],
])('mail for %s goes to %s', (typed, address) => {
  expect(mailAddress(typed)).toBe(address);
  expect(Email.safeParse(typed).success).toBe(true);
});

it.each([
  '',
  '@',
  'anna',
  'anna@',
  '@example.org',
  'anna@example',
  'anna@.example.org',
  'anna@example..org',
  'anna@example.org.',
  'anna@-example.org',
  'anna@example-.org',
  'anna@example.c',
  'anna@127.0.0.1',
  'anna@0x7f.1',
  'anna@[127.0.0.1]',
  'anna@example.org:25',
  'anna@example.org/x',
  'anna@exa mple.org',
  'anna@exam%70le.org',
  'anna@user@example.org',
  '.anna@example.org',
  'anna.@example.org',
  'an..na@example.org',
  'an na@example.org',
  '"anna"@example.org',
  'анна@пример.рф',
  'anna@example.org\nbcc:x@example.org',
  'anna@exa\u200bmple.org',
  `${'a'.repeat(65)}@example.org`,
  `anna@${'a'.repeat(64)}.org`,
  `anna@${'abc.'.repeat(63)}org`,
  'anna@xn--.org',
])('no mail reaches %j', (typed) => {
  expect(mailAddress(typed)).toBeNull();
  expect(Email.safeParse(typed).success).toBe(false);
});

it('one address is compared in one form however it is typed', () => {
  const forms = ['Anna@почта.рф', 'anna@ПОЧТА.рф', 'ANNA@xn--80a1acny.xn--p1ai', ' anna@XN--80A1ACNY.XN--P1AI'];
  expect(new Set(forms.map(emailKeyOf))).toEqual(new Set(['anna@xn--80a1acny.xn--p1ai']));
  expect(new Set(forms.map(contactKey)).size).toBe(1);
  // Accounts made before have their small letters as the key.
  expect(emailKeyOf('Anna@Example.org')).toBe('anna@example.org');
});

it('people are shown the form they typed', () => {
  expect(Email.parse(' Anna@почта.РФ ')).toBe('Anna@почта.рф');
  expect(Email.parse('Anna@Example.org')).toBe('Anna@Example.org');
  expect(shownEmail('anna@xn--80a1acny.xn--p1ai')).toBe('anna@xn--80a1acny.xn--p1ai');
});

it('what is sent to is plain ASCII without space or control, whatever was typed, and stays what it is', () => {
  fc.assert(
    fc.property(
      fc.tuple(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('.org', '.рф', '.テスト'),
      ),
      ([local, domain, end]) => {
        const address = mailAddress(`${local}@${domain}${end}`);
        if (address === null) return;
        expect(address).toMatch(/^[\x21-\x7e]+$/);
        expect(mailAddress(address)).toBe(address);
      },
    ),
  );
});
