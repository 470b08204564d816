import { wilson } from '../compare/wilson.ts';

/** How often something failed; whole numbers, failures among observations. */
export interface Counts {
  readonly failures: number;
  readonly observations: number;
}

/**
 * Prior of the mixture: Beta(0.2, 1), that is, failures are expected to be few. It decides how soon
 * evidence comes, not whether it is valid.
 */
const A = 0.2;
const B = 1;

/**
 * Evidence that the rate of failures of `subject` lies further above that of `reference` than
 * `allowance`, as the logarithm of an e-value: under the opposite hypothesis its chance of ever
 * reaching ln(1/α), looked at after every observation for ever, is at most α.
 *
 * For each pair of rates the likelihood ratio of a Beta mixture is a non-negative martingale
 * (Robbins, "Statistical methods related to the law of the iterated logarithm", 1970), bounded by
 * Ville's inequality; the least over all pairs within the allowance holds for whichever is true.
 */
export function evidenceAbove(subject: Counts, reference: Counts, allowance: number): number {
  if (rate(subject) - rate(reference) <= allowance) return Number.NEGATIVE_INFINITY;
  return mixture(subject) + mixture(reference) - bestLikelihood(subject, reference, allowance);
}

/** The same for: less than `allowance` above it. */
export function evidenceBelow(subject: Counts, reference: Counts, allowance: number): number {
  if (rate(subject) - rate(reference) >= allowance) return Number.NEGATIVE_INFINITY;
  return mixture(subject) + mixture(reference) - bestLikelihood(subject, reference, allowance);
}

/**
 * Logarithm of the chance, at most, that a reference which fails as often as the subject, less the
 * allowance, would have done as well as it has (Chernoff's bound; Hoeffding 1963, theorem 1).
 */
export function chanceAlike(subject: Counts, reference: Counts, allowance: number): number {
  const alike = wilson(subject.failures, subject.observations).lower - allowance;
  const own = rate(reference);
  if (own >= alike) return 0;
  return logLikelihood(reference, alike) - logLikelihood(reference, own);
}

export function sum(one: Counts, other: Counts): Counts {
  return {
    failures: one.failures + other.failures,
    observations: one.observations + other.observations,
  };
}

/** Nothing seen of the reference counts as a rate of zero. */
function rate({ failures, observations }: Counts): number {
  return observations === 0 ? 0 : failures / observations;
}

/** Logarithm of the likelihood, averaged over the prior. */
function mixture({ failures, observations }: Counts): number {
  return logBeta(failures + A, observations - failures + B) - logBeta(A, B);
}

/**
 * Largest logarithm of the likelihood where the subject's rate is exactly the reference's plus the
 * allowance. It is concave in the rate, so its derivative has one zero, found by halving.
 */
function bestLikelihood(subject: Counts, reference: Counts, allowance: number): number {
  // Without observations of the reference its rate is taken for zero: the strictest there is.
  const pinned = reference.observations === 0;
  const slope = (p: number): number =>
    part(subject.failures, p + allowance) -
    part(subject.observations - subject.failures, 1 - p - allowance) +
    part(reference.failures, p) -
    part(reference.observations - reference.failures, 1 - p);
  let low = 0;
  let high = pinned ? 0 : 1 - allowance;
  for (let i = 0; i < 50 && high - low > 1e-12; i++) {
    const middle = (low + high) / 2;
    if (slope(middle) > 0) low = middle;
    else high = middle;
  }
  const p = (low + high) / 2;
  return logLikelihood(subject, p + allowance) + logLikelihood(reference, p);
}

function part(count: number, share: number): number {
  return count === 0 ? 0 : count / share;
}

function logLikelihood({ failures, observations }: Counts, p: number): number {
  return times(failures, p) + times(observations - failures, 1 - p);
}

function times(count: number, share: number): number {
  return count === 0 ? 0 : count * Math.log(share);
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** Stirling's series, after moving the argument up by the recurrence; 1e-10 is enough here. */
function logGamma(x: number): number {
  let shift = 0;
  let y = x;
  while (y < 10) {
    shift += Math.log(y);
    y++;
  }
  const inverse = 1 / (y * y);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / y;
  return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + series - shift;
}
