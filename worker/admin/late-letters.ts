// Letters about accounts that should have left by now.

import { type SQL, sql } from 'drizzle-orm';

/** The cron runs each minute, so what still waits after five of them is late. */
export const lateMs = 5 * 60_000;

/** A link that was used or has expired is not mailed any more, so such a letter waits for nothing. */
export function isLateLetter(nowMs: number, table: 'letter' | 'account_letters'): SQL {
  const column = (name: string) => sql.raw(`${table}.${name}`);
  return sql`(${column('mailed_at')} is null and ${column('failed_at')} is null and ${column('spent_at')} is null
    and ${column('created_at')} < ${nowMs - lateMs} and ${column('expires_at')} > ${nowMs})`;
}
