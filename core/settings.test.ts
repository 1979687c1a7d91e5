// The settings of the operator: what may be saved, in which language a text is read, and what is missing before the start.

import { describe, expect, it } from 'vitest';
import { Settings, UpdateSettingsRequest } from './contracts/settings.ts';
import { defaultSettings, hasContacts, legalLocale, missingSettings } from './settings.ts';

const support = defaultSettings.support;
const operator = defaultSettings.operator;

function problemOf(request: unknown): string {
  const read = UpdateSettingsRequest.safeParse(request);
  if (read.success) return 'taken';
  const [issue] = read.error.issues;
  return `${issue?.path.join('.')}: ${issue?.code === 'custom' ? issue.message : issue?.code}`;
}

describe('a change of the settings', () => {
  const name = (ru: string) => ({ brandName: { ru, en: 'Stage' } });
  const withSupport = (some: Partial<typeof support>) => ({ support: { ...support, ...some } });
  it.each<[string, unknown, string]>([
    ['nothing', {}, 'taken'],
    ['a name', name('Билеты «Сцена»'), 'taken'],
    ['a name with its domain', name('Bilet.ru'), 'taken'],
    ['a name of 40 characters', name('я'.repeat(40)), 'taken'],
    ['a name of 41 characters', name('я'.repeat(41)), 'brandName.ru: too_big'],
    ['an empty name', name('  '), 'brandName.ru: too_small'],
    ['a name of nothing one sees', name('\u200b\u200b'), 'brandName.ru: too_small'],
    ['an address as a name', name('https://bank.example'), 'brandName.ru: link-in-name'],
    ['a name that turns the text around', name('Фойе\u202e'), 'brandName.ru: forbidden characters'],
    ['a name in one language only', { brandName: { ru: 'Сцена' } }, 'brandName.en: invalid_type'],
    ['no contacts', withSupport({}), 'taken'],
    ['an e-mail', withSupport({ email: 'help@stage.example' }), 'taken'],
    ['a wrong e-mail', withSupport({ email: 'help' }), 'support.email: invalid_union'],
    ['a phone', withSupport({ phone: '+7 (495) 123-45-67' }), 'taken'],
    ['words as a phone', withSupport({ phone: 'звоните' }), 'support.phone: not-a-phone'],
    ['a link', withSupport({ link: 'https://t.me/stage' }), 'taken'],
    ['a script as a link', withSupport({ link: 'javascript:alert(1)' }), 'support.link: not-a-link'],
    ['a letter as a link', withSupport({ link: 'mailto:a@b.example' }), 'support.link: not-a-link'],
    ['a link with a name before the site', withSupport({ link: 'https://a@b.example' }), 'support.link: not-a-link'],
    ['hours', withSupport({ hours: { ru: 'с 10 до 20', en: '10 to 20' } }), 'taken'],
    ['an operator', { operator: { ...operator, name: 'ООО «Сцена»', registration: 'ИНН 7700000000' } }, 'taken'],
    [
      'an address of two lines',
      { operator: { ...operator, address: 'a\nb' } },
      'operator.address: forbidden characters',
    ],
    ['a text', { texts: { terms: { ru: '# Оферта\n\nТекст', en: '' } } }, 'taken'],
    ['a text of 60,000 characters', { texts: { terms: { ru: 'я'.repeat(60_000), en: '' } } }, 'taken'],
    ['a text of 60,001', { texts: { terms: { ru: 'я'.repeat(60_001), en: '' } } }, 'texts.terms.ru: too_big'],
    ['a text nobody asked for', { texts: { cookies: { ru: '', en: '' } } }, 'texts: unrecognized_keys'],
    ['an unknown field', { logo: null }, ': unrecognized_keys'],
  ])('%s', (_what, request, outcome) => {
    expect(problemOf(request)).toBe(outcome);
  });

  it('the defaults are settings', () => {
    expect(Settings.parse(defaultSettings)).toEqual(defaultSettings);
  });
});

it.each([
  [['ru', 'en'], 'en', 'en'],
  [['ru'], 'en', 'ru'],
  [['en'], 'ru', 'en'],
  [[], 'ru', null],
] as const)('a text written in %j is read by a reader of %s in %s', (written, reader, shown) => {
  const settings = { ...defaultSettings, legal: { ...defaultSettings.legal, terms: [...written] } };
  expect(legalLocale(settings, 'terms', reader)).toBe(shown);
});

it('there are contacts as soon as one is given', () => {
  expect(hasContacts(defaultSettings)).toBe(false);
  // Hours of nothing reach nobody.
  expect(hasContacts({ ...defaultSettings, support: { ...support, hours: { ru: 'с 10', en: '' } } })).toBe(false);
  expect(hasContacts({ ...defaultSettings, support: { ...support, phone: '+7 495' } })).toBe(true);
  expect(hasContacts({ ...defaultSettings, operator: { ...operator, name: 'ООО' } })).toBe(true);
});

it('what is missing before the start is named until it is there', () => {
  expect(missingSettings(defaultSettings)).toEqual(['operator', 'support', 'terms', 'privacy', 'refunds']);
  const whole: Settings = {
    ...defaultSettings,
    support: { ...support, link: 'https://t.me/stage' },
    operator: { ...operator, name: 'ООО «Сцена»', address: 'Москва' },
    legal: { terms: ['ru'], privacy: ['en'], refunds: ['ru', 'en'], about: [] },
  };
  expect(missingSettings(whole)).toEqual([]);
  expect(missingSettings({ ...whole, operator: { ...whole.operator, address: '' } })).toEqual(['operator']);
  expect(missingSettings({ ...whole, legal: { ...whole.legal, privacy: [] } })).toEqual(['privacy']);
});
