// Signing up, in and out.

import { Hono } from 'hono';
import { Empty } from '#core/contracts/basics.ts';
import { LoginRequest, RegisterRequest, SignedIn } from '#core/contracts/people.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { pending } from './pending.ts';

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
    async (c) => c.json(pending<SignedIn>(), 201),
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
    async (c) => c.json(pending<SignedIn>(), 200),
  )
  .post(
    '/refresh',
    operation({
      id: 'refresh',
      tag: 'Auth',
      summary: 'A new access token for the refresh cookie',
      who: 'anyone',
      answers: { 200: SignedIn },
      refusals: ['unauthenticated'],
    }),
    async (c) => c.json(pending<SignedIn>(), 200),
  )
  .post(
    '/logout',
    operation({
      id: 'logout',
      tag: 'Auth',
      summary: 'End this session',
      who: 'anyone',
      answers: { 200: Empty },
    }),
    async (c) => c.json({}, 200),
  );
