// Sends a change, one call at a time. A second click while the first call is under way does nothing; the `ref` ensures
// it even before the button is drawn as disabled.

import { useRef, useState } from 'preact/hooks';
import type { Answer, Failure } from './answer.ts';

type Action<Input, Body> = {
  busy: boolean;
  failure: Failure | null;
  run(input: Input): Promise<Answer<Body> | null>;
  clear(): void;
};

export function useAction<Input, Body>(send: (input: Input) => Promise<Answer<Body>>): Action<Input, Body> {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const underWay = useRef(false);

  async function run(input: Input): Promise<Answer<Body> | null> {
    if (underWay.current) return null;
    underWay.current = true;
    setBusy(true);
    setFailure(null);
    try {
      const answer = await send(input);
      if (!answer.ok) setFailure(answer.failure);
      return answer;
    } finally {
      underWay.current = false;
      setBusy(false);
    }
  }
  return { busy, failure, run, clear: () => setFailure(null) };
}
