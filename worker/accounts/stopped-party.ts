// A party whose members are all disabled is stopped: its events sell nothing, and it can scan at no gate.

import { sql } from 'drizzle-orm';

/**
 * For a query of `parties`: since when; null while somebody may still act for it. The column is written with its table,
 * because a query of one table alone would otherwise name it `id`, which here is the id of a user.
 */
export const partyStoppedAt = sql<number | null>`(
  select case when count(*) = count(users.disabled_at) then max(users.disabled_at) end
  from members join users on users.id = members.user_id where members.party_id = parties.id)`;
