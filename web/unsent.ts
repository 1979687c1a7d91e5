// Before a page with unsent text is left by a link or closed, the person is asked. Back and forward are not asked: the text
// is stored (saved-forms.ts) and stands there again when the person returns.

import { signal } from '@preact/signals';
import { dropForm } from './saved-forms.ts';

const unsent = new Set<string>();

/** Where the person wants to go instead; set while the question is shown. */
export const leavingTo = signal<string | null>(null);

/** From now on the person is asked; the returned function ends that. */
export function askBeforeLeaving(form: string): () => void {
  unsent.add(form);
  return () => void unsent.delete(form);
}

/** Called once, before the router listens to clicks. */
export function watchLeaving(isOwnPage: RegExp): void {
  addEventListener('beforeunload', (event) => {
    if (unsent.size > 0) event.preventDefault();
  });
  addEventListener(
    'click',
    (event) => {
      if (unsent.size === 0 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.button !== 0)
        return;
      const link = event.composedPath().find((one) => one instanceof HTMLAnchorElement);
      if (link === undefined || link.origin !== location.origin || !/^(_?self)?$/i.test(link.target)) return;
      // A part of this very page, or a page of the Worker's own, which the browser itself asks about.
      if (link.getAttribute('href')?.startsWith('#') === true || !isOwnPage.test(link.pathname)) return;
      event.preventDefault();
      event.stopPropagation();
      leavingTo.value = link.pathname + link.search;
    },
    { capture: true },
  );
}

export function dropUnsent(): void {
  for (const form of unsent) dropForm(form);
  unsent.clear();
}
