// Plural forms by CLDR. The types differ by language, so the compiler demands the form of "5 билетов".

const rules = { en: new Intl.PluralRules('en'), ru: new Intl.PluralRules('ru') };
const numbers = { en: new Intl.NumberFormat('en-GB'), ru: new Intl.NumberFormat('ru-RU') };

/** "1 ticket", "2 tickets": the number is written before the form. */
export function countEn(n: number, forms: { one: string; other: string }): string {
  return `${numbers.en.format(n)} ${rules.en.select(n) === 'one' ? forms.one : forms.other}`;
}

/** «1 билет», «2 билета», «5 билетов», «1,5 билета». */
export function countRu(n: number, forms: { one: string; few: string; many: string; other: string }): string {
  const form = rules.ru.select(n);
  const word = form === 'one' ? forms.one : form === 'few' ? forms.few : form === 'many' ? forms.many : forms.other;
  return `${numbers.ru.format(n)} ${word}`;
}
