/** False inside a publisher's page, which must stay where it is: what leaves the widget opens in a tab of its own there. */
export function isWholePage(): boolean {
  return window.top === window;
}

/** For a link that leaves the widget. */
export function leaving(): { target?: '_blank'; rel?: string } {
  return isWholePage() ? {} : { target: '_blank', rel: 'noopener noreferrer' };
}
