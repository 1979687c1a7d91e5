// The call that makes a session of the refresh cookie. It is in a file of its own because the page's inline script sends it
// too (web/start/inline.ts).
//
// Rotation means a refresh cookie works once: two refreshes at the same time would look like theft and end the session.
// So there is one in flight per page (web/session.ts), and a Web Lock makes the tabs take turns.

declare global {
  /** The refresh that the inline script has sent; taken once. */
  var earlyRefresh: Promise<Response | null> | undefined;
}

/** Null when the server could not be reached. */
export function sendRefresh(): Promise<Response | null> {
  const early = globalThis.earlyRefresh;
  globalThis.earlyRefresh = undefined;
  return early ?? inTurn(() => post('/api/auth/refresh', {}).catch(() => null));
}

export function post(path: string, body: object): Promise<Response> {
  return fetch(path, {
    method: 'POST',
    // The header cannot be set by a form of another site, which is what keeps the cookie from being used there.
    headers: { 'content-type': 'application/json', 'x-foyer': '1' },
    body: JSON.stringify(body),
    credentials: 'same-origin',
  });
}

function inTurn<Value>(task: () => Promise<Value>): Promise<Value> {
  if (!('locks' in navigator)) return task();
  return navigator.locks.request('foyer-refresh', task);
}
