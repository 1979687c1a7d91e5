/**
 * What a log may contain of an error: its name and where it was thrown. The message is left out completely: that of a
 * failed query quotes the row that was to be written, with an e-mail address or a password hash.
 */
export function whereItBroke(error: unknown): string {
  if (!(error instanceof Error)) return 'not an error';
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at [^@]+$/.test(line));
  return `${error.name} ${places.slice(0, 3).join(' ').replace(/\s+/g, ' ').trim() || 'at unknown'}`;
}
