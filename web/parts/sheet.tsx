// A panel at the side of a list, on a phone the whole screen: one thing of the list, without leaving it. A native modal
// dialog: the focus stays inside and returns to what opened it, Escape closes it.

import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { t } from '../language.ts';
import { useModal } from './use-modal.ts';

type Props = { title: string; onClose: () => void; children: ComponentChildren };

export function Sheet({ title, onClose, children }: Props) {
  const dialog = useModal();
  const id = useId();
  return (
    <dialog
      ref={dialog}
      class="sheet"
      aria-labelledby={id}
      onCancel={(e) => {
        e.preventDefault();
        onClose();
      }}
    >
      <div class="sheet-body">
        <div class="sheet-head">
          <h2 id={id}>{title}</h2>
          <button type="button" class="button plain" onClick={onClose}>
            {t().common.close}
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
