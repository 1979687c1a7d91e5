// Asks before something that cannot be undone. A native modal dialog: the focus stays inside, Escape closes it, and
// the question says what will happen, never just "Are you sure?".

import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { Failure } from '../api-result.ts';
import { t } from '../language.ts';
import { Button } from './controls.tsx';
import { FailureNote } from './states.tsx';

type Props = {
  title: string;
  text: string;
  confirm: string;
  cancel?: string;
  kind?: 'main' | 'danger';
  busy: boolean;
  failure: Failure | null;
  onConfirm(): void;
  onClose(): void;
  children?: ComponentChildren;
};

export function Confirm({
  title,
  text,
  confirm,
  cancel,
  kind = 'danger',
  busy,
  failure,
  onConfirm,
  onClose,
  children,
}: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => {
      // Closing gives the focus back to the button that asked. It may be gone with what it was about.
      shown?.close();
      if (document.activeElement === document.body || document.activeElement === null)
        document.querySelector<HTMLElement>('#content h1')?.focus({ preventScroll: true });
    };
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
        <Button onPress={onClose}>{cancel ?? t().common.cancel}</Button>
        <Button kind={kind} busy={busy} onPress={onConfirm}>
          {confirm}
        </Button>
      </div>
    </dialog>
  );
}
