// The texts of tickets and letters in the reader's language, with plurals and money.

import { Currency, type Locale } from '#core/contracts/basics.ts';
import { moneyText } from '#core/money-text.ts';
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
  const amount = { amount: money.amount, currency: Currency.parse(money.currency) };
  const short = moneyText(locale, amount);
  return hasSign(short) ? short : moneyText(locale, amount, { display: 'code' });
}
