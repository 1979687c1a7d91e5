// How one's own account is guarded: its password and e-mail, its sessions, its second factor.

import { Hono } from 'hono';
import {
  ChangeEmailRequest,
  ChangePasswordRequest,
  CodeRequest,
  Enrolment,
  PasswordRequest,
  RecoveryCodes,
  SecondFactorState,
  SessionPage,
} from '#core/contracts/accounts.ts';
import { CursorQuery, Empty } from '#core/contracts/basics.ts';
import { ownSession } from '../access/relations.ts';
import {
  changePassword,
  checkSecondFactor,
  confirmSecondFactor,
  disableSecondFactor,
  endOtherSessions,
  endSession,
  enrolSecondFactor,
  NewPassword,
  openSessionsOf,
  requestEmailChange,
  resendVerification,
  secondFactorState,
} from '../accounts/accounts.ts';
import { databaseOf } from '../database.ts';
import { addressOf } from '../http/address.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { refusalOf } from '../http/refusal.ts';

const everybody = ['organizer', 'distributor', 'buyer', 'admin'] as const;

export const security = new Hono<AppEnv>()
  .post(
    '/password',
    operation({
      id: 'changePassword',
      tag: 'Auth',
      summary: 'Change my password; ends my other sessions',
      who: everybody,
      hashes: true,
      body: ChangePasswordRequest.extend({ newPassword: NewPassword }),
      answers: { 200: Empty },
      refusals: ['wrong-password', 'too-many-requests', 'busy'],
    }),
    async (c) => {
      const done = await changePassword(c.env, c.var.actor, c.req.valid('json'), addressOf(c));
      if (!done.ok) throw refusalOf(done);
      return c.json({}, 200);
    },
  )
  .post(
    '/email',
    operation({
      id: 'changeEmail',
      tag: 'Auth',
      summary: 'Ask for another e-mail; it changes once the new address answered',
      who: everybody,
      hashes: true,
      body: ChangeEmailRequest,
      answers: { 200: Empty },
      refusals: ['wrong-password', 'second-factor-required', 'too-many-requests', 'busy'],
    }),
    async (c) => {
      const done = await requestEmailChange(c.env, c.var.actor, c.req.valid('json'), addressOf(c));
      if (!done.ok) throw refusalOf(done);
      return c.json({}, 200);
    },
  )
  .post(
    '/email/verification',
    operation({
      id: 'resendVerification',
      tag: 'Auth',
      summary: 'Mail the link that confirms my e-mail again',
      who: everybody,
      answers: { 200: Empty },
      refusals: ['too-many-requests'],
    }),
    async (c) => {
      const done = await resendVerification(c.env, c.var.actor);
      if (!done.ok) throw refusalOf(done);
      return c.json({}, 200);
    },
  )
  .get(
    '/sessions',
    operation({
      id: 'getSessions',
      tag: 'Auth',
      summary: 'Where I am signed in, the newest sign-in first',
      who: everybody,
      query: CursorQuery,
      answers: { 200: SessionPage },
    }),
    async (c) => c.json(await openSessionsOf(c.env, c.var.actor, c.req.valid('query').cursor), 200),
  )
  .delete(
    '/sessions',
    operation({
      id: 'endOtherSessions',
      tag: 'Auth',
      summary: 'End all my sessions but this one',
      who: everybody,
      answers: { 204: null },
    }),
    async (c) => {
      await endOtherSessions(c.env, c.var.actor, Date.now());
      return c.body(null, 204);
    },
  )
  .delete(
    '/sessions/:sessionId',
    operation({
      id: 'endSession',
      tag: 'Auth',
      summary: 'End one of my sessions',
      who: everybody,
      object: ownSession,
      answers: { 204: null },
    }),
    async (c) => {
      await endSession(databaseOf(c.env), c.var.session, 'owner', Date.now(), c.var.actor);
      return c.body(null, 204);
    },
  )
  .get(
    '/second-factor',
    operation({
      id: 'getSecondFactor',
      tag: 'Auth',
      summary: 'Whether signing in takes a code',
      who: everybody,
      answers: { 200: SecondFactorState },
    }),
    async (c) => c.json(await secondFactorState(c.env, c.var.actor), 200),
  )
  .post(
    '/second-factor',
    operation({
      id: 'enrolSecondFactor',
      tag: 'Auth',
      summary: 'A secret for an authenticator app; counts once a code of it was shown',
      who: everybody,
      hashes: true,
      body: PasswordRequest,
      answers: { 201: Enrolment },
      refusals: ['wrong-password', 'second-factor-on', 'email-not-verified', 'too-many-requests', 'busy'],
    }),
    async (c) => {
      const enrolment = await enrolSecondFactor(c.env, c.var.actor, c.req.valid('json').password, addressOf(c));
      if (!enrolment.ok) throw refusalOf(enrolment);
      c.header('cache-control', 'no-store');
      return c.json(enrolment.value, 201);
    },
  )
  .post(
    '/second-factor/confirm',
    operation({
      id: 'confirmSecondFactor',
      tag: 'Auth',
      summary: 'Turn the second factor on by its first code; answers ten recovery codes, once',
      who: everybody,
      body: CodeRequest,
      answers: { 200: RecoveryCodes },
      refusals: ['wrong-code', 'second-factor-on', 'second-factor-off', 'email-not-verified', 'too-many-requests'],
    }),
    async (c) => {
      const codes = await confirmSecondFactor(c.env, c.var.actor, c.req.valid('json').code, addressOf(c));
      if (!codes.ok) throw refusalOf(codes);
      c.header('cache-control', 'no-store');
      return c.json(codes.value, 200);
    },
  )
  .post(
    '/second-factor/check',
    operation({
      id: 'checkSecondFactor',
      tag: 'Auth',
      summary: 'Show a code: for ten minutes this session may change payout details and e-mail',
      who: everybody,
      body: CodeRequest,
      answers: { 200: SecondFactorState },
      refusals: ['wrong-code', 'second-factor-off', 'too-many-requests'],
    }),
    async (c) => {
      const state = await checkSecondFactor(c.env, c.var.actor, c.req.valid('json').code, addressOf(c));
      if (!state.ok) throw refusalOf(state);
      return c.json(state.value, 200);
    },
  )
  .post(
    '/second-factor/disable',
    operation({
      id: 'disableSecondFactor',
      tag: 'Auth',
      summary: 'Turn the second factor off, by a code of it',
      who: everybody,
      body: CodeRequest,
      answers: { 200: Empty },
      refusals: ['wrong-code', 'second-factor-off', 'too-many-requests'],
    }),
    async (c) => {
      const done = await disableSecondFactor(c.env, c.var.actor, c.req.valid('json').code, addressOf(c));
      if (!done.ok) throw refusalOf(done);
      return c.json({}, 200);
    },
  );
