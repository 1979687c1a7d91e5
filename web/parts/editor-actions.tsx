// The last row of an editor: save, cancel, and what ends the thing that is edited.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { ApiResult } from '../api-result.ts';
import { t } from '../language.ts';
import { useAction } from '../use-action.ts';
import { Confirm } from './confirm.tsx';
import { Button } from './controls.tsx';

/** `back` is where "cancel" leads. */
export function EditorActions({ busy, back, children }: { busy: boolean; back: string; children: ComponentChildren }) {
  return (
    <div class="actions">
      <Button kind="main" submit busy={busy} busyText={t().common.saving}>
        {t().common.save}
      </Button>
      <a class="button plain" href={back}>
        {t().common.cancel}
      </a>
      {children}
    </div>
  );
}

type Ending = {
  /** On the button, and again in the question. */
  label: string;
  title: string;
  text: string;
  end: () => Promise<ApiResult<unknown>>;
  /** Where the person goes afterwards: what they were editing is gone. */
  leadsTo: string;
};

/** Asks before it ends something that cannot be brought back. */
export function EndButton({ label, title, text, end, leadsTo }: Ending) {
  const { route } = useLocation();
  const [asking, ask] = useState(false);
  const ending = useAction(end);
  async function run() {
    const result = await ending.run(undefined);
    if (result?.ok === true) route(leadsTo, true);
  }
  return (
    <>
      <Button kind="danger" onPress={() => ask(true)}>
        {label}
      </Button>
      {asking && (
        <Confirm
          title={title}
          text={text}
          confirm={label}
          busy={ending.busy}
          failure={ending.failure}
          onConfirm={run}
          onClose={() => ask(false)}
        />
      )}
    </>
  );
}
