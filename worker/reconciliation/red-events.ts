// For admins: the events whose books did not agree when they were last compared, or that nobody could compare, and how
// far D1's copy of each is behind.

import { sql } from 'drizzle-orm';
import { ReconciliationReport, type RedEvent } from '#core/contracts/reconciliation.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { copyLag } from '../reports/reports.ts';

/** More red events than that are one fault, not many. */
const mostShown = 50;

type Row = { id: string; title: string; organizer: string; report: string };

export async function redEvents(env: Env): Promise<RedEvent[]> {
  const rows = await databaseOf(env).all<Row>(sql`
    select events.id as id, events.title as title, parties.name as organizer, last.report as report
    from reconciliations as last
    join (select max(id) as id from reconciliations group by event_id) as newest on newest.id = last.id
    join events on events.id = last.event_id
    join parties on parties.id = events.organizer_id
    where last.verdict <> 'agrees' or json_extract(last.report, '$.failedRefunds') > 0
    order by case last.verdict when 'differs' then 0 when 'agrees' then 1 else 2 end, last.at desc limit ${mostShown}`);
  return Promise.all(rows.map((row) => redEvent(env, row)));
}

async function redEvent(env: Env, { id, title, organizer, report }: Row): Promise<RedEvent> {
  const { at, verdict, checks, jobsWaiting, failedRefunds } = ReconciliationReport.parse(JSON.parse(report));
  const { behindSeconds, waiting } = await copyLag(env, id);
  return {
    eventId: id,
    title,
    organizerName: organizer,
    at,
    verdict,
    red: checks
      .filter((one) => one.verdict !== 'agrees')
      .map(({ name, verdict, differing }) => ({ name, verdict, differing })),
    jobsWaiting,
    failedRefunds,
    lag: { waiting, behindSeconds },
  };
}
