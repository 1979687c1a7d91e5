// The event's gate, as the door and the delivery ask it. The id must have passed `eventIdOf`.

import type { Env } from '../env.d.ts';

export function gateOf(env: Env, eventId: string) {
  return env.CHECK_IN_GATE.getByName(eventId);
}
