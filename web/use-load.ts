// Reads data for a screen: one hook from a key to data, a failure or waiting. A new key or `retry` reads again. A late
// response for an earlier key is dropped, so that a fast click never shows another event's figures.

import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { ApiResult, Failure } from './api-result.ts';

export type Load<Data> = {
  data: Data | null;
  failure: Failure | null;
  loading: boolean;
  /** When the data was read; null while there is none, or only what an earlier visit left. */
  readAt: Date | null;
  retry(): void;
  /** Replaces the data by what a change returned, without reading again. */
  replace(data: Data): void;
};

type State<Data> = Pick<Load<Data>, 'data' | 'failure' | 'loading' | 'readAt'> & { key: string };

/** `earlier`: what is known of this key already and may be shown until the response comes. */
export function useLoad<Data>(
  key: string,
  load: (signal: AbortSignal) => Promise<ApiResult<Data>>,
  earlier: () => Data | null = () => null,
): Load<Data> {
  const [state, setState] = useState<State<Data>>(() => unread(key, earlier()));
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  const latestEarlier = useRef(earlier);
  latestEarlier.current = earlier;

  useEffect(() => {
    const controller = new AbortController();
    // A failure stays in sight until the next response, so that the note of a lost connection does not flicker.
    setState((before) => (before.key === key ? { ...before, loading: true } : unread(key, latestEarlier.current())));
    latest.current(controller.signal).then(
      (result) => {
        if (controller.signal.aborted) return;
        setState((before) =>
          result.ok
            ? { key, data: result.body, failure: null, loading: false, readAt: new Date() }
            : { ...before, failure: result.failure, loading: false },
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
    (data: Data) => setState((before) => ({ ...before, data, failure: null, loading: false, readAt: new Date() })),
    [],
  );
  const { data, failure, loading, readAt } = state.key === key ? state : unread(key, earlier());
  return { data, failure, loading, readAt, retry, replace };
}

function unread<Data>(key: string, earlier: Data | null): State<Data> {
  return { key, data: earlier, failure: null, loading: true, readAt: null };
}
