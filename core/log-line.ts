// A line of the log: one JSON object, so that a search by a field finds everything of one request, operation or event.
// Ids, codes and figures only. Personal data never reaches a log: no e-mail, no name, nothing a person typed, and of an
// error its name and place instead of its message, which may quote all of these.

import { whereItBroke } from './where-it-broke.ts';

export type LogLevel = 'info' | 'warn' | 'error';

export type LogFields = {
  requestId?: string | undefined;
  /** The id of the operation in the API document, as `placeHold`. */
  operation?: string | undefined;
  /** A code of `core/errors.ts`, or the code of a provider. */
  code?: string | undefined;
  durationMs?: number | undefined;
  /** Whatever was thrown. */
  error?: unknown;
  [field: string]: unknown;
};

/** `event` names what happened, in words joined by dashes; the same event always has the same fields. */
export function logLine(level: LogLevel, event: string, fields: LogFields): string {
  const error = 'error' in fields ? { error: whereItBroke(fields.error) } : {};
  return JSON.stringify({ level, event, ...fields, ...error });
}
