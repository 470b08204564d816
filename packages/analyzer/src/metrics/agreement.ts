import { type Contingency, contingency } from './contingency.ts';

const pairs = (n: number): number => (n * (n - 1)) / 2;
const sumPairs = (counts: readonly number[]): number =>
  counts.reduce((sum, n) => sum + pairs(n), 0);

/** Adjusted Rand index (Hubert and Arabie 1985): 1 for equal partitions, 0 on average by chance. */
export function adjustedRandIndex(
  reference: ArrayLike<number>,
  predicted: ArrayLike<number>,
): number {
  const table = contingency(reference, predicted);
  const both = sumPairs(table.cells.map((cell) => cell.count));
  const inRows = sumPairs(table.rows);
  const inColumns = sumPairs(table.columns);
  const expected = table.n < 2 ? 0 : (inRows * inColumns) / pairs(table.n);
  const greatest = (inRows + inColumns) / 2;
  return greatest === expected ? 1 : (both - expected) / (greatest - expected);
}

/** F1 over pairs of members that share a part, 0..1. */
export function pairF1(reference: ArrayLike<number>, predicted: ArrayLike<number>): number {
  const table = contingency(reference, predicted);
  const sums = sumPairs(table.rows) + sumPairs(table.columns);
  return sums === 0 ? 1 : (2 * sumPairs(table.cells.map((cell) => cell.count))) / sums;
}

/**
 * Adjusted mutual information with the arithmetic mean as normaliser (Vinh, Epps and Bailey,
 * JMLR 11, 2010): 1 for equal partitions, 0 on average by chance.
 */
export function adjustedMutualInformation(
  reference: ArrayLike<number>,
  predicted: ArrayLike<number>,
): number {
  const table = contingency(reference, predicted);
  const expected = expectedInformation(table);
  const mean = (entropy(table.rows, table.n) + entropy(table.columns, table.n)) / 2;
  return Math.abs(mean - expected) < 1e-12
    ? 1
    : (mutualInformation(table) - expected) / (mean - expected);
}

function entropy(counts: readonly number[], n: number): number {
  return -counts.reduce((sum, count) => sum + (count / n) * Math.log(count / n), 0);
}

function mutualInformation({ n, cells, rows, columns }: Contingency): number {
  return cells.reduce((sum, { row, column, count }) => {
    const independent = (rows[row] ?? 0) * (columns[column] ?? 0);
    return sum + (count / n) * Math.log((n * count) / independent);
  }, 0);
}

function expectedInformation({ n, rows, columns }: Contingency): number {
  const logFactorial = new Float64Array(n + 1);
  for (let i = 1; i <= n; i++) logFactorial[i] = (logFactorial[i - 1] as number) + Math.log(i);
  const lf = (i: number): number => logFactorial[i] as number;
  let sum = 0;
  for (const a of rows) {
    for (const b of columns) {
      const fixed = lf(a) + lf(b) + lf(n - a) + lf(n - b) - lf(n);
      for (let k = Math.max(1, a + b - n); k <= Math.min(a, b); k++) {
        const chance = Math.exp(fixed - lf(k) - lf(a - k) - lf(b - k) - lf(n - a - b + k));
        sum += (k / n) * Math.log((n * k) / (a * b)) * chance;
      }
    }
  }
  return sum;
}
