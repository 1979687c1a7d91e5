// Reads a screen's data again while somebody looks at it, so that stock, orders and admissions move without a reload. A
// hidden tab asks for nothing and is read at once when it is seen again, as after a connection that was lost.

import { useEffect, useRef } from 'preact/hooks';
import type { Load } from './use-load.ts';

/** After each failure the pause doubles up to this many seconds, so that a server in need is not asked by every tab. */
const longestPause = 120;

export function useLive(load: Pick<Load<unknown>, 'retry' | 'loading' | 'failure'>, seconds = 15): void {
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    let timer = 0;
    let pause = seconds;
    const wait = () => {
      clearTimeout(timer);
      timer = window.setTimeout(readAgain, pause * 1_000);
    };
    const readAgain = () => {
      const { loading, failure, retry } = latest.current;
      pause = failure === null ? seconds : Math.min(pause * 2, longestPause);
      if (!document.hidden && !loading) retry();
      wait();
    };
    const now = () => {
      pause = seconds;
      readAgain();
    };
    const seen = () => {
      if (!document.hidden) now();
    };
    wait();
    document.addEventListener('visibilitychange', seen);
    window.addEventListener('online', now);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', seen);
      window.removeEventListener('online', now);
    };
  }, [seconds]);
}
