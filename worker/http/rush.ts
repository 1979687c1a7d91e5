// The calls of a rush, answered without the router and its context, which cost more than a hold itself (0110). The
// checks are those of `operation`, by the same functions and in the same order; `rush.test.ts` holds both ways of every
// call side by side, answer by answer. Whatever is unusual about a request goes the ordinary way.

import type * as z from 'zod';
import type { Env } from '../env.d.ts';
import { anySiteHeaders } from './any-site.ts';
import { addressHeader } from './network.ts';
import { idempotencyKeyOf, validated } from './operation.ts';
import { readJson } from './read-json.ts';
import { tellError } from './refusal.ts';
import { closedHeaders, transportHeaders } from './security-headers.ts';

export type RushCall<Body extends object> = {
  /** As the route's path, for the log. */
  route: string;
  /** Matches the whole address; its group is the object's id. */
  address: RegExp;
  body: z.ZodType<Body>;
  headers: Record<string, string>;
  /** Answers the JSON text of what was made. Throws `Refusal`s, as handlers do. */
  handle(
    env: Env,
    id: string,
    key: string,
    body: Body,
    address: string | undefined,
  ): Promise<{ value: string; replayed: boolean }>;
};

/** Null: not this call, or not in its plain form. */
export function answerRush<Body extends object>(
  call: RushCall<Body>,
  request: Request,
  env: Env,
): Promise<Response> | null {
  if (request.method !== 'POST') return null;
  const id = call.address.exec(request.url)?.[1];
  if (id === undefined) return null;
  const { headers } = request;
  // Who sends a credential must have a good one, and who names his request keeps the name.
  if (headers.has('authorization') || headers.has('x-request-id')) return null;
  return answer(call, request, env, id);
}

async function answer<Body extends object>(
  call: RushCall<Body>,
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
    const { text, status, headers } = tellError(error, requestId, call.route);
    return respond(env, requestId, text, status, headers);
  }
}

const replayHeaders = { 'idempotency-replayed': 'true' };

function respond(env: Env, requestId: string, text: string, status: number, own: Record<string, string>): Response {
  const headers = {
    'content-type': 'application/json',
    ...closedHeaders,
    ...transportHeaders(env),
    ...anySiteHeaders,
    'x-request-id': requestId,
    ...own,
  };
  return new Response(text, { status, headers });
}
