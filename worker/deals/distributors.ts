// Distributors as an organizer finds them: by the beginning or middle of a name, and by the words they say of
// themselves and their audience, in any Russian or English form. With what they have agreed on before, never with whom.

import { and, asc, eq, gt, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import type { DistributorCard } from '#core/contracts/people.ts';
import { cutText } from '#core/cut-text.ts';
import { ok, type Result } from '#core/result.ts';
import { matchOf, stemsOf } from '../catalog/catalog.ts';
import { type CursorRefusal, pageOf, textPositionOf } from '../cursor.ts';
import { databaseOf, folded, statement } from '../database.ts';
import type { Env } from '../env.d.ts';
import { parties } from '../schema/accounts.ts';
import { distributorProfiles, listedDistributors } from '../schema/deals.ts';
import { commissionBand } from './usual-commission.ts';

const pageSize = 30;
const mostSaid = 280;
/** Raise it when the stems change: the cron then makes every distributor's words again. */
const wordsVersion = 1;
const listedPerRun = 200;

export async function findDistributors(
  env: Env,
  query: { q?: string | undefined; cursor?: string | undefined },
): Promise<Result<{ items: DistributorCard[]; next: string | null }, CursorRefusal>> {
  const position = textPositionOf(query.cursor);
  if (!position.ok) return position;
  const after = position.value;
  const rows = await databaseOf(env)
    .select({
      id: parties.id,
      name: parties.name,
      nameKey: parties.nameKey,
      acceptedDeals: sql<number>`(select count(*) from deals
        where deals.distributor_id = parties.id and deals.widget_id is not null)`,
      says: sql<string>`coalesce(nullif(${distributorProfiles.audience}, ''),
        ${distributorProfiles.about}, '')`,
      sites: distributorProfiles.sites,
      usualCommissionFrom: listedDistributors.usualCommissionFrom,
    })
    .from(parties)
    .leftJoin(distributorProfiles, eq(distributorProfiles.partyId, parties.id))
    .leftJoin(listedDistributors, eq(listedDistributors.partyId, parties.id))
    .where(
      and(
        eq(parties.kind, 'distributor'),
        query.q === undefined ? undefined : saidBy(query.q),
        after === null
          ? undefined
          : or(gt(parties.nameKey, after.at), and(eq(parties.nameKey, after.at), gt(parties.id, after.id))),
      ),
    )
    .orderBy(asc(parties.nameKey), asc(parties.id))
    .limit(pageSize + 1);
  const page = pageOf(
    rows,
    pageSize,
    (row) => ({ at: row.nameKey, id: row.id }),
    ({ nameKey: _key, sites, says, usualCommissionFrom, ...card }) => ({
      ...card,
      says: cutText(says, mostSaid),
      usualCommission: commissionBand(usualCommissionFrom),
      sites: sites ?? [],
    }),
  );
  return ok(page);
}

function saidBy(q: string): SQL | undefined {
  // Not `like`: D1 takes no pattern above 50 bytes, which are 24 Russian letters.
  const named = sql`instr(${parties.nameKey}, ${folded(q.trim())}) > 0`;
  const match = matchOf({ q });
  if (match === null) return named;
  return or(
    named,
    sql`${parties.id} in (select l.party_id from distributor_words w join listed_distributors l on l.key = w.rowid
      where w.distributor_words match ${match})`,
  );
}

/** Rebuilds the index entry of one distributor from its party and profile. May be repeated. */
export async function reindexDistributor(env: Env, partyId: string): Promise<void> {
  const db = databaseOf(env);
  const [row] = await db
    .select({ name: parties.name, nameKey: parties.nameKey, profile: distributorProfiles })
    .from(parties)
    .leftJoin(distributorProfiles, eq(distributorProfiles.partyId, parties.id))
    .where(and(eq(parties.id, partyId), eq(parties.kind, 'distributor')));
  if (row === undefined) return;
  const { about = '', audience = '', sites = [] } = row.profile ?? {};
  const hosts = sites.map((site) => site.replace(/^https?:\/\/(www\.)?/i, ''));
  const words = [...new Set([row.name, about, audience, ...hosts].flatMap(stemsOf))].join(' ');
  const key = sql`(select key from listed_distributors where party_id = ${partyId})`;
  await db.batch([
    db
      .insert(listedDistributors)
      .values({ partyId, nameKey: row.nameKey, version: wordsVersion })
      .onConflictDoUpdate({
        target: listedDistributors.partyId,
        set: { nameKey: row.nameKey, version: wordsVersion },
      }),
    statement(db, sql`delete from distributor_words where rowid = ${key}`),
    statement(db, sql`insert into distributor_words (rowid, words) select ${key}, ${words}`),
  ]);
}

/** The cron's part: distributors that are new or were renamed. Until then they are found by the literal name. */
export async function reindexDueDistributors(env: Env): Promise<void> {
  const due = await databaseOf(env)
    .select({ id: parties.id })
    .from(parties)
    .leftJoin(listedDistributors, eq(listedDistributors.partyId, parties.id))
    .where(
      and(
        eq(parties.kind, 'distributor'),
        or(
          isNull(listedDistributors.key),
          ne(listedDistributors.nameKey, parties.nameKey),
          ne(listedDistributors.version, wordsVersion),
        ),
      ),
    )
    .limit(listedPerRun);
  for (const { id } of due) await reindexDistributor(env, id);
}
