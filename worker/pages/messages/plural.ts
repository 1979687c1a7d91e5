// Plural forms. Russian needs all four, so its type leaves none out.

import type { Locale } from '#core/contracts/basics.ts';

type Forms<L extends Locale> = L extends 'ru'
  ? { one: string; few: string; many: string; other: string }
  : { one: string; other: string };

export function plural<L extends Locale>(locale: L, n: number, forms: Forms<L>): string {
  const all: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string } = forms;
  return all[new Intl.PluralRules(locale).select(n)] ?? all.other;
}
