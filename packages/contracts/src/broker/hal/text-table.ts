/** A table in plain text: aligned columns under a ruled heading. */
export function textTable(
  columns: readonly string[],
  rows: readonly (readonly (string | number | boolean | null)[])[],
): string {
  if (rows.length === 0) return 'No data.';
  const cells = rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell))));
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...cells.map((row) => row[index]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ');
  const heading = columns.map((column, index) => column.padEnd(widths[index] ?? 0)).join(' | ');
  const rule = widths.map((width) => '-'.repeat(width)).join('-|-');
  return [heading.trimEnd(), rule, ...cells.map(line)].join('\n');
}
