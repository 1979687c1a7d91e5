// Logs the refusals that an attacker would cause, one line each: the route, the code and the account. A line has ids
// and codes only, never what the client sent.

import type { Context } from 'hono';
import type { ErrorCode } from '#core/errors.ts';
import { log } from '../log.ts';
import type { Actor, AppEnv } from './app-env.ts';
import type { Refusal } from './refusal.ts';

const always: ReadonlySet<ErrorCode> = new Set([
  'forbidden',
  'too-many-requests',
  'idempotency-key-reused',
  // Half of a sign-in, or a credential asked for again. Wrong passwords at the sign-in itself stand in the audit log.
  'wrong-code',
  'wrong-password',
  'link-expired',
]);
/** Problems that no client of ours causes by mistake: two JSON parsers could read such a body differently. */
const hostileProblems: ReadonlySet<unknown> = new Set(['forbidden-key', 'duplicate-key', 'too-deep']);

export function logRefused(c: Context<AppEnv>, refusal: Refusal): void {
  // Set by `operation` once the token is known to be good; the type of a context does not know where it stands.
  const actor = (c.var as { actor?: Actor | null }).actor ?? null;
  if (!isWorthALine(c, refusal, actor)) return;
  const { requestId, operation } = c.var;
  const request = { requestId, operation, method: c.req.method, route: c.req.routePath };
  log('warn', 'request-refused', { ...request, code: refusal.code, userId: actor?.userId ?? null });
}

function isWorthALine(c: Context<AppEnv>, { code, details }: Refusal, actor: Actor | null): boolean {
  // Foreign and missing objects are refused alike. A signed-in account with many of these is probing for foreign ones.
  if (code === 'not-found') return actor !== null;
  if (code === 'unauthenticated') return c.req.header('authorization') !== undefined;
  if (code === 'invalid-request') return problemsOf(details).some((problem) => hostileProblems.has(problem));
  return always.has(code);
}

function problemsOf(details: Readonly<Record<string, unknown>> | undefined): unknown[] {
  const fields = details?.fields;
  return Array.isArray(fields) ? fields.map((field: { problem?: unknown }) => field.problem) : [];
}
