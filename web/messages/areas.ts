// The texts of each area in each language are a file of their own that the browser loads when a screen needs it: a
// person downloads one language, and of it the areas they visit. `Messages` is what all areas together hold.

import type { Locale } from '#core/contracts/basics.ts';
import type { Messages } from './en.ts';

export type Area =
  | 'shell'
  | 'account'
  | 'admin'
  | 'catalogue'
  | 'deals'
  | 'door'
  | 'event'
  | 'home'
  | 'inside'
  | 'mailings'
  | 'money'
  | 'security'
  | 'settings'
  | 'widgets';

export const areaLoaders: Record<Area, Record<Locale, () => Promise<Partial<Messages>>>> = {
  shell: {
    en: () => import('./shell/en.ts').then(({ shellEn }) => shellEn),
    ru: () => import('./shell/ru.ts').then(({ shellRu }) => shellRu),
  },
  account: {
    en: () => import('./account/en.ts').then(({ accountEn }) => accountEn),
    ru: () => import('./account/ru.ts').then(({ accountRu }) => accountRu),
  },
  admin: {
    en: () => import('./admin/en.ts').then(({ adminEn }) => adminEn),
    ru: () => import('./admin/ru.ts').then(({ adminRu }) => adminRu),
  },
  catalogue: {
    en: () => import('./catalogue/en.ts').then(({ catalogueEn }) => catalogueEn),
    ru: () => import('./catalogue/ru.ts').then(({ catalogueRu }) => catalogueRu),
  },
  deals: {
    en: () => import('./deals/en.ts').then(({ dealsEn }) => dealsEn),
    ru: () => import('./deals/ru.ts').then(({ dealsRu }) => dealsRu),
  },
  door: {
    en: () => import('./door/en.ts').then(({ doorEn }) => doorEn),
    ru: () => import('./door/ru.ts').then(({ doorRu }) => doorRu),
  },
  event: {
    en: () => import('./event/en.ts').then(({ eventEn }) => eventEn),
    ru: () => import('./event/ru.ts').then(({ eventRu }) => eventRu),
  },
  home: {
    en: () => import('./home/en.ts').then(({ homeEn }) => homeEn),
    ru: () => import('./home/ru.ts').then(({ homeRu }) => homeRu),
  },
  inside: {
    en: () => import('./inside/en.ts').then(({ insideEn }) => insideEn),
    ru: () => import('./inside/ru.ts').then(({ insideRu }) => insideRu),
  },
  mailings: {
    en: () => import('./mailings/en.ts').then(({ mailingsEn }) => mailingsEn),
    ru: () => import('./mailings/ru.ts').then(({ mailingsRu }) => mailingsRu),
  },
  money: {
    en: () => import('./money/en.ts').then(({ moneyEn }) => moneyEn),
    ru: () => import('./money/ru.ts').then(({ moneyRu }) => moneyRu),
  },
  security: {
    en: () => import('./security/en.ts').then(({ securityEn }) => securityEn),
    ru: () => import('./security/ru.ts').then(({ securityRu }) => securityRu),
  },
  settings: {
    en: () => import('./settings/en.ts').then(({ settingsEn }) => settingsEn),
    ru: () => import('./settings/ru.ts').then(({ settingsRu }) => settingsRu),
  },
  widgets: {
    en: () => import('./widgets/en.ts').then(({ widgetsEn }) => widgetsEn),
    ru: () => import('./widgets/ru.ts').then(({ widgetsRu }) => widgetsRu),
  },
};
