// Currencies. Not in the contracts, because browsers need the number of digits at run time and contracts would bring
// zod.

/** ISO 4217 codes Foyer sells in, with the number of minor digits from that standard (never from `Intl`). */
export const currencyDigits = {
  RUB: 2,
  BYN: 2,
  KZT: 2,
  AMD: 2,
  GEL: 2,
  RSD: 2,
  TRY: 2,
  EUR: 2,
  USD: 2,
  GBP: 2,
  JPY: 0,
} as const;

export type CurrencyCode = keyof typeof currencyDigits;
