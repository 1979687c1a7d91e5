// Refuses a call that needs a password hash while its network has no place in the hash queue. This happens before the
// router and its context, because the thread that handles a flood of password guesses also sells tickets. The body is
// not read and no token is verified. `operation` asks the queue again for the calls that pass here.

import { hashQueue } from '../accounts/hash-queue.ts';
import type { Env } from '../env.d.ts';
import { addressHeader, networkOf } from './network.ts';
import { refusalOf, refusalResponse } from './refusal.ts';
import { closedHeaders, transportHeaders } from './security-headers.ts';

/** Null: another call, or one there is a place for. `paths` are those of the operations that hash, all of them POST. */
export function refuseWhenHashQueueIsFull(paths: ReadonlySet<string>, request: Request, env: Env): Response | null {
  if (request.method !== 'POST' || !paths.has(pathOf(request.url))) return null;
  const { headers } = request;
  const address = headers.get(addressHeader);
  const place = hashQueue.hasPlace(address === null ? null : networkOf(address), Date.now());
  if (place.ok) return null;
  const requestId = requestIdOf(headers.get('x-request-id'));
  const refused = refusalResponse(refusalOf(place), requestId);
  return new Response(refused.text, {
    status: refused.status,
    headers: { ...closedHeaders, ...transportHeaders(env), 'x-request-id': requestId, ...refused.headers },
  });
}

/** The path as the router reads it. A path with percent-escapes matches nothing here and is refused by `operation`. */
function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3);
  const query = url.indexOf('?', start);
  return query === -1 ? url.slice(start) : url.slice(start, query);
}

/** The client's own request id is repeated, by the same rule as in `hono/request-id`. */
function requestIdOf(given: string | null): string {
  return given !== null && /^[\w\-=]{1,64}$/.test(given) ? given : crypto.randomUUID();
}
