// The channels an event's object sells through, compared with the deals and the organizer's own widget in D1. They
// differ when D1 was put back to an earlier moment: the object may sell through a deal that D1 has forgotten.

import { sql } from 'drizzle-orm';
import type { Check, Difference } from '#core/contracts/reconciliation.ts';
import { databaseOf } from '../database.ts';
import type { Env } from '../env.d.ts';
import { callEventSales } from '../event-object/event-object.ts';
import { checkTwice } from './checks.ts';

export function checkChannels(env: Env, eventId: string): Promise<Check> {
  return checkTwice('channels', () => compareChannels(env, eventId));
}

async function compareChannels(env: Env, eventId: string): Promise<{ compared: number; differences: Difference[] }> {
  const known = await knownChannels(env, eventId);
  const channels = await callEventSales(env, eventId, (sales) => sales.channels());
  const sold = new Map(channels.map(({ widgetId, status }) => [widgetId, status]));
  const differences: Difference[] = [];
  for (const [subject, found] of sold) {
    const expected = known.get(subject) ?? 'unknown';
    if (found === 'open' && expected !== 'open')
      differences.push({ kind: 'open-in-sale-only', subject, expected, found });
  }
  for (const [subject, expected] of known) {
    const found = sold.get(subject) ?? 'unknown';
    if (expected === 'open' && found !== 'open') differences.push({ kind: 'closed-in-sale', subject, expected, found });
  }
  return { compared: new Set([...sold.keys(), ...known.keys()]).size, differences };
}

/** Widget id → what D1 takes it for. What is still to be pushed is left out: the object need not have it yet. */
async function knownChannels(env: Env, eventId: string): Promise<Map<string, 'open' | 'closed'>> {
  const rows = await databaseOf(env).all<{ widgetId: string; isOpen: 0 | 1 }>(sql`
    select widget_id as widgetId, is_open as isOpen from (
      select widget_id, status = 'ACCEPTED' as is_open from deals where event_id = ${eventId}
      union all select widget_id, 1 from events where id = ${eventId})
    where widget_id is not null and not exists (select 1 from publications
      where event_id = ${eventId} and pending_since is not null and subject_id in (widget_id, ${eventId}))`);
  return new Map(rows.map(({ widgetId, isOpen }) => [widgetId, isOpen === 1 ? 'open' : 'closed']));
}
