/**
 * One line of a file of comma-separated values (RFC 4180), with its end. Every cell is quoted. A cell that a spreadsheet
 * would take for a formula gets an apostrophe before it: names in addresses are chosen by others
 * (owasp.org/www-community/attacks/CSV_Injection: = + - @, tab and carriage return, also after spaces).
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

/** Spreadsheets take a file without it for another encoding. */
export const byteOrderMark = '\ufeff';

function cellOf(text: string): string {
  const safe = /^[\s\p{C}]*[=+\-@\t\r\n＝＋－＠]/u.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
