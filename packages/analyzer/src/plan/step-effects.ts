import type { Analysis, Domain, TableAccess } from '../model/analysis.ts';
import type { Finding } from '../model/finding.ts';
import type { StepChange } from '../model/plan.ts';
import { findingsOf, waitedForIn } from './candidates.ts';
import { measureFactors } from './factors.ts';

/** What a step takes away from what stands in the way. */
export interface Relief {
  finding?: Finding;
  /** True for the last of the steps that lead out of a circle of imports. */
  leavesCircle?: boolean;
}

/**
 * How the factors of the domain change with every step, taken in this order: the findings that a
 * step solves and the accesses that it replaces are gone for those after it. Empty where a step
 * prepares or moves traffic.
 */
export function stepEffects(
  analysis: Analysis,
  name: string,
  reliefs: readonly Relief[],
): StepChange[][] {
  const domain = analysis.domains.find((one) => one.name === name);
  if (domain === undefined) return reliefs.map(() => []);
  const homeOf = new Map(analysis.files.map((file) => [file.path, file.domain]));
  let accesses = analysis.accesses;
  let findings = findingsOf(analysis, name);
  const waited = waitedForIn(analysis).get(name);
  const measure = () =>
    measureFactors({
      analysis: { ...analysis, accesses },
      domain: withAutonomy(domain, accesses),
      findings,
      waited,
    });
  let before = measure();
  return reliefs.map(({ finding, leavesCircle }) => {
    if (finding === undefined && leavesCircle !== true) return [];
    findings = findings.filter(
      (one) => one !== finding && !(leavesCircle && one.kind === 'domain-cycle'),
    );
    if (finding !== undefined)
      accesses = accesses.filter((access) => !replaced(access, finding, homeOf, analysis));
    const after = measure();
    const changes = after.flatMap((factor, i): StepChange[] => {
      const was = before[i]?.value ?? 0;
      return was === factor.value
        ? []
        : [{ factor: factor.name, before: was, after: factor.value }];
    });
    before = after;
    return changes;
  });
}

/** True for an access that becomes a call to the owner, or a read of a copy, once the finding is solved. */
function replaced(
  access: TableAccess,
  finding: Finding,
  homeOf: ReadonlyMap<string, string | null>,
  { tables }: Analysis,
): boolean {
  const home = homeOf.get(access.file) ?? null;
  switch (finding.kind) {
    case 'shared-table': {
      const owner = tables.find(({ name }) => name === finding.table)?.domain ?? null;
      return access.table === finding.table && access.operation === 'write' && home !== owner;
    }
    case 'cross-domain-write':
      return (
        access.table === finding.table && access.operation === 'write' && home === finding.writer
      );
    case 'cross-domain-read':
      return (
        access.table === finding.table && access.operation === 'read' && home === finding.reader
      );
    default:
      return false;
  }
}

function withAutonomy(domain: Domain, accesses: readonly TableAccess[]): Domain {
  const home = new Set(domain.files);
  const own = new Set(domain.tables);
  const mine = accesses.filter((access) => home.has(access.file));
  const dataAutonomy =
    mine.length === 0
      ? null
      : Math.round((mine.filter((access) => own.has(access.table)).length / mine.length) * 1000) /
        1000;
  return { ...domain, metrics: { ...domain.metrics, dataAutonomy } };
}
