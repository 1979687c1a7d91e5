/**
 * What a log may say of an error: its name and where it was thrown. Its message is left out whole, however many lines it
 * has: the message of a failed query quotes the row that was to be written, e-mail and hash of the password included.
 */
export function whereItBroke(error: unknown): string {
  if (!(error instanceof Error)) return 'not an error';
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at [^@]+$/.test(line));
  return `${error.name} ${places.slice(0, 3).join(' ').replace(/\s+/g, ' ').trim() || 'at unknown'}`;
}
