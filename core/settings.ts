// The settings of the operator: who runs this server, as people read it. The rules here know the defaults, which text a
// reader gets, and what is still missing before tickets are sold to strangers.

import type { Locale } from './contracts/basics.ts';
import type { LegalKind, Settings } from './contracts/settings.ts';

export const legalKinds = ['terms', 'privacy', 'refunds', 'about'] as const;

/** What everybody reads until the operator writes something, and while D1 does not respond. */
export const defaultSettings: Settings = {
  revision: 0,
  brandName: { ru: 'Фойе', en: 'Foyer' },
  logo: null,
  support: { email: '', phone: '', link: '', hours: { ru: '', en: '' } },
  operator: { name: '', registration: '', address: '' },
  legal: { terms: [], privacy: [], refunds: [], about: [] },
};

/** Where a text is read; each is a page of its own. */
export const legalPaths: Readonly<Record<LegalKind, string>> = {
  terms: '/legal/terms',
  privacy: '/legal/privacy',
  refunds: '/legal/refunds',
  about: '/about',
};

export const contactsPath = '/contacts';

/** The language in which a text is shown: the reader's where the operator wrote it, else the other; null: not written. */
export function legalLocale({ legal }: Settings, kind: LegalKind, reader: Locale): Locale | null {
  return legal[kind].includes(reader) ? reader : (legal[kind][0] ?? null);
}

/** Whether there is anything to read on the page of contacts. */
export function hasContacts({ support, operator }: Settings): boolean {
  return [support.email, support.phone, support.link, ...Object.values(operator)].some((text) => text !== '');
}

type MissingSetting = 'terms' | 'privacy' | 'refunds' | 'support' | 'operator';

/** What a buyer or a supervisor will ask for first, in the order in which it is asked for. */
export function missingSettings({ legal, support, operator }: Settings): MissingSetting[] {
  const missing: MissingSetting[] = [];
  if (operator.name === '' || operator.address === '') missing.push('operator');
  if (support.email === '' && support.phone === '' && support.link === '') missing.push('support');
  for (const kind of ['terms', 'privacy', 'refunds'] as const) if (legal[kind].length === 0) missing.push(kind);
  return missing;
}
