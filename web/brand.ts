// The brand of the operator, which the Worker writes into the first document (worker/pages/dashboard.ts): the name is on
// the screen without a request. A signal, because an admin who changes the settings sees the new name at once.

import { signal } from '@preact/signals';
import type { Settings } from '#core/contracts/settings.ts';
import { defaultSettings } from '#core/settings.ts';
import { locale } from './language.ts';

type Brand = Pick<Settings, 'brandName' | 'logo'>;

export const brand = signal<Brand>(writtenBrand());

export function brandName(): string {
  return brand.value.brandName[locale.value];
}

/** Our own Worker wrote it by the same contract, so it is not parsed again. A server of static files alone writes none. */
function writtenBrand(): Brand {
  const written = document.querySelector('meta[name=brand]')?.getAttribute('content');
  return written ? (JSON.parse(written) as Brand) : defaultSettings;
}
