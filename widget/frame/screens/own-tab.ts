/**
 * The window of the buyer's tab, when this page or another of ours fills it (a link to the widget, the event's page): payment
 * then goes on in the same tab. Null inside a publisher's page, which must stay where it is: what leaves the widget opens in
 * a tab of its own there.
 */
export function ownTab(): Window | null {
  try {
    return window.top?.location.origin === location.origin ? window.top : null;
  } catch {
    // Reading the address of another site's window throws.
    return null;
  }
}

/** For a link that leaves the widget. */
export function leaving(): { target: '_top' | '_blank'; rel?: string } {
  return ownTab() === null ? { target: '_blank', rel: 'noopener noreferrer' } : { target: '_top' };
}
