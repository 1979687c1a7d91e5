// Who is in, as the gate knows it.

import type { TicketAdmission } from '../../durable-objects/check-in-gate/rpc.ts';
import type { Env } from '../env.d.ts';
import { callGate } from '../event-object/event-object.ts';

/** Of those of the tickets that were admitted. */
export function admissionsOf(env: Env, eventId: string, ticketIds: string[]): Promise<TicketAdmission[]> {
  return callGate(env, eventId, (gate) => gate.admissionsOf(ticketIds));
}

/** Which of these tickets were used. */
export async function admittedOf(env: Env, eventId: string, ticketIds: string[]): Promise<ReadonlySet<string>> {
  return new Set((await admissionsOf(env, eventId, ticketIds)).map((one) => one.ticketId));
}
