// What an admin may do with somebody's account.

import { Hono } from 'hono';
import { AccountState } from '#core/contracts/accounts.ts';
import { anyAccount } from '../access/relations.ts';
import { setDisabled } from '../accounts/accounts.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { refusalOf } from '../http/refusal.ts';

export const accounts = new Hono<AppEnv>()
  .post(
    '/accounts/:userId/disable',
    operation({
      id: 'disableAccount',
      tag: 'Administration',
      summary: 'End an account: nobody signs in, its events stop selling, its door links and scans end at once',
      who: ['admin'],
      object: anyAccount,
      answers: { 200: AccountState },
    }),
    async (c) => {
      const done = await setDisabled(c.env, c.var.actor, c.var.account.id, true);
      if (!done.ok) throw refusalOf(done);
      return c.json(done.value, 200);
    },
  )
  .post(
    '/accounts/:userId/enable',
    operation({
      id: 'enableAccount',
      tag: 'Administration',
      summary: 'Let a disabled account sign in and sell again; its door links stay ended',
      who: ['admin'],
      object: anyAccount,
      answers: { 200: AccountState },
    }),
    async (c) => {
      const done = await setDisabled(c.env, c.var.actor, c.var.account.id, false);
      if (!done.ok) throw refusalOf(done);
      return c.json(done.value, 200);
    },
  );
