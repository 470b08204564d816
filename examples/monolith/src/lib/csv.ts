/** RFC 4180: CRLF, fields with separators or quotes in quotes. */

function field(value: unknown): string {
  const text = String(value ?? '');
  // A leading = + - @ would be run as a formula by spreadsheet programs.
  const safe = typeof value === 'string' && /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function toCsv<K extends string>(
  columns: readonly K[],
  rows: readonly Record<K, unknown>[],
): string {
  const lines = rows.map((row) => columns.map((column) => field(row[column])).join(','));
  return [columns.join(','), ...lines, ''].join('\r\n');
}
