// Reads data for a screen: one hook from a key to data, a failure or waiting. A new key or `retry` reads again. A late
// response for an earlier key is dropped, so that a fast click never shows another event's figures.

import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { ApiResult, Failure } from './api-result.ts';

export type Load<Data> = {
  data: Data | null;
  failure: Failure | null;
  loading: boolean;
  retry(): void;
  /** Replaces the data by what a change returned, without reading again. */
  replace(data: Data): void;
};

type State<Data> = { key: string; data: Data | null; failure: Failure | null; loading: boolean };

/** `earlier`: what is known of this key already and may be shown until the response comes. */
export function useLoad<Data>(
  key: string,
  load: (signal: AbortSignal) => Promise<ApiResult<Data>>,
  earlier: () => Data | null = () => null,
): Load<Data> {
  const [state, setState] = useState<State<Data>>(() => ({ key, data: earlier(), failure: null, loading: true }));
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  const latestEarlier = useRef(earlier);
  latestEarlier.current = earlier;

  useEffect(() => {
    const controller = new AbortController();
    setState((before) => ({
      key,
      data: before.key === key ? before.data : latestEarlier.current(),
      failure: null,
      loading: true,
    }));
    latest.current(controller.signal).then(
      (result) => {
        if (controller.signal.aborted) return;
        setState((before) =>
          result.ok
            ? { key, data: result.body, failure: null, loading: false }
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
    (data: Data) => setState((before) => ({ ...before, data, failure: null, loading: false })),
    [],
  );
  const current = state.key === key ? state : { data: earlier(), failure: null, loading: true };
  return { data: current.data, failure: current.failure, loading: current.loading, retry, replace };
}
