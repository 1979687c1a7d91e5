// The texts of tickets and letters in the reader's language, with plurals and money.

import { Currency, currencyDigits, type Locale } from '#core/contracts/basics.ts';
import { en, type Forms, type Messages } from './en.ts';
import { ru } from './ru.ts';

export type { Messages } from './en.ts';

const catalogues: Record<Locale, Messages> = { ru, en };
const tags: Record<Locale, string> = { ru: 'ru-RU', en: 'en-GB' };

export function messagesIn(locale: Locale): Messages {
  return catalogues[locale];
}

export function counted(locale: Locale, count: number, forms: Forms): string {
  return `${count}\u00a0${forms[new Intl.PluralRules(tags[locale]).select(count)] ?? forms.other}`;
}

type MoneyOf = { amount: number; currency: string };

/** `codes`: currencies that are written by their code, because the reader's font lacks their sign. */
export function moneyWords(locale: Locale, money: MoneyOf, hasSign: (sign: string) => boolean = () => true): string {
  const currency = Currency.parse(money.currency);
  const digits = currencyDigits[currency];
  const value = money.amount / 10 ** digits;
  const format = (currencyDisplay: 'narrowSymbol' | 'code') =>
    new Intl.NumberFormat(tags[locale], {
      style: 'currency',
      currency,
      currencyDisplay,
      minimumFractionDigits: Number.isInteger(value) ? 0 : digits,
      maximumFractionDigits: digits,
    }).format(value);
  const short = format('narrowSymbol');
  return hasSign(short) ? short : format('code');
}
