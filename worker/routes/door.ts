// What a device with a door link may read: its event and its gate, and nothing about the guests.

import { Hono } from 'hono';
import { DoorView } from '#core/contracts/accounts.ts';
import { doorPass, doorView } from '../door/door-links.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';

export const door = new Hono<AppEnv>().get(
  '/',
  operation({
    id: 'getDoor',
    tag: 'Tickets and the door',
    summary: 'Which gate my door link opens, and how many are in',
    who: 'bearer',
    object: doorPass,
    responses: { 200: DoorView },
  }),
  async (c) => c.json(await doorView(c.env, c.var.pass), 200),
);
