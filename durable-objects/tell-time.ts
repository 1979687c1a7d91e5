// What every object does when its caller tells it the time.

/** Two requests see the time a little apart. */
const toleranceMs = 2_000;

/**
 * `nowMs` is the caller's time. An object that is awake when the clock is set back keeps its own and waits for it: its
 * timers and its alarm would come late by as much. So it starts anew; whoever waits in it is told to call again.
 */
export function startAnewWhenAhead(ctx: DurableObjectState, nowMs: number): void {
  if (Date.now() > nowMs + toleranceMs) ctx.abort('the clock was set back');
}
