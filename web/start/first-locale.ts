// Which language the dashboard begins in: the person's last choice on this device, else the browser's.

import type { Locale } from '#core/contracts/basics.ts';

/** The language switch of the public pages writes it too (worker/pages/language.ts). */
const cookieName = 'foyer-locale';

export function firstLocale(): Locale {
  const stored = storedLocale();
  if (stored !== null) return stored;
  const wanted = typeof navigator === 'undefined' ? [] : navigator.languages;
  const known = wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'ru' || tag === 'en');
  return known === 'ru' ? 'ru' : 'en';
}

export function storedLocale(): Locale | null {
  if (typeof document === 'undefined') return null;
  const pair = document.cookie.split('; ').find((one) => one.startsWith(`${cookieName}=`));
  const chosen = pair?.slice(cookieName.length + 1);
  return chosen === 'ru' || chosen === 'en' ? chosen : null;
}

/** A cookie, because the Worker's public pages speak the same language. Where cookies are forbidden, the choice lasts as long as the page. */
export function storeLocale(chosen: Locale): void {
  const secure = location.protocol === 'https:' ? '; secure' : '';
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that we serve
  document.cookie = `${cookieName}=${chosen}; path=/; max-age=31536000; samesite=lax${secure}`;
}
