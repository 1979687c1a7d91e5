// Who signed in last on this device. The session's cookie cannot be seen from here: this is only a hint that it may be there,
// and whose menu to draw first. It is no secret and no right.

import type { Role } from '#core/contracts/people.ts';

/** Local storage. */
const hintKey = 'foyer-signed-in';

const roles: readonly string[] = ['organizer', 'distributor', 'buyer', 'admin'] satisfies readonly Role[];

export function mayHaveCookie(): boolean {
  try {
    return localStorage.getItem(hintKey) !== null;
  } catch {
    return true;
  }
}

export function roleOfLastTime(): Role | null {
  try {
    const hint = localStorage.getItem(hintKey);
    return hint !== null && isRole(hint) ? hint : null;
  } catch {
    return null;
  }
}

export function noteRole(role: Role | null): void {
  try {
    if (role !== null) localStorage.setItem(hintKey, role);
    else localStorage.removeItem(hintKey);
  } catch {
    // Without storage every start asks the server.
  }
}

function isRole(text: string): text is Role {
  return roles.includes(text);
}
