// What the signed-in person may know and change of himself.

import { Hono } from 'hono';
import { Me, Roles, UpdateMeRequest } from '#core/contracts/people.ts';
import { getMe, updateMe } from '../accounts/accounts.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { Refusal, refusalOf } from '../http/refusal.ts';

const everybody = ['organizer', 'distributor', 'buyer', 'admin'] as const;

export const me = new Hono<AppEnv>()
  .get(
    '/',
    operation({ id: 'getMe', tag: 'Auth', summary: 'My account', who: everybody, answers: { 200: Me } }),
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
      answers: { 200: Me },
      refusals: ['second-factor-required'],
    }),
    async (c) => {
      const me = await updateMe(c.env, c.var.actor, c.req.valid('json'));
      if (!me.ok) throw refusalOf(me);
      return c.json(me.value, 200);
    },
  )
  .get(
    '/roles',
    operation({ id: 'getRoles', tag: 'Auth', summary: 'Which roles I have', who: everybody, answers: { 200: Roles } }),
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
  );

// A token outlives its account by at most ten minutes.
function known(me: Me | null): Me {
  if (me === null) throw new Refusal('unauthenticated');
  return me;
}
