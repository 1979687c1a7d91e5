// The guest list of an event: names from the projection, who is in from the gate. A door that cannot be asked does not take
// the list away: it is most needed then, on paper.

import type { GuestPage } from '#core/contracts/guests.ts';
import type { Position } from '../cursor.ts';
import type { Env } from '../env.d.ts';
import { callGate, ObjectUnavailable } from '../event-object/event-object.ts';
import { listGuests } from '../projection/projection.ts';
import { admittedOf } from './admissions.ts';

type Search = { q?: string | undefined; after: Position<string> | null };

export async function guestList(env: Env, eventId: string, search: Search): Promise<GuestPage> {
  const { items, next, expected } = await listGuests(env, eventId, search);
  const door = await askedOfGate(
    env,
    eventId,
    items.map(({ ticketId }) => ticketId),
  );
  return {
    items: items.map((guest) => ({ ...guest, admitted: door?.admitted.has(guest.ticketId) ?? null })),
    next,
    expected,
    inside: door?.inside ?? null,
  };
}

async function askedOfGate(env: Env, eventId: string, ticketIds: string[]) {
  try {
    const [admitted, stats] = await Promise.all([
      admittedOf(env, eventId, ticketIds),
      callGate(env, eventId, (gate) => gate.stats()),
    ]);
    return { admitted, inside: stats.admitted };
  } catch (error) {
    if (error instanceof ObjectUnavailable) return null;
    throw error;
  }
}
