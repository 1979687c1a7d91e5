// A text to copy: shown whole, with one button that says that it copied.

import { useId, useRef, useState } from 'preact/hooks';
import { t } from '../language.ts';

type Props = { label: string; hint: string; text: string; action: string; rows?: number };

export function CopyRow({ label, hint, text, action, rows = 1 }: Props) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [state, setState] = useState<'ready' | 'copied' | 'failed'>('ready');

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
      setTimeout(() => setState('ready'), 3_000);
    } catch {
      // If the page may not write to the clipboard, the text is selected instead.
      field.current?.select();
      setState('failed');
    }
  }
  return (
    <div class="copy-row">
      <label for={id}>{label}</label>
      <p class="hint">{hint}</p>
      <div class="copy-line">
        <textarea ref={field} id={id} readOnly rows={rows} value={text} spellcheck={false} />
        <button type="button" class="button plain" onClick={copy} aria-label={action}>
          {state === 'copied' ? t().common.copied : t().common.copy}
        </button>
      </div>
      <p role="status" class={state === 'failed' ? 'field-error' : 'quiet'}>
        {state === 'copied' ? t().common.copied : state === 'failed' ? t().common.copyFailed : ''}
      </p>
    </div>
  );
}
