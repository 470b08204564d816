/**
 * Rows of text, lined up two spaces apart and set in by two.
 *
 * @param numbers columns that are lined up on their right, counted from 0
 */
export function columns(
  rows: readonly (readonly string[])[],
  numbers: (column: number) => boolean,
): string[] {
  const widths = (rows[0] ?? []).map((_, i) =>
    Math.max(...rows.map((row) => (row[i] ?? '').length)),
  );
  return rows.map((row) => {
    const cells = row.map((cell, i) =>
      numbers(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0),
    );
    return `  ${cells.join('  ')}`.trimEnd();
  });
}
