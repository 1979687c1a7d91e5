// What stands on every public page whoever runs this installation: its name, and the links below each page. The one place
// they come from, also when they become settings of the operator.

import type { Locale } from '#core/contracts/basics.ts';

type Site = { name: string; footer: readonly { text: string; href: string }[] };

const sites: Record<Locale, Site> = {
  ru: {
    name: 'Фойе',
    footer: [
      { text: 'Афиша', href: '/catalogue' },
      { text: 'Организаторам', href: '/#organizers' },
      { text: 'Распространителям', href: '/#distributors' },
      { text: 'API', href: '/docs' },
    ],
  },
  en: {
    name: 'Foyer',
    footer: [
      { text: 'Events', href: '/catalogue' },
      { text: 'For organizers', href: '/#organizers' },
      { text: 'For distributors', href: '/#distributors' },
      { text: 'API', href: '/docs' },
    ],
  },
};

export function siteIn(locale: Locale): Site {
  return sites[locale];
}
