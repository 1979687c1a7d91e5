// Which language the dashboard speaks: the person's last choice on this device, else the browser's.
// A signal: every screen that reads `t()` while rendering is drawn again when the switch is turned.

import { computed, effect, signal } from '@preact/signals';
import type { Locale } from '#core/contracts/basics.ts';
import { en, type Messages } from './messages/en.ts';
import { ru } from './messages/ru.ts';

const storageKey = 'foyer-locale';

export const locale = signal<Locale>(initialLocale());

const messages = computed<Messages>(() => (locale.value === 'ru' ? ru : en));

/** The texts in the current language. */
export function t(): Messages {
  return messages.value;
}

/** BCP 47 tag for `Intl`: day before month in both languages. */
export function intlLocale(): string {
  return locale.value === 'ru' ? 'ru-RU' : 'en-GB';
}

export function chooseLocale(chosen: Locale): void {
  locale.value = chosen;
  try {
    localStorage.setItem(storageKey, chosen);
  } catch {
    // Storage may be forbidden; the choice then lives as long as the page.
  }
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

function initialLocale(): Locale {
  const stored = storedLocale();
  if (stored !== null) return stored;
  const wanted = typeof navigator === 'undefined' ? [] : navigator.languages;
  const known = wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'ru' || tag === 'en');
  return known === 'ru' ? 'ru' : 'en';
}

function storedLocale(): Locale | null {
  try {
    const stored = localStorage.getItem(storageKey);
    return stored === 'ru' || stored === 'en' ? stored : null;
  } catch {
    return null;
  }
}
