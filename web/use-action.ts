// Sends a change, one call at a time. A second click while the first call is under way does nothing; the `ref` ensures
// it even before the button is drawn as disabled.

import { useRef, useState } from 'preact/hooks';
import type { ApiResult, Failure } from './api-result.ts';

type Action<Input, Body> = {
  busy: boolean;
  failure: Failure | null;
  run(input: Input): Promise<ApiResult<Body> | null>;
  clear(): void;
};

export function useAction<Input, Body>(send: (input: Input) => Promise<ApiResult<Body>>): Action<Input, Body> {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const underWay = useRef(false);

  async function run(input: Input): Promise<ApiResult<Body> | null> {
    if (underWay.current) return null;
    underWay.current = true;
    setBusy(true);
    setFailure(null);
    try {
      const result = await send(input);
      if (!result.ok) setFailure(result.failure);
      return result;
    } finally {
      underWay.current = false;
      setBusy(false);
    }
  }
  return { busy, failure, run, clear: () => setFailure(null) };
}

/** Gives the idempotency key of a body: what is sent again after a lost response has the same key, and repeats nothing. */
export function useIdempotencyKey(): (body: unknown) => string {
  const last = useRef({ body: '', key: '' });
  return (body) => {
    const written = JSON.stringify(body);
    if (last.current.body !== written) last.current = { body: written, key: crypto.randomUUID() };
    return last.current.key;
  };
}
