// The cookies of a session: the refresh token, which is the session's secret, and a mark that somebody signed in on this
// device. The mark gives no right and says nobody's name; it only tells the address `/` whether to answer with the dashboard
// or with the landing page. It is Lax, so that it comes along from a letter or a search engine too, where the token stays away.

import type { Context } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import { configOf } from '../config.ts';

export const signedInCookie = 'foyer-signed-in';

export function setSessionCookies(c: Context, refreshToken: string, maxAge: number): void {
  setCookie(c, refreshCookieName(c), refreshToken, { ...tokenOptions(c), maxAge });
  setCookie(c, signedInCookie, '1', { ...markOptions(c), maxAge });
}

export function deleteSessionCookies(c: Context): void {
  deleteCookie(c, refreshCookieName(c), tokenOptions(c));
  deleteSignedInMark(c);
}

/** Of a session that has ended elsewhere: the address `/` answers with the landing page again. */
export function deleteSignedInMark(c: Context): void {
  deleteCookie(c, signedInCookie, markOptions(c));
}

// Browsers keep `__Host-` and Secure cookies from plain http, which only a developer's machine speaks.
function isSecure(c: Context): boolean {
  return configOf(c.env).PUBLIC_ORIGIN.startsWith('https:');
}

export function refreshCookieName(c: Context): string {
  return isSecure(c) ? '__Host-foyer-refresh' : 'foyer-refresh';
}

function tokenOptions(c: Context) {
  return { path: '/', httpOnly: true, secure: isSecure(c), sameSite: 'Strict' } as const;
}

function markOptions(c: Context) {
  return { path: '/', httpOnly: true, secure: isSecure(c), sameSite: 'Lax' } as const;
}
