// Copies a text, and says so for three seconds. A page may be refused the clipboard: then the text is copied by hand.

import { useState } from 'preact/hooks';

type CopyState = 'ready' | 'copied' | 'failed';

const shownForMs = 3_000;

export function useCopy(text: string): { state: CopyState; copy(): Promise<CopyState> } {
  const [state, setState] = useState<CopyState>('ready');
  async function copy(): Promise<CopyState> {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Refused, or there is none: a page that did not come by HTTPS has no clipboard.
      setState('failed');
      return 'failed';
    }
    setState('copied');
    setTimeout(() => setState('ready'), shownForMs);
    return 'copied';
  }
  return { state, copy };
}
