// Idempotency records: the result of each command that has an idempotency key, stored in the transaction of its effect.
// A repeat with the same key and the same fingerprint gets the stored result; with another fingerprint it is refused.

import { type Refused, refuse } from '#core/result.ts';
import { insertRows } from '../../insert-rows.ts';
import type { answers } from '../schema.ts';
import { all } from './database.ts';
import type { Transaction } from './transaction.ts';

/** Clients may repeat a request for at least a day; records of holds are deleted after two. */
export const holdRecordLifeMs = 48 * 60 * 60_000;

/** How long the record of a released hold is kept as `withdrawn`: long enough for every late copy of its request. */
const withdrawnRecordLifeMs = 10 * 60_000;

/** `fingerprint` stands for the whole request. Two scopes may have the same key. */
export type IdempotencyKey = { scope: string; key: string; fingerprint: string };

type Found =
  | { kind: 'none' }
  | { kind: 'same'; result: string }
  /** The command had its effect, and the effect was withdrawn and deleted since. */
  | { kind: 'withdrawn' }
  | { kind: 'other'; refusal: Refused<'idempotency-key-reused'> };

type Row = Pick<typeof answers.$inferSelect, 'scope' | 'key' | 'fingerprint' | 'answer'>;

/**
 * The records under the keys of one batch, read by one query and kept up to date by what is saved since: two commands
 * of a batch may have the same key. Results are texts.
 */
export class IdempotencyRecords {
  readonly #tx: Transaction;
  readonly #known = new Map<string, Pick<Row, 'fingerprint' | 'answer'>>();

  constructor(tx: Transaction, keys: readonly IdempotencyKey[]) {
    this.#tx = tx;
    const wanted = JSON.stringify(keys.map(({ scope, key }) => [scope, key]));
    for (const row of all<Row>(tx.sql, recordsSql, wanted)) this.#known.set(nameOf(row), row);
  }

  find(key: IdempotencyKey): Found {
    const known = this.#known.get(nameOf(key));
    if (known === undefined) return { kind: 'none' };
    if (known.fingerprint !== key.fingerprint) return { kind: 'other', refusal: refuse('idempotency-key-reused') };
    return known.answer === withdrawn ? { kind: 'withdrawn' } : { kind: 'same', result: known.answer };
  }

  /** `keepUntilMs` null keeps the record for the event's life. */
  save({ scope, key, fingerprint }: IdempotencyKey, result: string, keepUntilMs: number | null): void {
    this.#known.set(nameOf({ scope, key }), { fingerprint, answer: result });
    this.#tx.write(insertRecords, [scope, key, fingerprint, result, keepUntilMs]);
  }
}

/** What the column `answer` has for a withdrawn result. No result is an empty text. */
const withdrawn = '';

export function holdScope(widgetId: string): string {
  return `hold:${widgetId}`;
}

/** Deletes the result and leaves for a while that there was one. */
export function withdrawResult(tx: Transaction, { scope, key }: Pick<IdempotencyKey, 'scope' | 'key'>): void {
  tx.sql.exec(
    'update answers set answer = ?, keep_until = ? where scope = ? and key = ?',
    withdrawn,
    tx.nowMs + withdrawnRecordLifeMs,
    scope,
    key,
  );
}

// `cross join` fixes the order of the join: SQLite goes through the few keys and finds each record by the primary key.
// Without it the planner may scan the whole table.
const recordsSql = `select a.scope, a.key, a.fingerprint, a.answer from json_each(?) q
  cross join answers a on a.scope = q.value ->> 0 and a.key = q.value ->> 1`;
const insertRecords = insertRows('answers', ['scope', 'key', 'fingerprint', 'answer', 'keep_until']);

/** Unambiguous, because no scope has a space in it. */
function nameOf({ scope, key }: Pick<IdempotencyKey, 'scope' | 'key'>): string {
  return `${scope} ${key}`;
}
