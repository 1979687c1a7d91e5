// Which language the dashboard begins in: the person's last choice on this device, else the browser's.

import type { Locale } from '#core/contracts/basics.ts';

const storageKey = 'foyer-locale';

export function firstLocale(): Locale {
  const stored = storedLocale();
  if (stored !== null) return stored;
  const wanted = typeof navigator === 'undefined' ? [] : navigator.languages;
  const known = wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'ru' || tag === 'en');
  return known === 'ru' ? 'ru' : 'en';
}

export function storedLocale(): Locale | null {
  try {
    const stored = localStorage.getItem(storageKey);
    return stored === 'ru' || stored === 'en' ? stored : null;
  } catch {
    return null;
  }
}

export function storeLocale(chosen: Locale): void {
  try {
    localStorage.setItem(storageKey, chosen);
  } catch {
    // Storage may be forbidden; the choice then lives as long as the page.
  }
}
