// Every call of the Worker to a Durable Object goes through this module: it makes the stub and repeats the call. All calls
// are idempotent. When the object restarted, the call may not have reached it or its result was lost, so it is made again
// with a new stub. An overloaded object is not called again, because repeated calls are what keeps it overloaded.
//
// No other module makes a stub (checks/source-rules.test.ts): an object that is awake while the clock is set back must be
// told the time before it is called, or its timers and its alarm wait for the old time (clock-step.ts).
//
// Asking for an object creates it: an event id must have passed `eventIdOf` first.

import type { CheckInGateCalls } from '../../durable-objects/check-in-gate/rpc.ts';
import type { EventSalesCalls, OpenOrder, PlaceHold } from '../../durable-objects/event-sales/rpc.ts';
import type { TestAcquirerCalls } from '../../durable-objects/test-acquirer/rpc.ts';
import type { Env } from '../env.d.ts';
import { log } from '../log.ts';
import { Batches } from './batch.ts';
import { ClockWatch } from './clock-step.ts';
import { ObjectUnavailable } from './unavailable.ts';

export { ObjectUnavailable } from './unavailable.ts';

const maxRetries = 3;
const firstPauseMs = 40;

/** The sales object of an event. */
export function callEventSales<Value>(
  env: Env,
  eventId: string,
  call: (sales: EventSalesCalls) => Promise<Value>,
): Promise<Value> {
  return callObject(`sales ${eventId}`, () => env.EVENT_SALES.getByName(eventId), call);
}

/** The gate of an event. */
export function callGate<Value>(
  env: Env,
  eventId: string,
  call: (gate: CheckInGateCalls) => Promise<Value>,
): Promise<Value> {
  // The RPC types wrap every value an object returns. The gate returns plain data, which `CheckInGateCalls` promises.
  const stub = () => env.CHECK_IN_GATE.getByName(eventId) as unknown as CheckInGateCalls;
  return callObject(`gate ${eventId}`, stub, call);
}

/** The test acquirer's object with the payments of an event. */
export function callTestAcquirer<Value>(
  env: Env,
  eventId: string,
  call: (acquirer: TestAcquirerCalls) => Promise<Value>,
): Promise<Value> {
  return callObject(`acquirer ${eventId}`, () => env.TEST_ACQUIRER.getByName(eventId), call);
}

/** What the three classes have in common. */
type ToldTheTime = { tellTime(nowMs: number): Promise<void> };

const clock = new ClockWatch();

function callObject<Calls extends ToldTheTime, Value>(
  name: string,
  stub: () => Calls,
  call: (object: Calls) => Promise<Value>,
): Promise<Value> {
  return withRetries(async () => {
    const nowMs = Date.now();
    if (clock.mustTell(name, nowMs)) await tellTime(name, stub(), nowMs);
    return call(stub());
  });
}

async function tellTime(name: string, object: ToldTheTime, nowMs: number): Promise<void> {
  try {
    await object.tellTime(nowMs);
  } catch (error) {
    // The object that has just ended answers by its end; the next call finds a new one.
    log('warn', 'clock-set-back', { object: name, error });
  }
  clock.told(name);
}

// The two calls that buyers make by the thousand when a sale opens travel in batches. All others travel alone.
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

/** Exported for its test alone. */
export async function withRetries<Value>(call: () => Promise<Value>): Promise<Value> {
  for (let retries = 0; ; retries++) {
    try {
      return await call();
    } catch (error) {
      const fault = faultOf(error);
      if (fault === 'bug') throw error;
      if (fault === 'overloaded' || retries === maxRetries) throw new ObjectUnavailable(fault, { cause: error });
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
