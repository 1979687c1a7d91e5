// The sections of the operator's settings as forms: the typed text of each, and the change it asks for. A section is saved
// by itself, so that a half-written contract does not keep a new phone number from being shown.

import type { AllSettings, LegalKind, UpdateSettingsRequest } from '#core/contracts/settings.ts';

type Fields = Record<string, string>;

export type SettingsSection = {
  /** The tab stores what is typed into the section under this name until it is saved. */
  name: string;
  fieldsOf(settings: AllSettings): Fields;
  changeOf(typed: Fields): UpdateSettingsRequest;
  /** The server's paths, by our field names. */
  paths: Readonly<Record<string, string>>;
  required: readonly string[];
};

const typedIn = (typed: Fields, name: string) => (typed[name] ?? '').trim();

export const brandSection: SettingsSection = {
  name: 'brand',
  fieldsOf: ({ brandName }) => ({ nameRu: brandName.ru, nameEn: brandName.en }),
  changeOf: (typed) => ({ brandName: { ru: typedIn(typed, 'nameRu'), en: typedIn(typed, 'nameEn') } }),
  paths: { 'brandName.ru': 'nameRu', 'brandName.en': 'nameEn' },
  required: ['nameRu', 'nameEn'],
};

export const supportSection: SettingsSection = {
  name: 'support',
  fieldsOf: ({ support: { email, phone, link, hours } }) => ({
    email,
    phone,
    link,
    hoursRu: hours.ru,
    hoursEn: hours.en,
  }),
  changeOf: (typed) => ({
    support: {
      email: typedIn(typed, 'email'),
      phone: typedIn(typed, 'phone'),
      link: typedIn(typed, 'link'),
      hours: { ru: typedIn(typed, 'hoursRu'), en: typedIn(typed, 'hoursEn') },
    },
  }),
  paths: {
    'support.email': 'email',
    'support.phone': 'phone',
    'support.link': 'link',
    'support.hours.ru': 'hoursRu',
    'support.hours.en': 'hoursEn',
  },
  required: [],
};

export const operatorSection: SettingsSection = {
  name: 'operator',
  fieldsOf: ({ operator }) => ({ ...operator }),
  changeOf: (typed) => ({
    operator: {
      name: typedIn(typed, 'name'),
      registration: typedIn(typed, 'registration'),
      address: typedIn(typed, 'address'),
    },
  }),
  paths: { 'operator.name': 'name', 'operator.registration': 'registration', 'operator.address': 'address' },
  required: [],
};

export function legalSection(kind: LegalKind): SettingsSection {
  return {
    name: kind,
    fieldsOf: ({ texts }) => ({ ...texts[kind] }),
    changeOf: (typed) => ({ texts: { [kind]: { ru: typedIn(typed, 'ru'), en: typedIn(typed, 'en') } } }),
    paths: { [`texts.${kind}.ru`]: 'ru', [`texts.${kind}.en`]: 'en' },
    required: [],
  };
}

/** What is shown after a change: the server's word on the small part, and the texts that were sent. */
export function afterChange(
  before: AllSettings,
  saved: Omit<AllSettings, 'texts'>,
  change: UpdateSettingsRequest,
): AllSettings {
  const { terms, privacy, refunds, about } = { ...before.texts, ...change.texts };
  const { texts } = before;
  return {
    ...saved,
    texts: {
      terms: terms ?? texts.terms,
      privacy: privacy ?? texts.privacy,
      refunds: refunds ?? texts.refunds,
      about: about ?? texts.about,
    },
  };
}
