// Signing up, in and out. The access token goes in the response, the refresh token in a cookie no script can read.

import { type Context, Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import {
  ConfirmEmailRequest,
  Disowned,
  LoginResponse,
  NewPasswordRequest,
  ResetRequest,
  SecondFactorSignInRequest,
  TokenRequest,
} from '#core/contracts/accounts.ts';
import { Empty } from '#core/contracts/basics.ts';
import { LoginRequest, RegisterRequest, SignedIn } from '#core/contracts/people.ts';
import { refuse } from '#core/result.ts';
import {
  confirmEmail,
  deviceOf,
  type From,
  NewPassword,
  notMe,
  refresh,
  register,
  requestReset,
  resetPassword,
  type SignedInSession,
  secondFactorSignIn,
  sessionDays,
  signIn,
  signOut,
  undoEmailChange,
} from '../accounts/accounts.ts';
import { addressOf } from '../http/address.ts';
import type { AppEnv } from '../http/app-env.ts';
import { refuseCrossSiteCall } from '../http/csrf.ts';
import { operation } from '../http/operation.ts';
import { accepted } from '../http/refusal.ts';
import {
  deleteSessionCookies,
  deleteSignedInMark,
  refreshCookieName,
  setSessionCookies,
} from '../http/session-cookies.ts';

export const auth = new Hono<AppEnv>()
  .post(
    '/register',
    operation({
      id: 'register',
      tag: 'Auth',
      summary: 'Create an account with a role',
      who: 'anyone',
      hashes: true,
      body: RegisterRequest.extend({ password: NewPassword }),
      responses: { 201: SignedIn },
      refusals: ['email-taken', 'login-taken', 'too-many-requests', 'busy'],
    }),
    async (c) => {
      const entered = accepted(await register(c.env, c.req.valid('json'), fromOf(c)));
      return c.json(await comeIn(c, entered), 201);
    },
  )
  .post(
    '/login',
    operation({
      id: 'login',
      tag: 'Auth',
      summary: 'Sign in by e-mail and password',
      who: 'anyone',
      hashes: true,
      body: LoginRequest,
      responses: { 200: LoginResponse },
      refusals: ['wrong-credentials', 'account-suspended', 'too-many-requests', 'busy'],
    }),
    async (c) => {
      const entered = accepted(await signIn(c.env, c.req.valid('json'), fromOf(c)));
      c.header('cache-control', 'no-store');
      return c.json('signedIn' in entered ? await comeIn(c, entered) : entered, 200);
    },
  )
  .post(
    '/second-factor',
    operation({
      id: 'secondFactorSignIn',
      tag: 'Auth',
      summary: 'The second step of signing in: a code of the app, or a recovery code',
      who: 'anyone',
      body: SecondFactorSignInRequest,
      responses: { 200: SignedIn },
      refusals: ['unauthenticated', 'wrong-code', 'too-many-requests'],
    }),
    async (c) => {
      const entered = accepted(await secondFactorSignIn(c.env, c.req.valid('json'), fromOf(c)));
      return c.json(await comeIn(c, entered), 200);
    },
  )
  .post(
    '/forgotten-password',
    operation({
      id: 'requestPasswordReset',
      tag: 'Auth',
      summary: 'Mail a link for a new password; answers alike for every address',
      who: 'anyone',
      body: ResetRequest,
      responses: { 200: Empty },
      refusals: ['too-many-requests'],
    }),
    async (c) => {
      accepted(await requestReset(c.env, c.req.valid('json').email, addressOf(c)));
      return c.json({}, 200);
    },
  )
  .post(
    '/reset-password',
    operation({
      id: 'resetPassword',
      tag: 'Auth',
      summary: 'Set a new password by the link of a letter; ends all sessions',
      who: 'anyone',
      hashes: true,
      body: NewPasswordRequest.extend({ password: NewPassword }),
      responses: { 200: Empty },
      refusals: ['link-expired', 'too-many-requests', 'busy'],
    }),
    async (c) => {
      const { token, password } = c.req.valid('json');
      accepted(await resetPassword(c.env, token, password, addressOf(c)));
      return c.json({}, 200);
    },
  )
  .post(
    '/verify-email',
    operation({
      id: 'verifyEmail',
      tag: 'Auth',
      summary: 'Confirm an e-mail, the first or a new one, by the link of a letter and as its account',
      who: 'anyone',
      hashes: true,
      body: ConfirmEmailRequest,
      responses: { 200: Empty },
      refusals: ['link-expired', 'password-required', 'wrong-password', 'too-many-requests', 'busy'],
    }),
    async (c) => {
      accepted(await confirmEmail(c.env, c.req.valid('json'), c.var.actor, addressOf(c)));
      return c.json({}, 200);
    },
  )
  .post(
    '/undo-email',
    operation({
      id: 'undoEmailChange',
      tag: 'Auth',
      summary: 'Take the old e-mail back by the link in the letter to it; ends the password and all sessions',
      who: 'anyone',
      body: TokenRequest,
      responses: { 200: Empty },
      refusals: ['link-expired', 'too-many-requests'],
    }),
    async (c) => {
      accepted(await undoEmailChange(c.env, c.req.valid('json').token, addressOf(c)));
      return c.json({}, 200);
    },
  )
  .post(
    '/not-me',
    operation({
      id: 'disownLetter',
      tag: 'Auth',
      summary: 'By the link of a letter: this was not me; deletes a never verified account, or closes it to intruders',
      who: 'anyone',
      body: TokenRequest,
      responses: { 200: Disowned },
      refusals: ['link-expired', 'account-in-use', 'too-many-requests'],
    }),
    async (c) => {
      const done = accepted(await notMe(c.env, c.req.valid('json').token, addressOf(c)));
      return c.json(done, 200);
    },
  )
  .post(
    '/refresh',
    operation({
      id: 'refresh',
      tag: 'Auth',
      summary: 'A new access token for the refresh cookie',
      who: 'anyone',
      responses: { 200: SignedIn },
      refusals: ['unauthenticated', 'forbidden'],
    }),
    async (c) => {
      refuseCrossSiteCall(c);
      const token = refreshTokenOf(c);
      const entered = token === undefined ? refuse('unauthenticated') : await refresh(c.env, token);
      if (!entered.ok) deleteSignedInMark(c);
      return c.json(welcome(c, accepted(entered)), 200);
    },
  )
  .post(
    '/logout',
    operation({
      id: 'logout',
      tag: 'Auth',
      summary: 'End this session',
      who: 'anyone',
      responses: { 200: Empty },
      refusals: ['forbidden'],
    }),
    async (c) => {
      refuseCrossSiteCall(c);
      const token = refreshTokenOf(c);
      if (token !== undefined) await signOut(c.env, token);
      deleteSessionCookies(c);
      return c.json({}, 200);
    },
  );

/** A new sign-in takes the cookie's place: the session it spoke for would go on for a month with nobody to end it. */
async function comeIn(c: Context, entered: SignedInSession): Promise<SignedIn> {
  const replaced = refreshTokenOf(c);
  if (replaced !== undefined) await signOut(c.env, replaced);
  return welcome(c, entered);
}

function welcome(c: Context, entered: SignedInSession): SignedIn {
  setSessionCookies(c, entered.refreshToken, sessionDays * 86_400);
  c.header('cache-control', 'no-store');
  return entered.signedIn;
}

function fromOf(c: Context): From {
  return { address: addressOf(c), device: deviceOf(c.req.header('user-agent')) };
}

function refreshTokenOf(c: Context): string | undefined {
  const token = getCookie(c, refreshCookieName(c));
  return token !== undefined && /^[A-Za-z0-9_-]{43}$/.test(token) ? token : undefined;
}
