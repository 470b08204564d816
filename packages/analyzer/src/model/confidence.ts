/**
 * Margin of a place to the share of files with about that margin that maintainers hold together with most of the
 * other files of the domain: isotonic regression (pool adjacent violators) over 5,851 files of the fifteen codebases in
 * `accuracy/splits.json`, linear between the means of its blocks. See "Confidence" in docs/benchmarks.md.
 */
const KNOTS: readonly (readonly [margin: number, share: number])[] = [
  [0, 0.28],
  [0.14, 0.4],
  [0.38, 0.47],
  [0.61, 0.51],
  [0.76, 0.54],
  [0.86, 0.62],
  [0.92, 0.67],
  [1, 0.75],
];

/** Below it the links of a file pull elsewhere as much: its name, its one user or its tables have decided. */
export const BY_LINKS: number = 0.285;

/** How likely a place with this margin is the one that maintainers would choose, 0..1; never falls as the margin grows. */
export function confidenceOf(margin: number): number {
  const next = KNOTS.findIndex(([at]) => margin <= at);
  const [above, high] = KNOTS[next < 0 ? KNOTS.length - 1 : next] as readonly [number, number];
  const [below, low] = KNOTS[Math.max(0, next - 1)] as readonly [number, number];
  return next <= 0 ? high : low + ((high - low) * (margin - below)) / (above - below);
}
