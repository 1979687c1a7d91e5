// Asks before something that cannot be undone. A native modal dialog: the focus stays inside, Escape closes it, and
// the question says what will happen, never just "Are you sure?".

import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { Failure } from '../answer.ts';
import { t } from '../language.ts';
import { Button } from './controls.tsx';
import { FailureNote } from './states.tsx';

type Props = {
  title: string;
  text: string;
  confirm: string;
  kind?: 'main' | 'danger';
  busy: boolean;
  failure: Failure | null;
  onConfirm(): void;
  onClose(): void;
  children?: ComponentChildren;
};

export function Confirm({ title, text, confirm, kind = 'danger', busy, failure, onConfirm, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onCancel={(e) => {
        // The dialog does not close while the call is under way, because its result would be lost.
        e.preventDefault();
        if (!busy) onClose();
      }}
    >
      <h2 id={`${id}-title`}>{title}</h2>
      <p id={`${id}-text`}>{text}</p>
      {children}
      <FailureNote failure={failure} />
      <div class="actions">
        <Button onPress={onClose}>{t().common.cancel}</Button>
        <Button kind={kind} busy={busy} onPress={onConfirm}>
          {confirm}
        </Button>
      </div>
    </dialog>
  );
}
