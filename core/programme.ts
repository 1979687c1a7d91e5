// The programme of an event as a timetable, where its text is one: lines that begin with a time of day.

type ProgrammeItem = {
  /** `19:00`, as it was typed but for the separator. */
  time: string;
  title: string;
  /** Lines below the item that begin with no time. */
  details: string[];
};

const timed = /^(?:[-*+] |\d{1,3}[.)] )?([01]?\d|2[0-3])[:.]([0-5]\d)(?:\s*[-–—.]\s*|\s+)(\S.*)$/;

/**
 * Null when the text is no timetable: it has fewer than two timed lines, or begins with another line. Then it is shown as
 * the Markdown it is. Times are not sorted: after midnight comes later.
 */
export function programmeOf(text: string): ProgrammeItem[] | null {
  const items: ProgrammeItem[] = [];
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '') continue;
    const [, hours, minutes, title] = timed.exec(line) ?? [];
    const last = items.at(-1);
    if (hours !== undefined && minutes !== undefined && title !== undefined)
      items.push({ time: `${hours.padStart(2, '0')}:${minutes}`, title, details: [] });
    else if (last === undefined) return null;
    else last.details.push(line.replace(/^[-*+] /, ''));
  }
  return items.length < 2 ? null : items;
}
