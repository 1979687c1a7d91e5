// The pages that the operator has written, as they are linked below pages and letters.

import type { Locale } from '#core/contracts/basics.ts';
import type { LegalKind, Settings } from '#core/contracts/settings.ts';
import { contactsPath, hasContacts, legalKinds, legalLocale, legalPaths } from '#core/settings.ts';

export const linkNames: Record<Locale, Record<LegalKind | 'contacts', string>> = {
  ru: {
    terms: 'Условия продажи',
    privacy: 'Персональные данные',
    refunds: 'Возврат билетов',
    about: 'О сервисе',
    contacts: 'Контакты',
  },
  en: { terms: 'Terms of sale', privacy: 'Privacy', refunds: 'Refunds', about: 'About', contacts: 'Contacts' },
};

/** A page that is not written is not linked. */
export function operatorLinks(settings: Settings, locale: Locale): { text: string; path: string }[] {
  const names = linkNames[locale];
  const written = legalKinds.filter((kind) => legalLocale(settings, kind, locale) !== null);
  return [
    ...written.map((kind) => ({ text: names[kind], path: legalPaths[kind] })),
    ...(hasContacts(settings) ? [{ text: names.contacts, path: contactsPath }] : []),
  ];
}
