// Comma-separated values (RFC 4180) that a spreadsheet opens without running anything: a cell that it would take for a
// formula begins with an apostrophe.

/** What spreadsheets take for the beginning of a formula; a tab or a line break before it is skipped by some. */
const formulaStart = /^[\s\u00a0]*[=+\-@\uff0b\uff0d\uff1d\uff20]|^[\t\r\n]/;

/** A byte order mark: without it Excel reads UTF-8 as the machine's old encoding. */
export const csvStart = '\ufeff';

/** Numbers are written as they are, so that a negative one stays a number. */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(cellText).join(',')}\r\n`;
}

function cellText(cell: string | number): string {
  if (typeof cell === 'number') return String(cell);
  const safe = formulaStart.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
