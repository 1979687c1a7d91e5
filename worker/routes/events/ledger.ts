// The ledger of an event, as each of its parties may see it.

import { Hono } from 'hono';
import { EventLedger, EventLedgerQuery } from '#core/contracts/balance.ts';
import { ledgerSide } from '../../access/relations.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { operation } from '../../http/operation.ts';
import { paged } from '../../http/paged.ts';
import { eventLedger as readLedger } from '../../projection/projection.ts';

export const eventLedger = new Hono<AppEnv>().get(
  '/:eventId/ledger',
  operation({
    id: 'getEventLedger',
    tag: 'Money',
    summary: 'Every posting of the event, newest first',
    who: ['organizer', 'distributor', 'admin'],
    object: ledgerSide,
    query: EventLedgerQuery,
    responses: { 200: EventLedger },
  }),
  async (c) => c.json(await readLedger(c.env, c.var.side, paged(c.req.valid('query'))), 200),
);
