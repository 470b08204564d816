import { neededAtStart } from '../graph/needed-at-start.ts';
import { namesAroundHandlers, withoutNames } from '../graph/shared-names.ts';
import { isOnThePath, waitedFor } from '../graph/waited-for.ts';
import {
  type Domain,
  type Facts,
  type ImportEdge,
  isForTypes,
  type SourceFile,
} from '../model/analysis.ts';
import type { Finding, FindingKind } from '../model/finding.ts';
import { isOwnStep } from '../model/own-step.ts';
import { isCron } from '../model/schedule.ts';
import { isMostlyUnread } from './unread-data.ts';
import { isHeardFromOutside } from './ways-in.ts';

/** A smaller one is a helper, whatever tables it has. */
const FEWEST_FILES = 10;
/** A larger share of the lines of all domains is most of the monolith, which does not leave itself. */
const MOST_OF_ALL = 0.4;
/** Share of its accesses that go to its own tables. */
const AUTONOMOUS = 0.75;
/** Queries, foreign keys, views and triggers across: as many halve a factor of the plan. */
const MOST_TIES = 6;
/** Imports to turn round: a matter of a week or two. */
const MOST_IMPORTS = 10;

const FORBIDDING: ReadonlySet<FindingKind> = new Set([
  'shared-table',
  'cross-domain-write',
  'cross-domain-transaction',
  'two-phase-commit',
]);
const TIES: ReadonlySet<FindingKind> = new Set([
  'cross-domain-join',
  'cross-domain-foreign-key',
  'view-across-domains',
  'trigger-across-domains',
]);

export interface ReadinessInput {
  facts: Facts;
  files: readonly SourceFile[];
  domains: readonly Domain[];
  findings: readonly Finding[];
}

/** True for a domain that works nearly only on its own tables. */
export const isIndependent = ({ metrics: { tables, files, dataAutonomy } }: Domain): boolean =>
  tables > 0 && files >= 3 && dataAutonomy !== null && dataAutonomy >= AUTONOMOUS;

/**
 * Domains that could go first, however tangled the rest is: their data is their own, nobody else writes it,
 * most of its data is understood, no transaction crosses their border but for steps of their own, few queries and keys do, few imports have to be turned round, no other
 * domain needs them before it can start, not much of what the others answer would wait for them, and something asks them from outside.
 */
export function readyDomains(input: ReadinessInput): Domain[] {
  const { domains, findings, facts, files } = input;
  const home = new Map(files.map((file) => [file.path, file.domain]));
  const needed = neededAtStart(facts, (file) => home.get(file) ?? null);
  const waited = waitedFor(
    facts,
    files,
    domains.map(({ name }) => name),
  );
  const onThePath = new Set([...waited].flatMap(([name, one]) => (isOnThePath(one) ? [name] : [])));
  const imports = withoutNames(facts.imports, namesAroundHandlers(facts)).filter(
    (edge) => !isForTypes(edge),
  );
  const all = domains.reduce((sum, { metrics }) => sum + metrics.loc, 0);
  const real = keptTables(facts);
  return domains.filter((domain) => {
    const own = findings.filter((finding) => finding.domains.includes(domain.name));
    return (
      isIndependent(domain) &&
      domain.tables.some((table) => real.has(table)) &&
      !isMostlyUnread(input.facts, new Set(domain.files)) &&
      domain.files.length >= FEWEST_FILES &&
      domain.metrics.loc <= all * MOST_OF_ALL &&
      !needed.has(domain.name) &&
      !onThePath.has(domain.name) &&
      !own.some((finding) => FORBIDDING.has(finding.kind) && !isOwnStep(finding, domain.name)) &&
      own.filter((finding) => TIES.has(finding.kind) || isOwnStep(finding, domain.name)).length <=
        MOST_TIES &&
      importsToTurn(domain.name, findings, imports, home) <= MOST_IMPORTS &&
      isAsked(input.facts, domain)
    );
  });
}

/** Tables that something declares or writes: a name that is only ever read may be a probe, and is no data of anybody. */
const keptTables = ({ tables, accesses }: Facts): ReadonlySet<string> =>
  new Set([
    ...tables.flatMap(({ name, definedAt }) => (definedAt === undefined ? [] : [name])),
    ...accesses.flatMap(({ table, operation }) => (operation === 'read' ? [] : [table])),
  ]);

/**
 * Imports of values by which a domain uses others that lead back to it. Types cost nothing, and what runs around
 * the handlers of a service comes along with it.
 */
function importsToTurn(
  name: string,
  findings: readonly Finding[],
  imports: readonly ImportEdge[],
  home: ReadonlyMap<string, string | null>,
): number {
  const circles = findings.flatMap((finding) =>
    finding.kind === 'domain-cycle' && finding.cycle.includes(name) ? [finding.cycle] : [],
  );
  const leadBack = new Set(circles.flat().filter((other) => other !== name));
  if (leadBack.size === 0) return 0;
  return imports.filter(
    ({ from, to }) => home.get(from) === name && leadBack.has(home.get(to) ?? ''),
  ).length;
}

/** A route, a message from outside or a clock starts some of it. */
function isAsked({ events, jobs }: Facts, { files, routes }: Domain): boolean {
  if (routes.length > 0) return true;
  const own = new Set(files);
  const isOwn = ({ file, handler }: { file: string; handler?: { file: string } }): boolean =>
    own.has(file) || own.has(handler?.file ?? '');
  return (
    events.some((use) => isHeardFromOutside(use) && isOwn(use)) ||
    jobs.some((job) => job.kind === undefined && isCron(job.schedule) && isOwn(job))
  );
}
