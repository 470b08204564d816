/** Amounts are integer cents. Shares are split so that they add up to the whole, to the cent. */

export const CURRENCY = 'EUR';

export function formatCents(cents: number): string {
  const sign = cents < 0 ? '-' : '';
  const absolute = Math.abs(cents);
  const euros = Math.floor(absolute / 100);
  return `${sign}€${euros}.${String(absolute % 100).padStart(2, '0')}`;
}

export function percentOf(cents: number, percent: number): number {
  return Math.round((cents * percent) / 100);
}

/** The tax contained in a gross amount. */
export function includedTax(grossCents: number, ratePercent: number): number {
  return Math.round((grossCents * ratePercent) / (100 + ratePercent));
}

/**
 * Splits `cents` in proportion to `weights` by the largest-remainder method. The sum of the shares
 * equals `cents`; no weight at all puts everything on the first share.
 */
export function allocate(cents: number, weights: readonly number[]): number[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  if (whole === 0) return weights.map((_, index) => (index === 0 ? cents : 0));
  const exact = weights.map((weight) => (cents * weight) / whole);
  const shares = exact.map(Math.floor);
  let missing = cents - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder) {
    if (missing === 0) break;
    shares[index] = (shares[index] ?? 0) + 1;
    missing -= 1;
  }
  return shares;
}
