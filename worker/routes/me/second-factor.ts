// One's own second factor: the codes of an authenticator app.

import { Hono } from 'hono';
import { CodeRequest, Enrolment, PasswordRequest, RecoveryCodes, SecondFactorState } from '#core/contracts/accounts.ts';
import { Empty } from '#core/contracts/basics.ts';
import {
  checkSecondFactor,
  confirmSecondFactor,
  disableSecondFactor,
  enrolSecondFactor,
  secondFactorState,
} from '../../accounts/accounts.ts';
import { addressOf } from '../../http/address.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { operation } from '../../http/operation.ts';
import { accepted } from '../../http/refusal.ts';

const everybody = ['organizer', 'distributor', 'buyer', 'admin'] as const;

export const mySecondFactor = new Hono<AppEnv>()
  .get(
    '/second-factor',
    operation({
      id: 'getSecondFactor',
      tag: 'Auth',
      summary: 'Whether signing in takes a code',
      who: everybody,
      responses: { 200: SecondFactorState },
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
      responses: { 201: Enrolment },
      refusals: ['wrong-password', 'second-factor-on', 'email-not-verified', 'too-many-requests', 'busy'],
    }),
    async (c) => {
      const enrolment = accepted(
        await enrolSecondFactor(c.env, c.var.actor, c.req.valid('json').password, addressOf(c)),
      );
      c.header('cache-control', 'no-store');
      return c.json(enrolment, 201);
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
      responses: { 200: RecoveryCodes },
      refusals: ['wrong-code', 'second-factor-on', 'second-factor-off', 'email-not-verified', 'too-many-requests'],
    }),
    async (c) => {
      const codes = accepted(await confirmSecondFactor(c.env, c.var.actor, c.req.valid('json').code, addressOf(c)));
      c.header('cache-control', 'no-store');
      return c.json(codes, 200);
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
      responses: { 200: SecondFactorState },
      refusals: ['wrong-code', 'second-factor-off', 'too-many-requests'],
    }),
    async (c) => {
      const state = accepted(await checkSecondFactor(c.env, c.var.actor, c.req.valid('json').code, addressOf(c)));
      return c.json(state, 200);
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
      responses: { 200: Empty },
      refusals: ['wrong-code', 'second-factor-off', 'too-many-requests'],
    }),
    async (c) => {
      accepted(await disableSecondFactor(c.env, c.var.actor, c.req.valid('json').code, addressOf(c)));
      return c.json({}, 200);
    },
  );
