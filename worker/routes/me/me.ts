// What the signed-in person may know and change of themselves: the account, its password and e-mail, and the orders made
// with that e-mail.

import { Hono } from 'hono';
import { ChangeEmailRequest, ChangePasswordRequest, MyOrderPage } from '#core/contracts/accounts.ts';
import { CursorQuery, Empty } from '#core/contracts/basics.ts';
import { Me, Roles, UpdateMeRequest } from '#core/contracts/people.ts';
import {
  changePassword,
  getMe,
  NewPassword,
  requestEmailChange,
  resendVerification,
  updateMe,
} from '../../accounts/accounts.ts';
import { myOrders } from '../../buying/my-orders.ts';
import { addressOf } from '../../http/address.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { operation } from '../../http/operation.ts';
import { paged } from '../../http/paged.ts';
import { accepted, Refusal } from '../../http/refusal.ts';
import { mySecondFactor } from './second-factor.ts';
import { mySessions } from './sessions.ts';

const everybody = ['organizer', 'distributor', 'buyer', 'admin'] as const;

export const me = new Hono<AppEnv>()
  .get(
    '/',
    operation({ id: 'getMe', tag: 'Auth', summary: 'My account', who: everybody, responses: { 200: Me } }),
    async (c) => c.json(known(await getMe(c.env, c.var.actor)), 200),
  )
  .patch(
    '/',
    operation({
      id: 'updateMe',
      tag: 'Auth',
      summary: 'Change my account',
      who: everybody,
      body: UpdateMeRequest,
      responses: { 200: Me },
      refusals: ['second-factor-required', 'email-not-verified'],
    }),
    async (c) => {
      const me = accepted(await updateMe(c.env, c.var.actor, c.req.valid('json')));
      return c.json(me, 200);
    },
  )
  .get(
    '/roles',
    operation({
      id: 'getRoles',
      tag: 'Auth',
      summary: 'Which roles I have',
      who: everybody,
      responses: { 200: Roles },
    }),
    async (c) => {
      const { role } = c.var.actor;
      return c.json(
        {
          isOrganizer: role === 'organizer',
          isDistributor: role === 'distributor',
          isBuyer: role === 'buyer',
          isAdmin: role === 'admin',
        },
        200,
      );
    },
  )
  .post(
    '/password',
    operation({
      id: 'changePassword',
      tag: 'Auth',
      summary: 'Change my password; ends my other sessions',
      who: everybody,
      hashes: true,
      body: ChangePasswordRequest.extend({ newPassword: NewPassword }),
      responses: { 200: Empty },
      refusals: ['wrong-password', 'too-many-requests', 'busy'],
    }),
    async (c) => {
      accepted(await changePassword(c.env, c.var.actor, c.req.valid('json'), addressOf(c)));
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
      responses: { 200: Empty },
      refusals: ['wrong-password', 'second-factor-required', 'too-many-requests', 'busy'],
    }),
    async (c) => {
      accepted(await requestEmailChange(c.env, c.var.actor, c.req.valid('json'), addressOf(c)));
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
      responses: { 200: Empty },
      refusals: ['too-many-requests'],
    }),
    async (c) => {
      accepted(await resendVerification(c.env, c.var.actor));
      return c.json({}, 200);
    },
  )
  .get(
    '/orders',
    operation({
      id: 'getMyOrders',
      tag: 'Buying',
      summary: 'The orders made with my e-mail, once it is verified, newest first',
      who: ['buyer'],
      query: CursorQuery,
      responses: { 200: MyOrderPage },
      refusals: ['email-not-verified'],
    }),
    async (c) => {
      const orders = accepted(await myOrders(c.env, c.var.actor, paged(c.req.valid('query')).after));
      c.header('cache-control', 'no-store');
      return c.json(orders, 200);
    },
  )
  .route('/', mySessions)
  .route('/', mySecondFactor);

// A token outlives its account by at most ten minutes.
function known(me: Me | null): Me {
  if (me === null) throw new Refusal('unauthenticated');
  return me;
}
