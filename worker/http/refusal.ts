// A refusal on its way out: the one error envelope of the API, for expected answers and for bugs alike.

import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type ErrorBody, type ErrorCode, errorStatus } from '#core/errors.ts';
import type { Refused, Result } from '#core/result.ts';
import { ObjectUnavailable } from '../event-object/event-object.ts';
import { log } from '../log.ts';
import type { AppEnv } from './app-env.ts';
import { logRefused } from './refused-log.ts';

/**
 * A refusal on its way to HTTP. Only `http/`, `routes/` and `pages/` throw it (checks/refusals.test.ts); modules return a
 * `Result`, so that the compiler sees which refusals a call can meet.
 */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>> | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, details?: Readonly<Record<string, unknown>>, retryAfterSeconds?: number) {
    super(code);
    this.code = code;
    this.details = details;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** A refused `Result` as what a route throws. */
export function refusalOf(refused: Refused<ErrorCode>): Refusal {
  const { retryAfterSeconds, ...details } = refused.details ?? {};
  const shown = Object.keys(details).length === 0 ? undefined : details;
  return new Refusal(refused.code, shown, typeof retryAfterSeconds === 'number' ? retryAfterSeconds : undefined);
}

/** The value of a result, for a route; a refusal is thrown with its details and its retry time. */
export function accepted<Value>(result: Result<Value, ErrorCode>): Value {
  if (!result.ok) throw refusalOf(result);
  return result.value;
}

type ErrorResponse = { text: string; status: ContentfulStatusCode; headers: Record<string, string> };

export function refusalResponse(refusal: Refusal, requestId: string): ErrorResponse {
  const body: ErrorBody = { error: { code: refusal.code, requestId } };
  if (refusal.details !== undefined) body.error.details = refusal.details;
  const headers: Record<string, string> = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  // 429 and 503 always say when to come back.
  const needsRetry = errorStatus[refusal.code] === 429 || errorStatus[refusal.code] === 503;
  const retryAfter = refusal.retryAfterSeconds ?? (needsRetry ? 2 : undefined);
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter);
  if (errorStatus[refusal.code] === 401) headers['www-authenticate'] = 'Bearer';
  return { text: JSON.stringify(body), status: errorStatus[refusal.code], headers };
}

const storageRetryAfterSeconds = 5;
const objectRetryAfterSeconds = 2;

/**
 * A database or an object's storage that is locked, full or overloaded just now, or an object that does not respond: the
 * same request may succeed later. Wrappers keep the storage's own words in a cause.
 */
export function isTransient(error: unknown): boolean {
  if (error instanceof ObjectUnavailable) return true;
  for (let one = error; one instanceof Error; one = one.cause) if (passing.test(one.message)) return true;
  return false;
}

const passing =
  /SQLITE_(BUSY|LOCKED|FULL|IOERR)|database (table )?is locked|database or disk is full|D1 DB is overloaded|D1_ERROR.*(overloaded|timeout|Network connection lost)/i;

/** What the log says of a request beside what went wrong. */
type RequestFields = { requestId: string; route: string; operation?: string | undefined; durationMs?: number };

/** What a failed request is told. Bugs answer `internal` and nothing else; the log has the rest. */
export function errorResponse(error: unknown, fields: RequestFields): ErrorResponse {
  const { requestId } = fields;
  if (error instanceof Refusal) return refusalResponse(error, requestId);
  if (error instanceof ObjectUnavailable) {
    log('warn', 'object-unavailable', { ...fields, code: 'busy', error });
    return refusalResponse(new Refusal('busy', undefined, objectRetryAfterSeconds), requestId);
  }
  if (isTransient(error)) {
    log('warn', 'storage-busy', { ...fields, code: 'busy', error });
    return refusalResponse(new Refusal('busy', undefined, storageRetryAfterSeconds), requestId);
  }
  if (error instanceof HTTPException) return refusalResponse(new Refusal(codeOfStatus(error.status)), requestId);
  log('error', 'request-failed', { ...fields, code: 'internal', error });
  return refusalResponse(new Refusal('internal'), requestId);
}

// By `c`, so that a refusal also carries what was promised of every response: its request id, and who may read it.
export function answerRefusal(c: Context<AppEnv>, refusal: Refusal): Response {
  const { text, status, headers } = refusalResponse(refusal, c.var.requestId);
  return c.newResponse(text, status, headers);
}

/** The last step of every failed request. */
export function answerError(error: Error, c: Context<AppEnv>): Response {
  if (error instanceof Refusal) logRefused(c, error);
  const { requestId, operation, startedAtMs } = c.var;
  const durationMs = startedAtMs === undefined ? {} : { durationMs: Date.now() - startedAtMs };
  const fields = { requestId, operation, route: c.req.routePath, ...durationMs };
  const { text, status, headers } = errorResponse(error, fields);
  return c.newResponse(text, status, headers);
}

function codeOfStatus(status: number): ErrorCode {
  if (status === 413) return 'payload-too-large';
  if (status === 415) return 'unsupported-media-type';
  return status < 500 ? 'invalid-request' : 'internal';
}
