// Counts down, by the server's clock, until the hold ends. A screen reader announces the last minute only, not every
// second.

import { useEffect, useState } from 'preact/hooks';
import type { Texts } from '../app.tsx';
import type { Clock } from '../clock.ts';
import { countdown } from '../format.ts';

type Props = { until: string; clock: Clock; texts: Texts; onOver?: () => void };

export function Countdown({ until, clock, texts: { m }, onOver }: Props) {
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
    <p class={last ? 'kept last' : 'kept'}>
      <span role="timer">
        {m.keptFor} <b>{countdown(leftMs)}</b>
      </span>
      <span role="status" class="unseen">
        {last ? m.minuteLeft : ''}
      </span>
    </p>
  );
}
