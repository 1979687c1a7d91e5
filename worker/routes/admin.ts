// What only an admin may: see how the platform does, see the events whose records did not agree,
// find any person, and suspend or restore them.

import { Hono } from 'hono';
import { AccountState } from '#core/contracts/accounts.ts';
import {
  AdminEventPage,
  AdminEventQuery,
  AdminHome,
  AdminOrderPage,
  AdminOrderQuery,
  PeoplePage,
  PeopleQuery,
  PersonDetails,
  SuspendPersonRequest,
} from '#core/contracts/admin.ts';
import { CursorQuery } from '#core/contracts/basics.ts';
import { EventsWithDifferences } from '#core/contracts/reconciliation.ts';
import { anyAccount } from '../access/relations.ts';
import { isFreshlyConfirmedIfEnrolled, restorePerson, suspendPerson } from '../accounts/accounts.ts';
import { adminHome, listPeople, personDetails } from '../admin/admin.ts';
import { listPlatformEvents } from '../catalog/catalog.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { paged } from '../http/paged.ts';
import { accepted, Refusal } from '../http/refusal.ts';
import { listOrders } from '../projection/projection.ts';
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
  .get(
    '/events',
    operation({
      id: 'getAdminEvents',
      tag: 'Administration',
      summary: 'All events, drafts too, newest first; searched by title, place, organizer or id',
      who: ['admin'],
      query: AdminEventQuery,
      responses: { 200: AdminEventPage },
    }),
    async (c) => c.json(await listPlatformEvents(c.env, paged(c.req.valid('query'))), 200),
  )
  .get(
    '/orders',
    operation({
      id: 'getAdminOrders',
      tag: 'Administration',
      summary: 'All orders, newest first; searched by number, e-mail or id',
      who: ['admin'],
      query: AdminOrderQuery,
      responses: { 200: AdminOrderPage },
    }),
    async (c) => c.json(await listOrders(c.env, 'platform', paged(c.req.valid('query'))), 200),
  )
  .get(
    '/people',
    operation({
      id: 'getPeople',
      tag: 'Administration',
      summary: 'Everybody with an account, newest first; searched by name, login, e-mail or party',
      who: ['admin'],
      query: PeopleQuery,
      responses: { 200: PeoplePage },
    }),
    async (c) => c.json(await listPeople(c.env, paged(c.req.valid('query'))), 200),
  )
  .get(
    '/people/:userId',
    operation({
      id: 'getPerson',
      tag: 'Administration',
      summary: 'One person: their account, what their party has, and the last entries of the log about them',
      who: ['admin'],
      object: anyAccount,
      responses: { 200: PersonDetails },
    }),
    async (c) => {
      const person = await personDetails(c.env, c.var.actor, c.var.account.id);
      if (person === null) throw new Refusal('not-found');
      return c.json(person, 200);
    },
  )
  .post(
    '/people/:userId/suspend',
    operation({
      id: 'suspendPerson',
      tag: 'Administration',
      summary:
        'End an account, with a reason: nobody signs in, its events stop selling, its door links and scans end at once',
      who: ['admin'],
      object: anyAccount,
      body: SuspendPersonRequest,
      responses: { 200: AccountState },
      refusals: ['second-factor-required'],
    }),
    async (c) => {
      accepted(await isFreshlyConfirmedIfEnrolled(c.env, c.var.actor));
      const done = await suspendPerson(c.env, c.var.actor, c.var.account.id, c.req.valid('json'));
      return c.json(accepted(done), 200);
    },
  )
  .post(
    '/people/:userId/restore',
    operation({
      id: 'restorePerson',
      tag: 'Administration',
      summary: 'Let a suspended person sign in and sell again; their door links stay ended',
      who: ['admin'],
      object: anyAccount,
      responses: { 200: AccountState },
      refusals: ['second-factor-required'],
    }),
    async (c) => {
      accepted(await isFreshlyConfirmedIfEnrolled(c.env, c.var.actor));
      const done = await restorePerson(c.env, c.var.actor, c.var.account.id);
      return c.json(accepted(done), 200);
    },
  );
