// Reads data for a screen: one hook from a key to data, a failure or waiting. A new key or `retry` reads again. A late
// response for an earlier key is dropped, so that a fast click never shows another event's figures.

import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Answer, Failure } from './answer.ts';

export type Load<Data> = {
  data: Data | null;
  failure: Failure | null;
  loading: boolean;
  retry(): void;
  /** Replaces the data by what a change returned, without reading again. */
  replace(data: Data): void;
};

type State<Data> = { key: string; data: Data | null; failure: Failure | null; loading: boolean };

export function useLoad<Data>(key: string, load: (signal: AbortSignal) => Promise<Answer<Data>>): Load<Data> {
  const [state, setState] = useState<State<Data>>({ key, data: null, failure: null, loading: true });
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;

  useEffect(() => {
    const controller = new AbortController();
    setState((earlier) => ({
      key,
      data: earlier.key === key ? earlier.data : null,
      failure: null,
      loading: true,
    }));
    latest.current(controller.signal).then(
      (answer) => {
        if (controller.signal.aborted) return;
        setState((earlier) =>
          answer.ok
            ? { key, data: answer.body, failure: null, loading: false }
            : { ...earlier, failure: answer.failure, loading: false },
        );
      },
      (error: unknown) => {
        if (!controller.signal.aborted) throw error;
      },
    );
    return () => controller.abort();
  }, [key, round]);

  const retry = useCallback(() => setRound((n) => n + 1), []);
  const replace = useCallback(
    (data: Data) => setState((earlier) => ({ ...earlier, data, failure: null, loading: false })),
    [],
  );
  const current = state.key === key ? state : { data: null, failure: null, loading: true };
  return { data: current.data, failure: current.failure, loading: current.loading, retry, replace };
}
