// The result of an API call as a value: the body, or why there is none. A screen never sees a raw response, and a lost
// connection is a result like any other.

import type { ErrorCode } from '#core/errors.ts';
import { t } from './language.ts';

type FieldProblem = { path: string; problem: string };

export type Failure = {
  /** `offline`: the request did not come back, so it may or may not have been carried out. */
  code: ErrorCode | 'offline';
  fields: FieldProblem[];
  details: Readonly<Record<string, unknown>>;
  requestId: string | null;
};

export type ApiResult<Body> = { ok: true; body: Body } | { ok: false; failure: Failure };

type TypedResponse<Body> = { ok: boolean; status: number; json(): Promise<Body> };

/**
 * Waits for a call of the typed client. A 204 gives `null`. An aborted call throws, because its result must not be
 * shown.
 */
export async function read<Body>(sending: Promise<TypedResponse<Body>>): Promise<ApiResult<Body>> {
  try {
    const response = await sending;
    if (!response.ok) return { ok: false, failure: failureOf(await response.json().catch(() => null)) };
    // A 204 has no body, and the client types it as such.
    if (response.status === 204) return { ok: true, body: null as Body };
    return { ok: true, body: await response.json() };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    return { ok: false, failure: { code: 'offline', fields: [], details: {}, requestId: null } };
  }
}

/** Reads the error envelope. Whatever is no envelope (a proxy's page, an unknown code) becomes `internal`. */
export function failureOf(body: unknown): Failure {
  const error = property(body, 'error');
  const code = property(error, 'code');
  const requestId = property(error, 'requestId');
  const details = property(error, 'details');
  return {
    code: isErrorCode(code) ? code : 'internal',
    fields: fieldsOf(property(details, 'fields')),
    details: typeof details === 'object' && details !== null ? { ...details } : {},
    requestId: typeof requestId === 'string' ? requestId : null,
  };
}

function isErrorCode(code: unknown): code is ErrorCode {
  // Each code has its text, and the texts are loaded before the first request is answered.
  return typeof code === 'string' && Object.hasOwn(t().errors, code);
}

function fieldsOf(fields: unknown): FieldProblem[] {
  if (!Array.isArray(fields)) return [];
  return fields.flatMap((field: unknown) => {
    const path = property(field, 'path');
    const problem = property(field, 'problem');
    return typeof path === 'string' ? [{ path, problem: typeof problem === 'string' ? problem : 'invalid' }] : [];
  });
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
