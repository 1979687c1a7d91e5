// The field for a code of the second factor: at sign-in, when codes are turned on or off, and to confirm a session. A
// wrong code is reported at the field.

import type { ComponentChildren } from 'preact';
import type { ApiResult } from '../../api-result.ts';
import { t } from '../../language.ts';
import { Button, Form, TextField } from '../../parts/controls.tsx';
import { FailureNote } from '../../parts/states.tsx';
import { useAction } from '../../use-action.ts';
import { useForm } from '../../use-form.ts';

type CodeFormProps<Body> = {
  submit: string;
  kind: 'main' | 'danger';
  /** While codes are being turned on there are no recovery codes yet. */
  appOnly?: boolean;
  send: (code: string) => Promise<ApiResult<Body>>;
  onDone?: (body: Body) => void;
  /** Stands beside the button. */
  children?: ComponentChildren;
};

export function CodeForm<Body>({ submit, kind, appOnly = false, send, onDone, children }: CodeFormProps<Body>) {
  const text = t().secondStep;
  const hint = appOnly ? text.appCodeHint : text.codeHint;
  const form = useForm({ code: '' });
  const action = useAction(send);

  async function press() {
    const code = form.values.code.trim();
    form.refuse(code.length < 6 ? { code: hint } : {});
    if (code.length < 6) return;
    const result = await action.run(code);
    if (result?.ok === false && result.failure.code === 'wrong-code') form.refuse({ code: t().errors['wrong-code'] });
    if (result?.ok === true) onDone?.(result.body);
  }
  const button = (
    <Button kind={kind} submit busy={action.busy}>
      {submit}
    </Button>
  );
  return (
    <Form onSubmit={press} label={submit}>
      <TextField
        {...form.field('code')}
        label={text.code}
        hint={hint}
        autoComplete="one-time-code"
        spellcheck={false}
        maxLength={40}
      />
      {action.failure?.code !== 'wrong-code' && <FailureNote failure={action.failure} />}
      {children === undefined ? (
        button
      ) : (
        <div class="actions">
          {button}
          {children}
        </div>
      )}
    </Form>
  );
}
