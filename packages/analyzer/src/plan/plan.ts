import type { Analysis, Verdict } from '../model/analysis.ts';
import { AnalyzerError } from '../model/error.ts';
import type { Load } from '../model/load.ts';
import { runningAccesses } from '../model/one-off.ts';
import { type Candidate, PLAN_SCHEMA_VERSION, type Plan } from '../model/plan.ts';
import { ASHLAR_VERSION } from '../model/version.ts';
import { rankCandidates } from './candidates.ts';
import { exposureOf } from './exposure.ts';
import { isMovable } from './movable-route.ts';
import { extractionSteps } from './steps.ts';

/** What of a verdict chooses the candidate. */
export type Choice = Pick<Verdict, 'answer' | 'ready'>;

/**
 * The order of extraction. Without a domain the best candidate is chosen, unless the verdict is to
 * stay a monolith; with one, the steps are those of that domain whatever its rank. `load`, where it
 * was measured, adds the factor `scale`.
 *
 * @throws {AnalyzerError} ANALYZER_UNKNOWN_DOMAIN
 */
export function makePlan(whole: Analysis, domain?: string, seed = 1, load?: Load): Plan {
  const analysis = { ...whole, accesses: runningAccesses(whole) };
  if (domain !== undefined && !analysis.domains.some(({ name }) => name === domain)) {
    throw new AnalyzerError(
      'ANALYZER_UNKNOWN_DOMAIN',
      `no domain is called ${domain}`,
      `Choose one of: ${analysis.domains.map(({ name }) => name).join(', ') || '(none was found)'}.`,
    );
  }
  const candidates = rankCandidates(analysis, seed, load);
  const chosen = domain ?? chooseBest(analysis.verdict, candidates);
  return {
    schemaVersion: PLAN_SCHEMA_VERSION,
    ashlarVersion: ASHLAR_VERSION,
    candidates,
    ...(load === undefined ? {} : { load }),
    warmUp: warmUp(analysis, candidates, chosen),
    chosen,
    steps: chosen === null ? [] : extractionSteps(analysis, chosen),
    ...(chosen === null ? {} : { exposure: exposureOf(analysis, chosen) }),
    routes: analysis.routes
      .filter((route) => chosen !== null && route.domain === chosen && isMovable(route))
      .map(({ method, path }) => ({ method, path })),
  };
}

/**
 * Of those that could go first the one with least in its way, and of equals the best; where none is ready the
 * best that no other needs before it can start and that is not on the path of what they answer; nothing where the verdict is to stay.
 */
function chooseBest(verdict: Choice, candidates: readonly Candidate[]): string | null {
  if (verdict.answer === 'stay-a-monolith') return null;
  const [ready] = candidates
    .filter(({ domain }) => verdict.ready?.includes(domain))
    .sort((a, b) => a.blockers.length - b.blockers.length);
  const free = candidates.find(
    ({ neededBy, awaitedShare }) => neededBy === undefined && awaitedShare === undefined,
  );
  return (ready ?? free ?? candidates[0])?.domain ?? null;
}

/** Whether the plan passes over candidates of a higher score, since more is in their way. */
export function isBeforeHigherScores({ chosen, candidates }: Plan, verdict: Choice): boolean {
  return (
    chosen !== null &&
    chosen !== candidates[0]?.domain &&
    chosen === chooseBest(verdict, candidates)
  );
}

const MOST_BLOCKERS = 1;
const MOST_SHARE = 0.15;

/** Something to run: a service without data and without routes is a library. */
function worksAlone(analysis: Analysis, name: string): boolean {
  const domain = analysis.domains.find((one) => one.name === name);
  return domain !== undefined && (domain.tables.length > 0 || domain.routes.length > 0);
}

/** The smallest candidate with hardly a blocker that is not the chosen one. */
function warmUp(
  analysis: Analysis,
  candidates: readonly Candidate[],
  chosen: string | null,
): string | null {
  const total = analysis.domains.reduce((sum, one) => sum + one.metrics.loc, 0);
  const loc = (name: string): number =>
    analysis.domains.find((one) => one.name === name)?.metrics.loc ?? 0;
  const fit = candidates
    .filter(({ domain, blockers }) => domain !== chosen && blockers.length <= MOST_BLOCKERS)
    .filter(({ domain }) => loc(domain) <= total * MOST_SHARE && worksAlone(analysis, domain))
    .sort((a, b) => a.blockers.length - b.blockers.length || loc(a.domain) - loc(b.domain));
  return fit[0]?.domain ?? null;
}
