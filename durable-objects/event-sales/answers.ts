// Idempotency: what was answered to a key, written in the transaction of its effect. The same key with another body is
// refused; a key never answered differently.

import { type Refused, refuse } from '#core/result.ts';
import { first } from './database.ts';
import type { Sale } from './sale.ts';
import type { answers } from './schema.ts';

/** A repeat of a request must find its answer for a day at least; trimmed after two. */
export const holdAnswerLifeMs = 48 * 60 * 60_000;

export type Question = { scope: string; key: string; fingerprint: string };

export type Earlier<Answer> =
  | { kind: 'none' }
  | { kind: 'same'; answer: Answer }
  | { kind: 'other'; refusal: Refused<'idempotency-key-reused'> };

export function earlierAnswer<Answer>(sale: Sale, question: Question): Earlier<Answer> {
  const row = first<Pick<typeof answers.$inferSelect, 'fingerprint' | 'answer'>>(
    sale.sql,
    'select fingerprint, answer from answers where scope = ? and key = ?',
    question.scope,
    question.key,
  );
  if (row === null) return { kind: 'none' };
  if (row.fingerprint !== question.fingerprint) return { kind: 'other', refusal: refuse('idempotency-key-reused') };
  return { kind: 'same', answer: JSON.parse(row.answer) };
}

/** `keepUntilMs` null keeps the answer for the event's life. */
export function rememberAnswer(sale: Sale, question: Question, answer: unknown, keepUntilMs: number | null): void {
  sale.sql.exec(
    'insert into answers (scope, key, fingerprint, answer, keep_until) values (?, ?, ?, ?, ?)',
    question.scope,
    question.key,
    question.fingerprint,
    JSON.stringify(answer),
    keepUntilMs,
  );
}
