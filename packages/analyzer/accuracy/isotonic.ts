export interface Point {
  x: number;
  y: number;
  weight: number;
}

/**
 * Isotonic regression by pooling adjacent violators (Ayer and others, "An Empirical Distribution Function for Sampling
 * with Incomplete Information", 1955): the closest values that never fall. Points come sorted by `x`.
 */
export function isotonic(points: readonly Point[]): Point[] {
  const blocks: Point[] = [];
  for (const point of points) {
    blocks.push(point);
    for (;;) {
      const [before, last] = blocks.slice(-2);
      if (before === undefined || last === undefined || before.y < last.y) break;
      blocks.splice(-2, 2, joined(before, last));
    }
  }
  return blocks;
}

function joined(a: Point, b: Point): Point {
  const weight = a.weight + b.weight;
  const at = (of: 'x' | 'y'): number => (a[of] * a.weight + b[of] * b.weight) / weight;
  return { x: at('x'), y: at('y'), weight };
}
