// The texts of the buyer's pages in both languages.

import type { Locale } from '#core/contracts/basics.ts';
import { en, type Messages } from './en.ts';
import { ru } from './ru.ts';

export type { Messages } from './en.ts';

export function messagesOf(locale: Locale): Messages {
  return locale === 'ru' ? ru : en;
}
