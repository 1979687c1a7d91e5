// The settings of the operator: who runs this server, as people read it.

import type { Settings } from './contracts/settings.ts';

export const legalKinds = ['terms', 'privacy', 'refunds', 'about'] as const;

/** What everybody reads until the operator writes something, and while the database does not answer. */
export const defaultSettings: Settings = {
  revision: 0,
  brandName: { ru: 'Фойе', en: 'Foyer' },
  logo: null,
  support: { email: '', phone: '', link: '', hours: { ru: '', en: '' } },
  operator: { name: '', registration: '', address: '' },
  legal: { terms: [], privacy: [], refunds: [], about: [] },
};
