/** 95 % two-sided. */
const Z = 1.959964;

/** Wilson score interval of a proportion (Wilson 1927): honest for few trials and for 0 or all. */
export function wilson(successes: number, trials: number): { lower: number; upper: number } {
  if (trials === 0) return { lower: 0, upper: 1 };
  const p = successes / trials;
  const z2 = Z * Z;
  const middle = p + z2 / (2 * trials);
  const spread = Z * Math.sqrt((p * (1 - p) + z2 / (4 * trials)) / trials);
  const scale = 1 + z2 / trials;
  return {
    lower: Math.max(0, (middle - spread) / scale),
    upper: Math.min(1, (middle + spread) / scale),
  };
}
