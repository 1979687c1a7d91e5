// Signing up, in and out. The access token goes in the answer, the refresh token in a cookie no script can read.

import { type Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { Empty } from '#core/contracts/basics.ts';
import { LoginRequest, RegisterRequest, SignedIn } from '#core/contracts/people.ts';
import { configOf } from '../config.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { Refusal, refusalOf } from '../http/refusal.ts';
import { refuseForeignPages } from '../http/same-origin.ts';
import { type Entered, refresh, register, sessionDays, signIn, signOut } from '../people/people.ts';

export const auth = new Hono<AppEnv>()
  .post(
    '/register',
    operation({
      id: 'register',
      tag: 'Auth',
      summary: 'Create an account with a role',
      who: 'anyone',
      body: RegisterRequest,
      answers: { 201: SignedIn },
      refusals: ['email-taken', 'login-taken', 'too-many-requests', 'busy'],
    }),
    async (c) => {
      const entered = await register(c.env, c.req.valid('json'), c.req.header('cf-connecting-ip'));
      if (!entered.ok) throw refusalOf(entered);
      return c.json(welcome(c, entered.value), 201);
    },
  )
  .post(
    '/login',
    operation({
      id: 'login',
      tag: 'Auth',
      summary: 'Sign in by e-mail and password',
      who: 'anyone',
      body: LoginRequest,
      answers: { 200: SignedIn },
      refusals: ['wrong-credentials', 'too-many-requests', 'busy'],
    }),
    async (c) => {
      const entered = await signIn(c.env, c.req.valid('json'));
      if (!entered.ok) throw refusalOf(entered);
      return c.json(welcome(c, entered.value), 200);
    },
  )
  .post(
    '/refresh',
    operation({
      id: 'refresh',
      tag: 'Auth',
      summary: 'A new access token for the refresh cookie',
      who: 'anyone',
      answers: { 200: SignedIn },
      refusals: ['unauthenticated', 'forbidden'],
    }),
    async (c) => {
      refuseForeignPages(c);
      const token = refreshTokenOf(c);
      if (token === undefined) throw new Refusal('unauthenticated');
      const entered = await refresh(c.env, token);
      if (!entered.ok) throw refusalOf(entered);
      return c.json(welcome(c, entered.value), 200);
    },
  )
  .post(
    '/logout',
    operation({
      id: 'logout',
      tag: 'Auth',
      summary: 'End this session',
      who: 'anyone',
      answers: { 200: Empty },
      refusals: ['forbidden'],
    }),
    async (c) => {
      refuseForeignPages(c);
      const token = refreshTokenOf(c);
      if (token !== undefined) await signOut(c.env, token);
      deleteCookie(c, cookieName(c), cookieOptions(c));
      return c.json({}, 200);
    },
  );

function welcome(c: Context, entered: Entered): SignedIn {
  setCookie(c, cookieName(c), entered.refreshToken, { ...cookieOptions(c), maxAge: sessionDays * 86_400 });
  c.header('cache-control', 'no-store');
  return entered.signedIn;
}

function refreshTokenOf(c: Context): string | undefined {
  const token = getCookie(c, cookieName(c));
  return token !== undefined && /^[A-Za-z0-9_-]{43}$/.test(token) ? token : undefined;
}

// Browsers keep `__Host-` and Secure cookies from plain http, which only a developer's machine speaks.
function isSecure(c: Context): boolean {
  return configOf(c.env).PUBLIC_ORIGIN.startsWith('https:');
}

function cookieName(c: Context): string {
  return isSecure(c) ? '__Host-foyer-refresh' : 'foyer-refresh';
}

function cookieOptions(c: Context) {
  return { path: '/', httpOnly: true, secure: isSecure(c), sameSite: 'Strict' } as const;
}
