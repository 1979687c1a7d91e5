// For admins: the events whose records did not agree when they were last compared, or that nobody could compare, and how
// far D1's copy of each is behind.

import { sql } from 'drizzle-orm';
import {
  type EventsWithDifferences,
  type EventWithDifferences,
  ReconciliationReport,
} from '#core/contracts/reconciliation.ts';
import { ok, type Result } from '#core/result.ts';
import { type CursorRefusal, pageOf, textPositionOf, unknownCursor } from '../cursor.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { copyLag } from '../projection/projection.ts';
import { events } from '../schema/catalog.ts';
import { titlesOf, titlesText } from '../titles.ts';

/** Each event of a page is asked how far its copy is behind, so a page is short. */
const pageSize = 30;

type Row = {
  id: string;
  title: string;
  titles: string;
  organizer: string;
  report: string;
  reportId: number;
  kind: number;
  at: number;
};

/** Those that differ first, then those with failed refunds alone, then those nobody could compare; newest report first. */
export async function eventsWithDifferences(
  env: Env,
  cursor: string | undefined,
): Promise<Result<EventsWithDifferences, CursorRefusal>> {
  const kind = sql`case last.verdict when 'differs' then 0 when 'agrees' then 1 else 2 end`;
  const position = positionIn(cursor);
  if (!position.ok) return position;
  const after = position.value;
  const rest =
    after === null ? sql`true` : sql`(${kind}, -last.at, -last.id) > (${after.kind}, ${-after.at}, ${-after.reportId})`;
  const rows = await databaseOf(env).all<Row>(sql`
    select events.id as id, events.title as title, ${titlesText(events.translations)} as titles,
      parties.name as organizer, last.report as report,
      last.id as reportId, ${kind} as kind, last.at as at
    from reconciliations as last
    join (select max(id) as id from reconciliations group by event_id) as newest on newest.id = last.id
    join events on events.id = last.event_id
    join parties on parties.id = events.organizer_id
    where (last.verdict <> 'agrees' or json_extract(last.report, '$.failedRefunds') > 0) and ${rest}
    order by kind, last.at desc, last.id desc limit ${pageSize + 1}`);
  const { items, next } = pageOf(
    rows,
    pageSize,
    (row) => ({ at: `${row.kind} ${row.at}`, id: String(row.reportId) }),
    (row) => row,
  );
  return ok({ items: await Promise.all(items.map((row) => eventWithDifferences(env, row))), next });
}

type ListPosition = { kind: number; at: number; reportId: number };

function positionIn(cursor: string | undefined): Result<ListPosition | null, CursorRefusal> {
  const position = textPositionOf(cursor);
  if (!position.ok) return position;
  if (position.value === null) return ok(null);
  const sortValue = /^([012]) (\d{1,16})$/.exec(position.value.at);
  const reportId = Number(position.value.id);
  if (sortValue === null || !Number.isSafeInteger(reportId)) return unknownCursor;
  return ok({ kind: Number(sortValue[1]), at: Number(sortValue[2]), reportId });
}

async function eventWithDifferences(
  env: Env,
  { id, title, titles, organizer, report }: Row,
): Promise<EventWithDifferences> {
  const { at, verdict, checks, jobsWaiting, failedRefunds } = ReconciliationReport.parse(JSON.parse(report));
  const { behindSeconds, waiting } = await copyLag(env, id);
  return {
    eventId: id,
    title,
    translations: titlesOf(titles),
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
