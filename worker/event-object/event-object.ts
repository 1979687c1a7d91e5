// Calls to an event's sales object. Its commands are idempotent, so a call that never reached it, or whose answer was
// lost by a restart, is made again with a new stub; an overloaded object is left alone, because asking again is what
// keeps it overloaded.

import type { EventSalesCalls, OpenOrder, PlaceHold } from '../../durable-objects/event-sales/calls.ts';
import type { Env } from '../env.d.ts';
import { Refusal } from '../http/refusal.ts';
import { eventSalesOf } from '../ids/ids.ts';
import { Batches } from './batch.ts';
import { ClockWatch } from './clock-step.ts';

const maxRetries = 3;
const firstPauseMs = 40;
const busyRetryAfterSeconds = 2;

/** The id must have passed `eventIdOf`: asking for an object makes it. */
export function callEventSales<Answer>(
  env: Env,
  eventId: string,
  call: (sales: EventSalesCalls) => Promise<Answer>,
): Promise<Answer> {
  return withRetries(async () => {
    const nowMs = Date.now();
    if (clock.mustTell(eventId, nowMs)) await tellTime(env, eventId, nowMs);
    return call(eventSalesOf(env, eventId));
  });
}

const clock = new ClockWatch();

async function tellTime(env: Env, eventId: string, nowMs: number): Promise<void> {
  try {
    await eventSalesOf(env, eventId).tellTime(nowMs);
  } catch (error) {
    // The object that has just ended answers by its end; the next call finds a new one.
    console.warn(JSON.stringify({ level: 'warn', what: 'clock-set-back', eventId, error: String(faultOf(error)) }));
  }
  clock.told(eventId);
}

// The two calls of a rush. All others come one by one.
const holds = new Batches((env: Env, eventId, commands: PlaceHold[]) =>
  callEventSales(env, eventId, (sales) => sales.placeHolds(commands)),
);
const orders = new Batches((env: Env, eventId, commands: OpenOrder[]) =>
  callEventSales(env, eventId, (sales) => sales.openOrders(commands)),
);

export function placeHoldTogether(env: Env, eventId: string, command: PlaceHold) {
  return holds.ask(env, eventId, command);
}

export function openOrderTogether(env: Env, eventId: string, command: OpenOrder) {
  return orders.ask(env, eventId, command);
}

export async function withRetries<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  for (let retries = 0; ; retries++) {
    try {
      return await call();
    } catch (error) {
      const fault = faultOf(error);
      if (fault === 'overloaded') throw new Refusal('busy', undefined, busyRetryAfterSeconds);
      if (fault === 'bug') throw error;
      if (retries === maxRetries) throw new Refusal('busy', undefined, busyRetryAfterSeconds);
      // Half fixed, half random: callers that failed together must not come back together.
      const pauseMs = firstPauseMs * 2 ** retries;
      await scheduler.wait(pauseMs / 2 + Math.random() * (pauseMs / 2));
    }
  }
}

function faultOf(error: unknown): 'overloaded' | 'retryable' | 'bug' {
  if (!(error instanceof Error)) return 'bug';
  if ('overloaded' in error && error.overloaded === true) return 'overloaded';
  return 'retryable' in error && error.retryable === true ? 'retryable' : 'bug';
}
