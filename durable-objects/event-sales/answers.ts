// Idempotency: what was answered to a key, written in the transaction of its effect. The same key with another body is
// refused; a key never answered differently.

import { type Refused, refuse } from '#core/result.ts';
import { insertRows } from '../insert-rows.ts';
import { all } from './database.ts';
import type { Transaction } from './sale.ts';
import type { answers } from './schema.ts';

/** A repeat of a request must find its answer for a day at least; trimmed after two. */
export const holdAnswerLifeMs = 48 * 60 * 60_000;

/** What is left of the answer to a hold that was given back: long enough for every late copy of its request. */
const forgottenAnswerLifeMs = 10 * 60_000;

export type IdempotencyKey = { scope: string; key: string; fingerprint: string };

export type Earlier =
  | { kind: 'none' }
  | { kind: 'same'; answer: string }
  /** Answered, and what was made is given back and forgotten. */
  | { kind: 'forgotten' }
  | { kind: 'other'; refusal: Refused<'idempotency-key-reused'> };

type Kept = Pick<typeof answers.$inferSelect, 'scope' | 'key' | 'fingerprint' | 'answer'>;

/** The answers to some questions: read at once, and kept up to date by what is answered since. Answers are texts. */
export class IdempotencyRecords {
  readonly #tx: Transaction;
  readonly #kept = new Map<string, Pick<Kept, 'fingerprint' | 'answer'>>();

  constructor(tx: Transaction, questions: readonly IdempotencyKey[]) {
    this.#tx = tx;
    const asked = JSON.stringify(questions.map(({ scope, key }) => [scope, key]));
    for (const row of all<Kept>(tx.sql, earlierSql, asked)) this.#kept.set(nameOf(row), row);
  }

  earlier(question: IdempotencyKey): Earlier {
    const kept = this.#kept.get(nameOf(question));
    if (kept === undefined) return { kind: 'none' };
    if (kept.fingerprint !== question.fingerprint) return { kind: 'other', refusal: refuse('idempotency-key-reused') };
    return kept.answer === forgotten ? { kind: 'forgotten' } : { kind: 'same', answer: kept.answer };
  }

  /** `keepUntilMs` null keeps the answer for the event's life. */
  remember(question: IdempotencyKey, answer: string, keepUntilMs: number | null): void {
    const { scope, key, fingerprint } = question;
    this.#kept.set(nameOf(question), { fingerprint, answer });
    this.#tx.write(insertAnswers, [scope, key, fingerprint, answer, keepUntilMs]);
  }
}

const forgotten = '';

export function holdScope(widgetId: string): string {
  return `hold:${widgetId}`;
}

export function forgetAnswer(tx: Transaction, { scope, key }: Pick<IdempotencyKey, 'scope' | 'key'>): void {
  tx.sql.exec(
    'update answers set answer = ?, keep_until = ? where scope = ? and key = ?',
    forgotten,
    tx.nowMs + forgottenAnswerLifeMs,
    scope,
    key,
  );
}

// `cross join` fixes the order: the few questions first, each found by the primary key.
const earlierSql = `select a.scope, a.key, a.fingerprint, a.answer from json_each(?) q
  cross join answers a on a.scope = q.value ->> 0 and a.key = q.value ->> 1`;
const insertAnswers = insertRows('answers', ['scope', 'key', 'fingerprint', 'answer', 'keep_until']);

/** No scope has a space in it. */
function nameOf({ scope, key }: Pick<IdempotencyKey, 'scope' | 'key'>): string {
  return `${scope} ${key}`;
}
