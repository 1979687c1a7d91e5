// A text to copy: shown whole, with one button that says that it copied.

import { useId, useRef } from 'preact/hooks';
import { t } from '../language.ts';
import { useCopy } from './use-copy.ts';

type Props = { label: string; hint: string; text: string; action: string; rows?: number };

export function CopyRow({ label, hint, text, action, rows = 1 }: Props) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const { state, copy } = useCopy(text);

  async function press() {
    // Selected, the text is one key away from being copied.
    if ((await copy()) === 'failed') field.current?.select();
  }
  return (
    <div class="copy-row">
      <label for={id}>{label}</label>
      <p class="hint">{hint}</p>
      <div class="copy-line">
        <textarea ref={field} id={id} readOnly rows={rows} value={text} spellcheck={false} />
        <button type="button" class="button plain" onClick={press} aria-label={action}>
          {state === 'copied' ? t().common.copied : t().common.copy}
        </button>
      </div>
      <p role="status" class={state === 'failed' ? 'field-error' : 'quiet'}>
        {state === 'copied' ? t().common.copied : state === 'failed' ? t().copyFailed : ''}
      </p>
    </div>
  );
}
