// A clock that is set back. An object that is awake keeps the time it has seen: its clock stands still and its timers do
// not ring until the right time has caught up, so every buyer of its event would wait in vain. Requests, which are new,
// see the right time. So when this isolate sees the clock go back, it tells each object the time before it calls it next;
// the object then starts anew (its `tellTime`).

/** Requests at work see times a little apart. */
const toleranceMs = 2_000;

export class ClockWatch {
  /** The latest time this isolate has seen; an object may have seen it too. */
  #latestMs = 0;
  /**
   * Null: the clock runs forward. Else it was set back: what it had shown before, the latest it has shown since, and which
   * objects were told since.
   */
  #back: { fromMs: number; latestMs: number; told: Set<string> } | null = null;

  /** Whether the object must be told the time before it is called. */
  mustTell(object: string, nowMs: number): boolean {
    const back = this.#back;
    if (back === null || nowMs > back.fromMs + toleranceMs) {
      // Whatever stood still goes on by itself once the time has caught up.
      this.#back = null;
      if (nowMs >= this.#latestMs - toleranceMs) {
        this.#latestMs = Math.max(this.#latestMs, nowMs);
        return false;
      }
      this.#back = { fromMs: this.#latestMs, latestMs: nowMs, told: new Set() };
      return true;
    }
    // Set back once more: those who were told have seen a later time meanwhile.
    if (nowMs < back.latestMs - toleranceMs) this.#back = { ...back, latestMs: nowMs, told: new Set() };
    else back.latestMs = Math.max(back.latestMs, nowMs);
    return this.#back?.told.has(object) === false;
  }

  told(object: string): void {
    this.#back?.told.add(object);
  }
}
