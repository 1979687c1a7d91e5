// What is asked of the server before the framework has started: the session, and the first screen's data with its token.
// The screen then takes the response that is already on its way, instead of asking after its own program has come.

import type { Role, SignedIn } from '#core/contracts/people.ts';
import { mayHaveCookie } from './last-role.ts';
import { sendRefresh } from './refresh-call.ts';

/** `unreachable`: no response, or a server that is out of order; the cookie may still be good. */
type Refreshed = { kind: 'in'; signedIn: SignedIn } | { kind: 'refused' } | { kind: 'unreachable' };

let firstRefresh: Promise<Refreshed> | null = null;
let firstAnswer: { url: string; response: Promise<Response>; askedAt: number } | null = null;

// A screen that is opened later wants what is true then.
const freshMs = 15_000;

/** Begins with the session, if there may be one; `urlFor` names what the first screen of this role reads. */
export function askFirst(urlFor: (role: Role) => string | null): void {
  if (!mayHaveCookie()) return;
  firstRefresh = refresh();
  void firstRefresh.then((refreshed) => {
    const url = refreshed.kind === 'in' ? urlFor(refreshed.signedIn.user.role) : null;
    if (refreshed.kind !== 'in' || url === null) return;
    const response = fetch(url, { headers: { authorization: `Bearer ${refreshed.signedIn.accessToken}` } });
    // Whoever takes the response sees its failure. When nobody takes it, the rejection must not be reported as unhandled.
    response.catch(() => undefined);
    firstAnswer = { url, response, askedAt: performance.now() };
  });
}

export function takeFirstRefresh(): Promise<Refreshed> | null {
  const taken = firstRefresh;
  firstRefresh = null;
  return taken;
}

/** The answer to this request, if it was asked for at the start and nobody has taken it. */
export function takeFirstResponse(url: string, init: RequestInit | undefined): Promise<Response> | null {
  if (firstAnswer === null || firstAnswer.url !== url || (init?.method ?? 'GET') !== 'GET') return null;
  const { response, askedAt } = firstAnswer;
  firstAnswer = null;
  return performance.now() - askedAt < freshMs ? response : null;
}

export async function refresh(): Promise<Refreshed> {
  const response = await sendRefresh();
  if (response === null || response.status >= 500) return { kind: 'unreachable' };
  if (!response.ok) return { kind: 'refused' };
  // `refresh` answers `SignedIn` by its contract.
  const result = (await response.json().catch(() => null)) as SignedIn | null;
  return result === null ? { kind: 'unreachable' } : { kind: 'in', signedIn: result };
}
