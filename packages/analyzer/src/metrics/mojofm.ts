import { contingency } from './contingency.ts';

/**
 * MoJoFM (Wen and Tzerpos, IWPC 2004): `100 * (1 - mno(predicted, reference) / max)`, where mno
 * is the least number of moves and joins that turn the prediction into the reference. It rewards
 * over-splitting, so it is never quoted alone.
 */
export function mojoFm(reference: ArrayLike<number>, predicted: ArrayLike<number>): number {
  const { n, cells, rows, columns } = contingency(reference, predicted);
  const best = new Int32Array(columns.length);
  for (const cell of cells) best[cell.column] = Math.max(best[cell.column] as number, cell.count);
  const tags: number[][] = columns.map(() => []);
  for (const cell of cells) {
    if (cell.count === best[cell.column]) tags[cell.column]?.push(cell.row);
  }
  const moves = columns.reduce((sum, count, column) => sum + count - (best[column] as number), 0);
  const operations = moves + columns.length - greatestMatching(tags, rows.length);
  const farthest = n - fewestGroups(rows);
  return farthest === 0 ? 100 : (1 - operations / farthest) * 100;
}

/** Number of groups of the partition farthest from one with these part sizes. */
function fewestGroups(sizes: readonly number[]): number {
  let groups = 0;
  for (const size of [...sizes].sort((a, b) => a - b)) if (groups < size) groups++;
  return groups;
}

/** Size of a maximum bipartite matching, by augmenting paths (Kuhn). */
function greatestMatching(options: readonly number[][], targets: number): number {
  const owner = new Int32Array(targets).fill(-1);
  const augment = (source: number, seen: Set<number>): boolean => {
    for (const target of options[source] ?? []) {
      if (seen.has(target)) continue;
      seen.add(target);
      const present = owner[target] as number;
      if (present === -1 || augment(present, seen)) {
        owner[target] = source;
        return true;
      }
    }
    return false;
  };
  return options.filter((_, source) => augment(source, new Set())).length;
}
