// What every contract is made of: money, times, texts, ids, pages of a list.

import * as z from 'zod';
import { mailAddress, shownEmail } from '../email.ts';
import { isAddressLike, isLinkLike } from '../link-text.ts';
import { maxAmountMinor, maxPriceMinor } from '../money.ts';
import { readableText } from '../readable-text.ts';

export { currencyDigits } from '../currencies.ts';

export const Currency = z.enum(['RUB', 'BYN', 'KZT', 'AMD', 'GEL', 'RSD', 'TRY', 'EUR', 'USD', 'GBP', 'JPY']);
export type Currency = z.infer<typeof Currency>;

export { maxAmountMinor };

const notMinusZero = (value: number) => !Object.is(value, -0);

export const AmountMinor = z.int().min(0).max(maxAmountMinor).refine(notMinusZero);

export const Money = z.strictObject({ amount: AmountMinor, currency: Currency });
/** An amount in integer minor units (kopecks, cents) of one currency. */
export type Money = z.infer<typeof Money>;

/** The highest price of a ticket is below the highest amount, so that an order of many such tickets can be paid. */
export const TicketPrice = Money.extend({ amount: AmountMinor.max(maxPriceMinor) });

/** Ledger sums and balances may be negative. */
export const SignedMoney = z.strictObject({ amount: z.int(), currency: Currency });
export type SignedMoney = z.infer<typeof SignedMoney>;

/** Percent in hundredths: 1250 is 12.5 %. */
export const BasisPoints = z.int().min(0).max(10_000);

export const Locale = z.enum(['ru', 'en']);
export type Locale = z.infer<typeof Locale>;

/** ISO 8601 with `Z` or an offset, milliseconds allowed. Answers are always in `Z`. */
export const Instant = z.iso.datetime({ offset: true });

export const TimeZone = z.string().min(1).max(64).refine(isTimeZone, { error: 'unknown time zone' });

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

// Controls (except line feed and tab), bidirectional overrides and lone surrogates are refused in texts that people
// read: they forge names and break letters.
const forbiddenInText =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is what this is for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const lineBreaks = /[\r\n\t\u2028\u2029]/;

/** One line that people read: trimmed, in NFC, and with a visible character unless it may be empty. */
export function line(minLength: number, maxLength: number) {
  return z
    .string()
    .max(maxLength * 4)
    .refine((text) => !forbiddenInText.test(text) && !lineBreaks.test(text), { error: 'forbidden characters' })
    .transform(readableText)
    .pipe(z.string().min(minLength).max(maxLength));
}

/** The name of a buyer or a guest. Letters show it, so it may not be a link. */
export const PersonName = line(1, 120).refine((name) => !isLinkLike(name), { error: 'link-in-name' });

/** The name of an account. It may be a brand with its domain, but not the address of a page or a mailbox. */
export const DisplayName = line(1, 120).refine((name) => !isAddressLike(name), { error: 'link-in-name' });

/** Several lines that people read: in NFC, trimmed, with line feeds only; empty when nothing of it is visible. */
export function paragraphs(maxLength: number) {
  return z
    .string()
    .max(maxLength * 4)
    .refine((text) => !forbiddenInText.test(text), { error: 'forbidden characters' })
    .transform((text) => readableText(text.replace(/\r\n?/g, '\n')))
    .pipe(z.string().max(maxLength));
}

export const Email = z
  .string()
  .max(254)
  .refine((text) => mailAddress(text) !== null, { error: 'not an e-mail address' })
  .transform(shownEmail);

export const Id = z.string().min(4).max(80);

/** The most tickets of one type in one order. */
export const maxTicketsPerOrder = 50;
export const Quantity = z.int().min(1).max(maxTicketsPerOrder);

export const Cursor = z.string().min(1).max(500);

/** The query of a list that has pages and nothing to filter by. */
export const CursorQuery = z.strictObject({ cursor: Cursor.optional() });

export function page<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), next: Cursor.nullable() });
}

export const Empty = z.strictObject({});

export const ErrorResponse = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    requestId: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
  }),
});
