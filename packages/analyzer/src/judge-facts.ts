import { type BoundaryOptions, findBoundaries } from './boundaries/boundaries.ts';
import { secondOpinion } from './boundaries/second-opinion.ts';
import { buildFactGraph } from './graph/fact-graph.ts';
import { adviceFor } from './judge/advice.ts';
import { judgeContext } from './judge/context.ts';
import { describeDomains } from './judge/describe-domains.ts';
import { findFindings } from './judge/findings.ts';
import { reachVerdict } from './judge/verdict.ts';
import { ANALYSIS_SCHEMA_VERSION, type Analysis, type Facts } from './model/analysis.ts';
import { routeDomain } from './model/route-domain.ts';
import type { Steering } from './model/steering.ts';
import { ASHLAR_VERSION } from './model/version.ts';

/**
 * Facts to conclusions: boundaries, then findings, then a verdict. Pure; the same facts, steering
 * and seed give the same analysis.
 */
export function judgeFacts(
  facts: Facts,
  steering: Steering = {},
  seed = 1,
  more: Pick<BoundaryOptions, 'signal' | 'previous'> = {},
): Analysis {
  const graph = buildFactGraph(facts);
  const { files, tables, domainNames, foundAs, alternatives, continuity } = findBoundaries(
    facts,
    graph,
    {
      ...more,
      seed,
      steering,
    },
  );
  const context = judgeContext(facts, files, tables, domainNames, graph, steering);
  const findings = findFindings(context);
  const domains = describeDomains(context).map((domain) => {
    const before = foundAs.get(domain.name);
    return before === undefined ? domain : { ...domain, foundAs: before };
  });
  const suggested = alternatives.find((one) => one.name === (steering.granularity ?? 'suggested'));
  if (suggested === undefined) throw new Error('boundaries without the alternative asked for');
  const routes = facts.routes.map((route) => ({
    ...route,
    domain: routeDomain(route, context.domainOf),
  }));
  const owners = tables.flatMap(({ name, domain }) =>
    domain === null ? [] : [[name, domain] as const],
  );
  const second = secondOpinion(facts, new Map(owners));
  return {
    ...facts,
    schemaVersion: ANALYSIS_SCHEMA_VERSION,
    ashlarVersion: ASHLAR_VERSION,
    files,
    tables,
    routes,
    domains,
    alternatives,
    ...(second === undefined ? {} : { secondOpinion: second }),
    ...(continuity === undefined ? {} : { continuity }),
    findings,
    advice: adviceFor(findings),
    verdict: reachVerdict({ facts, files, domains, suggested, findings, people: steering.people }),
  };
}
