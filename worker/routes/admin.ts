// What only an admin may: see how the platform does, see the events whose records did not agree, and end or open an account.

import { Hono } from 'hono';
import { AccountState } from '#core/contracts/accounts.ts';
import { AdminHome } from '#core/contracts/admin.ts';
import { CursorQuery } from '#core/contracts/basics.ts';
import { EventsWithDifferences } from '#core/contracts/reconciliation.ts';
import { anyAccount } from '../access/relations.ts';
import { setDisabled } from '../accounts/accounts.ts';
import { adminHome } from '../admin/admin.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { accepted } from '../http/refusal.ts';
import { eventsWithDifferences } from '../reconciliation/reconciliation.ts';

export const admin = new Hono<AppEnv>()
  .get(
    '/home',
    operation({
      id: 'getAdminHome',
      tag: 'Administration',
      summary: 'What needs an admin now, who signed up, what was mailed, and what the platform sold in 30 days',
      who: ['admin'],
      responses: { 200: AdminHome },
    }),
    async (c) => c.json(await adminHome(c.env), 200),
  )
  .get(
    '/red-events',
    operation({
      id: 'getRedEvents',
      tag: 'Administration',
      summary:
        'Events whose records did not agree when they were last compared: those that differ first, then failed refunds, then what could not be compared; of a kind newest first',
      who: ['admin'],
      query: CursorQuery,
      responses: { 200: EventsWithDifferences },
    }),
    async (c) => c.json(accepted(await eventsWithDifferences(c.env, c.req.valid('query').cursor)), 200),
  )
  .post(
    '/accounts/:userId/disable',
    operation({
      id: 'disableAccount',
      tag: 'Administration',
      summary: 'End an account: nobody signs in, its events stop selling, its door links and scans end at once',
      who: ['admin'],
      object: anyAccount,
      responses: { 200: AccountState },
    }),
    async (c) => {
      const done = accepted(await setDisabled(c.env, c.var.actor, c.var.account.id, true));
      return c.json(done, 200);
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
      responses: { 200: AccountState },
    }),
    async (c) => {
      const done = accepted(await setDisabled(c.env, c.var.actor, c.var.account.id, false));
      return c.json(done, 200);
    },
  );
