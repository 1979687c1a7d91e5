// The event's two objects as the door and the delivery ask them.

import type { EventSalesCalls } from '../../durable-objects/event-sales/calls.ts';
import type { Env } from '../env.d.ts';
import { eventSalesOf } from '../ids/ids.ts';

export function salesOf(env: Env, eventId: string): EventSalesCalls {
  return eventSalesOf(env, eventId) as unknown as EventSalesCalls;
}

export function gateOf(env: Env, eventId: string) {
  return env.CHECK_IN_GATE.getByName(eventId);
}
