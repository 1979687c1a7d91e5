// What stands around every letter: the brand, how to reach the operator, and the pages that the operator has written.

import type { Locale } from '#core/contracts/basics.ts';
import type { Settings } from '#core/contracts/settings.ts';
import { operatorLinks } from '../../settings/settings.ts';
import type { LetterFrame } from './letter.tsx';

const texts = { ru: { support: 'Поддержка' }, en: { support: 'Support' } } as const;

export function letterFrame(
  settings: Settings,
  locale: Locale,
  origin: string,
  neverAgain: string | null,
): LetterFrame {
  const { email, phone, link, hours } = settings.support;
  const ways = [email, phone, link, hours[locale]].filter((way) => way !== '');
  return {
    brand: settings.brandName[locale],
    support: [email, phone, link].some((way) => way !== '') ? [`${texts[locale].support}: ${ways.join(', ')}`] : [],
    links: operatorLinks(settings, locale).map(({ text, path }) => ({ text, url: origin + path })),
    neverAgain,
  };
}
