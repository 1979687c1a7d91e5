// Counts down, by the server's clock, until the hold ends: in figures and as a bar that runs out. A screen reader announces
// the last minute only, not every second.

import { useEffect, useState } from 'preact/hooks';
import type { Texts } from '../app.tsx';
import type { Clock } from '../clock.ts';
import { countdown } from '../format.ts';

type Props = {
  until: string;
  /** How long a hold lives: the whole of the bar. */
  wholeMinutes: number;
  clock: Clock;
  texts: Texts;
  onOver?: () => void;
};

export function Countdown({ until, wholeMinutes, clock, texts: { m }, onOver }: Props) {
  const [now, setNow] = useState(clock.now());
  const leftMs = Date.parse(until) - now;
  useEffect(() => {
    const timer = setInterval(() => setNow(clock.now()), 500);
    return () => clearInterval(timer);
  }, [clock]);
  useEffect(() => {
    if (leftMs <= 0) onOver?.();
  });
  if (leftMs <= 0) return null;
  const last = leftMs <= 60_000;
  return (
    <div class={last ? 'countdown last' : 'countdown'}>
      <p role="timer">
        {m.keptFor} <b>{countdown(leftMs)}</b>
      </p>
      <progress aria-hidden="true" max={wholeMinutes * 60_000} value={leftMs} />
      <span role="status" class="unseen">
        {last ? m.minuteLeft : ''}
      </span>
    </div>
  );
}
