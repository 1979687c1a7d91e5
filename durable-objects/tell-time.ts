// What every object does when the Worker tells it the time (`worker/event-object/clock-step.ts`).

/** Clocks of two requests differ a little. */
const toleranceMs = 2_000;

/**
 * `nowMs` is the caller's time. When the machine's clock is set back, a running object keeps the later time, and its
 * timers and alarm would fire late by as much. So it ends itself; the next instance has the right time, and the Worker
 * repeats the calls that were waiting in it.
 */
export function startAnewWhenAhead(ctx: DurableObjectState, nowMs: number): void {
  if (Date.now() > nowMs + toleranceMs) ctx.abort('the clock was set back');
}
