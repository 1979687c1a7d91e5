// The audit log, for those it concerns.

import { Hono } from 'hono';
import { AuditPage, AuditQuery } from '#core/contracts/accounts.ts';
import { readAudit } from '../audit/audit.ts';
import type { AppEnv } from '../http/app-env.ts';
import { operation } from '../http/operation.ts';
import { paged } from '../http/paged.ts';

export const auditLog = new Hono<AppEnv>().get(
  '/',
  operation({
    id: 'getAudit',
    tag: 'Administration',
    summary: 'Who did what: to my account, my events and my deals; for an admin, everything; newest first',
    who: ['organizer', 'distributor', 'buyer', 'admin'],
    query: AuditQuery,
    responses: { 200: AuditPage },
  }),
  async (c) => c.json(await readAudit(c.env, c.var.actor, paged(c.req.valid('query'))), 200),
);
