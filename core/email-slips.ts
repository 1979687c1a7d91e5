// What somebody who typed an e-mail address probably meant: `anna@gmial.com` is `anna@gmail.com`. Mail to a slip of a large
// provider's name goes nowhere, and the tickets with it. It is a question to the buyer and never a refusal, because an
// unusual domain may be a real one.

import { mailAddress } from './email.ts';

/** The providers most of our buyers use. Short names (`ya.ru`, `bk.ru`) are one letter from many real domains. */
const providers = [
  'gmail.com',
  'yandex.ru',
  'mail.ru',
  'inbox.ru',
  'list.ru',
  'rambler.ru',
  'icloud.com',
  'outlook.com',
  'hotmail.com',
  'yahoo.com',
  'proton.me',
];

/** Real domains that are one letter from another. */
const real = new Set([
  ...providers,
  'mail.com',
  'email.com',
  'ymail.com',
  'yandex.com',
  'yandex.by',
  'yandex.kz',
  'hotmail.ru',
]);

/** Further from the provider's name than one letter, and common. */
const usual: Readonly<Record<string, string>> = {
  'gmail.ru': 'gmail.com',
  'gmail.con': 'gmail.com',
  'icloud.ru': 'icloud.com',
  'outlook.ru': 'outlook.com',
  'yandex.com.ru': 'yandex.ru',
};

/** The address that was probably meant; null when nothing looks like a slip. */
export function meantAddress(typed: string): string | null {
  const address = typed.trim();
  if (mailAddress(address) === null) return null;
  const at = address.lastIndexOf('@') + 1;
  const domain = address.slice(at).toLowerCase();
  if (real.has(domain)) return null;
  const meant = usual[domain] ?? providers.find((provider) => isOneSlip(domain, provider));
  return meant === undefined ? null : address.slice(0, at) + meant;
}

/** One letter left out, put in, replaced, or two neighbours swapped. */
function isOneSlip(typed: string, meant: string): boolean {
  const [shorter, longer] = typed.length < meant.length ? [typed, meant] : [meant, typed];
  let from = 0;
  while (from < shorter.length && shorter[from] === longer[from]) from++;
  const rest = (text: string, skipped: number) => text.slice(from + skipped);
  if (longer.length - shorter.length === 1) return rest(longer, 1) === rest(shorter, 0);
  if (longer.length !== shorter.length || from === shorter.length) return false;
  const isSwapped = shorter[from] === longer[from + 1] && shorter[from + 1] === longer[from];
  return rest(longer, 1) === rest(shorter, 1) || (isSwapped && rest(longer, 2) === rest(shorter, 2));
}
