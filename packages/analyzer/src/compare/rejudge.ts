import { buildFactGraph } from '../graph/fact-graph.ts';
import { adviceFor } from '../judge/advice.ts';
import { judgeContext } from '../judge/context.ts';
import { describeDomains } from '../judge/describe-domains.ts';
import { findFindings } from '../judge/findings.ts';
import { reachVerdict } from '../judge/verdict.ts';
import type { Analysis, SourceFile, Table } from '../model/analysis.ts';
import { routeDomain } from '../model/route-domain.ts';
import type { Steering } from '../model/steering.ts';

/** Numbers, findings and verdict anew for files and tables that were put into domains otherwise. */
export function rejudge(
  analysis: Analysis,
  files: SourceFile[],
  tables: Table[],
  steering: Steering = {},
): Analysis {
  const names = [...files, ...tables].flatMap(({ domain }) => (domain === null ? [] : [domain]));
  const context = judgeContext(
    analysis,
    files,
    tables,
    [...new Set(names)].sort(),
    buildFactGraph(analysis),
    steering,
  );
  const findings = findFindings(context);
  const foundAs = new Map(analysis.domains.map((domain) => [domain.name, domain.foundAs]));
  const domains = describeDomains(context).map((domain) => {
    const before = foundAs.get(domain.name);
    return before === undefined ? domain : { ...domain, foundAs: before };
  });
  const { granularity = 'suggested', people } = steering;
  const suggested = analysis.alternatives.find(({ name }) => name === granularity);
  if (suggested === undefined) throw new Error('an analysis without the alternative asked for');
  const routes = analysis.routes.map((route) => ({
    ...route,
    domain: routeDomain(route, context.domainOf),
  }));
  const verdict = reachVerdict({ facts: analysis, files, domains, suggested, findings, people });
  const advice = adviceFor(findings);
  return { ...analysis, files, tables, routes, domains, findings, advice, verdict };
}
