// The text for an error code: one of its own where the buyer can act on it, one general sentence for all others.

import type { Messages } from '../messages/en.ts';

export function refusalText(m: Messages, code: string): string {
  if (code === 'no-answer') return m.lostText;
  const texts: Readonly<Record<string, string>> = m.refusals;
  return Object.hasOwn(texts, code) ? (texts[code] ?? m.refusals.other) : m.refusals.other;
}
