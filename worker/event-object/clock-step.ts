// A clock that is set back. An object that is awake keeps the time it has seen: its clock stands still and its timers do
// not ring until the right time has caught up, so every buyer of its event would wait in vain. Requests, which are new,
// see the right time. So when this isolate sees the clock go back, it tells each event's object the time before it calls
// it next; the object then starts anew (event-sales.ts).

/** Requests at work see times a little apart. */
const toleranceMs = 2_000;

export class ClockWatch {
  #latestMs = 0;
  /** Null: the clock runs forward. Else when the clock was set back it had shown this, and these were told since. */
  #back: { fromMs: number; told: Set<string> } | null = null;

  /** Whether the object must be told the time before it is called. */
  mustTell(eventId: string, nowMs: number): boolean {
    if (nowMs < this.#latestMs - toleranceMs) this.#back = { fromMs: this.#latestMs, told: new Set() };
    this.#latestMs = nowMs;
    if (this.#back === null) return false;
    // Whatever stood still goes on by itself from here on.
    if (nowMs > this.#back.fromMs + toleranceMs) this.#back = null;
    return this.#back !== null && !this.#back.told.has(eventId);
  }

  told(eventId: string): void {
    this.#back?.told.add(eventId);
  }
}
