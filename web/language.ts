// Which language the dashboard speaks, and its texts as far as they are loaded. A signal: every screen that reads `t()`
// while rendering is drawn again when the language changes.

import { effect, signal } from '@preact/signals';
import type { Locale } from '#core/contracts/basics.ts';
import { loadPart } from './load-part.ts';
import { type Area, areaLoaders } from './messages/areas.ts';
import type { Messages } from './messages/en.ts';
import { firstLocale, storedLocale, storeLocale } from './start/first-locale.ts';

export const locale = signal<Locale>(firstLocale());

const loaded: Record<Locale, Partial<Messages>> = { en: {}, ru: {} };
const areas = new Set<Area>();

/**
 * The texts in the current language. A screen is drawn only after the areas that its route names are loaded, and
 * web/routes.test.ts compares those with the texts the screen reads: so the type may promise all of them.
 */
export function t(): Messages {
  return loaded[locale.value] as Messages;
}

/** The texts of these areas, in the current language; asked for once. */
export async function loadTexts(wanted: readonly Area[]): Promise<void> {
  for (const area of wanted) areas.add(area);
  let language: Locale;
  // Somebody may change the language while the texts are on their way.
  do {
    language = locale.value;
    await loadIn(language, wanted);
  } while (language !== locale.value);
}

async function loadIn(language: Locale, wanted: Iterable<Area>): Promise<void> {
  const parts = await Promise.all(Array.from(wanted, (area) => loadPart(areaLoaders[area][language])));
  Object.assign(loaded[language], ...parts);
}

/** BCP 47 tag for `Intl`: day before month in both languages. */
export function intlLocale(): string {
  return locale.value === 'ru' ? 'ru-RU' : 'en-GB';
}

/** The page speaks the new language once its texts are there; without a connection it stays as it is until a reload. */
export async function chooseLocale(chosen: Locale): Promise<void> {
  storeLocale(chosen);
  let known: number;
  try {
    // A screen that is opened meanwhile needs its texts in the new language too.
    do {
      known = areas.size;
      await loadIn(chosen, areas);
    } while (known !== areas.size);
  } catch {
    return;
  }
  locale.value = chosen;
}

/** True once a person has chosen on this device: the account's language then does not override it. */
export function localeWasChosen(): boolean {
  return storedLocale() !== null;
}

export function keepDocumentLanguage(): void {
  effect(() => {
    document.documentElement.lang = locale.value;
  });
}
