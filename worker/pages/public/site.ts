// What stands on every public page whoever runs this installation: its name, its logo, and the links below each page.

import type { Locale } from '#core/contracts/basics.ts';
import type { Settings } from '#core/contracts/settings.ts';
import { operatorLinks } from '../../settings/settings.ts';

export type Site = {
  name: string;
  logo: Settings['logo'];
  /** The operator as the law names it; empty while it is not given. */
  operator: string;
  footer: readonly { text: string; href: string }[];
};

const ownLinks: Record<Locale, Site['footer']> = {
  ru: [
    { text: 'Афиша', href: '/catalogue' },
    { text: 'Организаторам', href: '/#organizers' },
    { text: 'Распространителям', href: '/#distributors' },
    { text: 'API', href: '/docs' },
  ],
  en: [
    { text: 'What’s on', href: '/catalogue' },
    { text: 'For organizers', href: '/#organizers' },
    { text: 'For distributors', href: '/#distributors' },
    { text: 'API', href: '/docs' },
  ],
};

export function siteIn(settings: Settings, locale: Locale): Site {
  const { name, registration } = settings.operator;
  return {
    name: settings.brandName[locale],
    logo: settings.logo,
    operator: [name, registration].filter((text) => text !== '').join(', '),
    footer: [...ownLinks[locale], ...operatorLinks(settings, locale).map(({ text, path }) => ({ text, href: path }))],
  };
}
