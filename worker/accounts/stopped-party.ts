// A party whose people are all disabled acts no more: it sells nothing, and its doors are closed to it.

import { sql } from 'drizzle-orm';
import { parties } from '../schema/accounts.ts';

/** For a query of `parties`: since when; null while somebody may still act for it. */
export const partyStoppedAt = sql<number | null>`(
  select case when count(*) = count(users.disabled_at) then max(users.disabled_at) end
  from members join users on users.id = members.user_id where members.party_id = ${parties.id})`;
