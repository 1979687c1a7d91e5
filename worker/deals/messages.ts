// Messages that the two parties of a deal write to each other. A message never changes the terms: only a version does.

import { asc, eq, sql } from 'drizzle-orm';
import type { DealMessages, DealSide } from '#core/contracts/deals.ts';
import { ok, type Result, refuse } from '#core/result.ts';
import { databaseOf, statement } from '../database.ts';
import type { Env } from '../env.d.ts';
import { dealMessages } from '../schema/deals.ts';
import { notifyIfChanged, otherSide } from './notifications.ts';

/** Bounds the storage that one deal can fill: no real negotiation needs more. */
const mostMessages = 500;

export async function listMessages(env: Env, dealId: string): Promise<DealMessages> {
  const rows = await databaseOf(env)
    .select()
    .from(dealMessages)
    .where(eq(dealMessages.dealId, dealId))
    .orderBy(asc(dealMessages.createdAt), asc(dealMessages.id));
  return {
    items: rows.map(({ id, author, body, createdAt }) => ({
      id,
      author,
      body,
      createdAt: new Date(createdAt).toISOString(),
    })),
  };
}

export async function addMessage(
  env: Env,
  dealId: string,
  side: DealSide,
  body: string,
): Promise<Result<null, 'limit-exceeded'>> {
  const db = databaseOf(env);
  const nowMs = Date.now();
  const [added] = await db.batch([
    statement(
      db,
      sql`insert into deal_messages (id, deal_id, author, body, created_at)
        select ${crypto.randomUUID()}, ${dealId}, ${side}, ${body}, ${nowMs}
        where (select count(*) from deal_messages where deal_id = ${dealId}) < ${mostMessages}`,
    ),
    notifyIfChanged(db, dealId, 'message', otherSide(side), nowMs),
  ]);
  return added.meta.changes > 0 ? ok(null) : refuse('limit-exceeded', { most: mostMessages });
}
