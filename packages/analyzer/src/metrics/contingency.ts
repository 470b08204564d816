/** How two partitions of the same members overlap. */
export interface Contingency {
  n: number;
  /** Members per pair of labels: rows are the reference, columns the prediction. */
  cells: { row: number; column: number; count: number }[];
  rows: number[];
  columns: number[];
}

/** Partitions as arrays of labels, member by member; labels may be any non-negative integers. */
export function contingency(
  reference: ArrayLike<number>,
  predicted: ArrayLike<number>,
): Contingency {
  const rowOf = new Map<number, number>();
  const columnOf = new Map<number, number>();
  const rows: number[] = [];
  const columns: number[] = [];
  const cells = new Map<number, Contingency['cells'][number]>();
  const n = reference.length;
  for (let i = 0; i < n; i++) {
    const row = indexOf(rowOf, reference[i] as number, rows);
    const column = indexOf(columnOf, predicted[i] as number, columns);
    const key = row * (n + 1) + column;
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, { row, column, count: 1 });
    else cell.count++;
  }
  return { n, cells: [...cells.values()], rows, columns };
}

function indexOf(known: Map<number, number>, label: number, counts: number[]): number {
  let index = known.get(label);
  if (index === undefined) {
    index = counts.length;
    known.set(label, index);
    counts.push(0);
  }
  counts[index] = (counts[index] ?? 0) + 1;
  return index;
}
