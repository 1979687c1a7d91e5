// Refuses a call that needs a password hash while its network has no place in the queue. It is done before the router
// and its context are made, because the thread that answers a flood of guesses also sells. The body is not read and no
// token is looked at. `operation` asks the queue again for whoever comes past here.

import type { Env } from '../env.d.ts';
import { hashingQueue } from '../people/hashing-queue.ts';
import { addressHeader, networkOf } from './network.ts';
import { refusalOf, tellRefusal } from './refusal.ts';
import { closedHeaders, transportHeaders } from './security-headers.ts';

/** Null: another call, or one there is a place for. `paths` are those of the operations that hash, all of them POST. */
export function refuseWithoutPlace(paths: ReadonlySet<string>, request: Request, env: Env): Response | null {
  if (request.method !== 'POST' || !paths.has(pathOf(request.url))) return null;
  const { headers } = request;
  const address = headers.get(addressHeader);
  const place = hashingQueue.hasPlace(address === null ? null : networkOf(address), Date.now());
  if (place.ok) return null;
  const requestId = requestIdOf(headers.get('x-request-id'));
  const told = tellRefusal(refusalOf(place), requestId);
  return new Response(told.text, {
    status: told.status,
    headers: { ...closedHeaders, ...transportHeaders(env), 'x-request-id': requestId, ...told.headers },
  });
}

/** As the router reads it, but for escapes: an address with one goes the ordinary way. */
function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3);
  const query = url.indexOf('?', start);
  return query === -1 ? url.slice(start) : url.slice(start, query);
}

/** Who names his request keeps the name, as with `hono/request-id`. */
function requestIdOf(given: string | null): string {
  return given !== null && /^[\w\-=]{1,64}$/.test(given) ? given : crypto.randomUUID();
}
