// Who is signed in. The access token lives in this module's memory only: a script injected later finds nothing in
// storage. A reload gets a new one for the HttpOnly refresh cookie.

import { signal } from '@preact/signals';
import type { LoginResponse } from '#core/contracts/accounts.ts';
import type { Me, Role, SignedIn } from '#core/contracts/people.ts';
import { type ApiResult, failureOf } from './api-result.ts';
import { chooseLocale, locale, localeWasChosen } from './language.ts';
import { refresh, takeFirstRefresh, takeFirstResponse } from './start/first-requests.ts';
import { mayHaveCookie, noteRole, roleOfLastTime } from './start/last-role.ts';
import { post } from './start/refresh-call.ts';

/**
 * `starting`: it is not known yet who is here; the role of last time is what to draw meanwhile. `unreachable`: it could
 * not be asked, and the person may still be signed in.
 */
type Session =
  | { state: 'starting'; role: Role | null }
  | { state: 'unreachable'; role: Role | null }
  /** `ended`: the session that this page had is over and nobody pressed "sign out"; `left`: somebody did. */
  | { state: 'out'; why: 'visitor' | 'ended' | 'left' }
  | { state: 'in'; user: Me };

export const session = signal<Session>({ state: 'starting', role: roleOfLastTime() });

/** Whose menu to draw: known before the person is. */
export function roleNow(): Role | null {
  const state = session.value;
  return state.state === 'in' ? state.user.role : state.state === 'out' ? null : state.role;
}

let accessToken: string | null = null;
let refreshing: Promise<boolean> | null = null;

/** `fetch` for the typed client: it carries the token. An expired token is replaced, and the call is sent once more. */
export async function fetchSignedIn(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const early = typeof input === 'string' ? await takeFirstResponse(input, init)?.catch(() => null) : null;
  if (early?.ok === true) return early;
  const sent = accessToken;
  const response = await fetch(input, withToken(init, sent));
  if (response.status !== 401 || sent === null) return response;
  // Another call may have refreshed the token while this one was under way.
  const fresh = accessToken !== sent ? accessToken !== null : await refreshOnce();
  return fresh ? fetch(input, withToken(init, accessToken)) : response;
}

/**
 * At the start: makes a session of the cookie, if there may be one. For visitors who never signed in here no request is
 * made.
 */
export async function resumeSession(): Promise<void> {
  if (mayHaveCookie()) await refreshOnce();
  else forget('visitor');
}

export function signUp(body: {
  login: string;
  email: string;
  password: string;
  role: 'organizer' | 'distributor' | 'buyer';
  displayName?: string;
}): Promise<ApiResult<Me>> {
  return enter('/api/auth/register', { ...body, locale: locale.value });
}

type Entry = { kind: 'in'; user: Me } | { kind: 'second-factor'; challenge: string };

/** If the account has a second factor, the result is a challenge for `signInWithCode`. */
export async function signIn(body: { email: string; password: string }): Promise<ApiResult<Entry>> {
  const result = await send<LoginResponse>('/api/auth/login', body);
  if (!result.ok) return result;
  if ('secondFactor' in result.body) {
    return { ok: true, body: { kind: 'second-factor', challenge: result.body.secondFactor.challenge } };
  }
  return { ok: true, body: { kind: 'in', user: remember(result.body) } };
}

export function signInWithCode(body: { challenge: string; code: string }): Promise<ApiResult<Me>> {
  return enter('/api/auth/second-factor', body);
}

/** The server has ended the account's sessions, for example because of a new password. */
export function signedOutElsewhere(): void {
  forget('left');
}

export async function signOut(): Promise<void> {
  // The local session ends even when the network is lost; the server ends the cookie.
  await post('/api/auth/logout', {}).catch(() => null);
  forget('left');
}

/** After the profile was changed. */
export function replaceUser(user: Me): void {
  session.value = { state: 'in', user };
}

async function enter(path: string, body: object): Promise<ApiResult<Me>> {
  const result = await send<SignedIn>(path, body);
  return result.ok ? { ok: true, body: remember(result.body) } : result;
}

async function send<Body>(path: string, body: object): Promise<ApiResult<Body>> {
  const response = await post(path, body).catch(() => null);
  if (response === null) {
    return { ok: false, failure: { code: 'offline', fields: [], details: {}, requestId: null } };
  }
  const result: unknown = await response.json().catch(() => null);
  if (!response.ok) return { ok: false, failure: failureOf(result) };
  // The caller names the contract of the response.
  return { ok: true, body: result as Body };
}

function refreshOnce(): Promise<boolean> {
  refreshing ??= (takeFirstRefresh() ?? refresh()).then(settle).finally(() => {
    refreshing = null;
  });
  return refreshing;
}

function settle(refreshed: Awaited<ReturnType<typeof refresh>>): boolean {
  if (refreshed.kind === 'in') {
    remember(refreshed.signedIn);
    return true;
  }
  // Offline is no reason to sign a person out; a refusal is.
  if (refreshed.kind === 'refused') forget(session.value.state === 'in' ? 'ended' : 'visitor');
  else if (session.value.state !== 'in') session.value = { state: 'unreachable', role: roleOfLastTime() };
  return false;
}

function remember(result: SignedIn): Me {
  accessToken = result.accessToken;
  noteRole(result.user.role);
  session.value = { state: 'in', user: result.user };
  if (!localeWasChosen()) void chooseLocale(result.user.locale);
  return result.user;
}

function forget(why: 'visitor' | 'ended' | 'left'): void {
  accessToken = null;
  noteRole(null);
  session.value = { state: 'out', why };
}

function withToken(init: RequestInit | undefined, token: string | null): RequestInit {
  const headers = new Headers(init?.headers);
  if (token !== null) headers.set('authorization', `Bearer ${token}`);
  return { ...init, headers };
}
