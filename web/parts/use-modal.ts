// A native modal dialog while it is drawn: the focus stays inside and returns to what opened it. Escape, and a press beside it
// where the browser knows of that, ask to cancel.

import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

export function useModal(): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.setAttribute('closedby', 'any');
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return dialog;
}
