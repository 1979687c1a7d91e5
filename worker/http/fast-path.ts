// The fast path of the two calls that buyers make by the thousand when a sale opens: they are handled without Hono's
// router and context, which cost more than placing a hold does (docs/decisions/0130). The checks are those of `operation`,
// by the same functions and in the same order; `fast-path.test.ts` sends every request through both and compares the
// responses. A request in any other than the plain form goes through the router.

import type * as z from 'zod';
import type { Env } from '../env.d.ts';
import { corsHeaders } from './cors.ts';
import { idempotencyKeyOf } from './idempotency-headers.ts';
import { addressHeader } from './network.ts';
import { validated } from './operation.ts';
import { readJson } from './read-json.ts';
import { errorResponse } from './refusal.ts';
import { closedHeaders, transportHeaders } from './security-headers.ts';

export type FastPathCall<Body extends object> = {
  /** The route's path, for the log. */
  route: string;
  /** Matches the whole address; its group is the object's id. */
  address: RegExp;
  body: z.ZodType<Body>;
  headers: Record<string, string>;
  /** Returns the response body as JSON text. Throws `Refusal`s, as the handlers of routes do. */
  handle(
    env: Env,
    id: string,
    key: string,
    body: Body,
    address: string | undefined,
  ): Promise<{ value: string; replayed: boolean }>;
};

/** Null: the request is another call, or not in the plain form, and the router handles it. */
export function respondOnFastPath<Body extends object>(
  call: FastPathCall<Body>,
  request: Request,
  env: Env,
): Promise<Response> | null {
  if (request.method !== 'POST') return null;
  const id = call.address.exec(request.url)?.[1];
  if (id === undefined) return null;
  const { headers } = request;
  // A credential must be verified, and a request id of the client's must be repeated: the router's middleware does both.
  if (headers.has('authorization') || headers.has('x-request-id')) return null;
  return handled(call, request, env, id);
}

async function handled<Body extends object>(
  call: FastPathCall<Body>,
  request: Request,
  env: Env,
  id: string,
): Promise<Response> {
  const requestId = crypto.randomUUID();
  try {
    const key = idempotencyKeyOf(request);
    const body = validated(call.body, await readJson(request));
    const { value, replayed } = await call.handle(env, id, key, body, request.headers.get(addressHeader) ?? undefined);
    return respond(env, requestId, value, 201, replayed ? { ...call.headers, ...replayHeaders } : call.headers);
  } catch (error) {
    const { text, status, headers } = errorResponse(error, { requestId, route: call.route });
    return respond(env, requestId, text, status, headers);
  }
}

const replayHeaders = { 'idempotency-replayed': 'true' };

function respond(env: Env, requestId: string, text: string, status: number, own: Record<string, string>): Response {
  const headers = {
    'content-type': 'application/json',
    ...closedHeaders,
    ...transportHeaders(env),
    ...corsHeaders,
    'x-request-id': requestId,
    ...own,
  };
  return new Response(text, { status, headers });
}
