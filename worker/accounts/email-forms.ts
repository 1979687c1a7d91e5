// An address in a column that keeps it as it was typed: in which forms it may stand there.

import { domainToUnicode } from 'node:url';
import { type SQL, sql } from 'drizzle-orm';
import { emailKeyOf } from '#core/email.ts';

/** `column` in small letters is this address, with its domain as punycode or in its own letters. */
export function isEmail(column: unknown, email: string): SQL {
  const key = emailKeyOf(email);
  const at = key.lastIndexOf('@');
  const shown = `${key.slice(0, at + 1)}${domainToUnicode(key.slice(at + 1))}`;
  return sql`lower(${column}) in (${key}, ${shown})`;
}
