import { waitingCalls } from '../graph/crossing-calls.ts';
import { type DomainLink, domainLinks } from '../graph/domain-graph.ts';
import { buildFactGraph } from '../graph/fact-graph.ts';
import { sharedNames, withoutNames } from '../graph/shared-names.ts';
import { stronglyConnected } from '../graph/strongly-connected.ts';
import { type Analysis, type Call, isForTypes, type Site } from '../model/analysis.ts';
import type { Finding, FindingOf } from '../model/finding.ts';
import type { Step, StepKind } from '../model/plan.ts';
import { routeName } from '../model/route-domain.ts';
import { sortSites } from '../model/sites.ts';
import { findingsOf } from './candidates.ts';
import { findOutSteps } from './find-out-steps.ts';
import { howToMove } from './movable-route.ts';
import { moveSteps } from './move-steps.ts';
import { operations } from './operations.ts';
import { shareSteps } from './share-steps.ts';
import { type Relief, stepEffects } from './step-effects.ts';

type Draft = Omit<Step, 'order' | 'changes'> & Relief;

/** The order in which the kinds of step make sense: look, untie code, then data, then move both and the traffic. */
const KIND_ORDER: readonly StepKind[] = [
  'find-out',
  'break-cycle',
  'share-code',
  'own-table',
  'replace-read',
  'replace-transaction',
  'replace-join',
  'drop-foreign-key',
  'untie-state',
  'split-job',
  'introduce-event',
  'write-contract',
  'prepare-service',
  'move-table',
  'move-job',
  'move-route',
];

/** What has to be done to take one domain out, in order. */
export function extractionSteps(analysis: Analysis, domain: string): Step[] {
  const drafts: Draft[] = [
    ...findOutSteps(analysis, domain),
    ...cycleSteps(analysis, domain),
    ...findingsOf(analysis, domain).flatMap((finding) => stepFor(finding, domain)),
    ...shareSteps(analysis, domain),
    ...callSteps(analysis, domain),
    ...moveSteps(analysis, domain),
    ...routeSteps(analysis, domain),
  ];
  drafts.sort(
    (a, b) =>
      KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind) ||
      (a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : 0),
  );
  const copied = copiedImports(analysis);
  const leaving = drafts.findLast(
    ({ kind, sites }) =>
      kind === 'break-cycle' ||
      (kind === 'share-code' && sites.some((site) => copied.has(placeOf(site)))),
  );
  if (leaving !== undefined) leaving.leavesCircle = true;
  const effects = stepEffects(analysis, domain, drafts);
  return drafts.map(({ kind, subject, text, sites }, i) => ({
    order: i + 1,
    kind,
    subject,
    text,
    sites,
    changes: effects[i] ?? [],
  }));
}

function stepFor(finding: Finding, domain: string): Draft[] {
  const { sites } = finding;
  const others = finding.domains.filter((other) => other !== domain).join(', ');
  const step = (kind: StepKind, subject: string, text: string): Draft[] => [
    { kind, subject, text, sites, finding },
  ];
  switch (finding.kind) {
    case 'shared-table':
      return step(
        'own-table',
        finding.table,
        `Leave the writing of ${finding.table} to one domain; ${finding.writers.map((writer) => `${writer.domain} (${writer.sites.length})`).join(', ')} write it today.`,
      );
    case 'cross-domain-write':
      return step(
        'own-table',
        finding.table,
        `Only ${finding.writer} writes ${finding.table} of ${finding.owner}: move the table there, or the writing to ${finding.owner}.`,
      );
    case 'cross-domain-read':
      return step(
        'replace-read',
        finding.table,
        `${finding.reader} reads ${finding.table} of ${finding.owner}: ask through an operation, or keep a copy fed by events.`,
      );
    case 'cross-domain-transaction':
      return step(
        'replace-transaction',
        finding.transaction,
        `Replace the transaction over ${finding.tables.join(', ')} by local ones, an outbox and compensations; it ties ${domain} to ${others}.`,
      );
    case 'cross-domain-join':
      return step(
        'replace-join',
        finding.statement,
        `Replace the query over ${finding.tables.join(', ')} by calls to the owners or a read model.`,
      );
    case 'cross-domain-foreign-key':
      return step(
        'drop-foreign-key',
        `${finding.from} → ${finding.to}`,
        `Drop the constraint of ${finding.from}${finding.columns ? ` (${finding.columns.join(', ')})` : ''} on ${finding.to} and keep the identifier${insteadOf(finding.onDelete)}.`,
      );
    case 'two-phase-commit':
      return step(
        'replace-transaction',
        finding.file,
        `Replace the commit in two phases (${finding.statement}) by local transactions, an outbox and compensations.`,
      );
    case 'view-across-domains':
      return step(
        'replace-join',
        finding.view,
        `Replace the view over ${finding.tables.join(', ')} by a read model or by calls to the owners.`,
      );
    case 'trigger-across-domains':
      return step(
        'introduce-event',
        `${finding.table}.${finding.trigger}`,
        `Do in code what the trigger ${finding.trigger} does to ${[...finding.writes, ...finding.reads].join(', ')}, and send it to ${others} as an event.`,
      );
    case 'shared-store':
      return step(
        'own-table',
        finding.name,
        `Give ${finding.name} in ${finding.store === 'redis' ? 'Redis' : 'Elasticsearch'} to one domain; ${finding.domains.join(', ')} use it today.`,
      );
    case 'shared-state':
      return step('untie-state', finding.name, untie(finding));
    case 'job-across-domains':
      return step(
        'split-job',
        finding.job,
        `Split ${finding.job} by owner, or let it call operations: it works on ${finding.tables.join(', ')} of ${finding.domains.join(', ')}.`,
      );
    case 'event-across-domains':
      return step(
        'introduce-event',
        finding.event,
        `Send ${finding.event} from ${finding.emitter} to ${finding.listeners.join(', ')} over a broker, through an outbox, with a schema.`,
      );
    case 'event-candidate':
      return step(
        'introduce-event',
        finding.callee,
        finding.callers.length === 1
          ? `${finding.callers[0]} does not use the answer of ${finding.callee}: publish an event instead.`
          : `${finding.callers.length} functions do not use the answer of ${finding.callee}: publish events instead.`,
      );
    default:
      return [];
  }
}

/** Places of imports of values of which both sides get a copy. */
function copiedImports(analysis: Analysis): ReadonlySet<string> {
  const shared = sharedNames(analysis);
  const copied = analysis.imports.filter((edge) => !isForTypes(edge) && shared(edge).length > 0);
  return new Set(copied.map(({ from, line }) => placeOf({ file: from, line })));
}

const placeOf = ({ file, line }: Site): string => `${file}:${line}`;

/**
 * Leaving a circle takes only one side of it: all links from the domain into the circle, or all
 * links from the circle into the domain, whichever weighs less. What both sides get as code ties nobody.
 */
function cycleSteps(analysis: Analysis, domain: string): Draft[] {
  const domainOf = new Map(analysis.files.map((file) => [file.path, file.domain]));
  const imports = withoutNames(analysis.imports, sharedNames(analysis));
  const graph = buildFactGraph({ ...analysis, imports });
  const links = domainLinks(graph, (file) => domainOf.get(file) ?? null);
  const names = analysis.domains.map(({ name }) => name);
  const circle = stronglyConnected(names, links).find((group) => group.includes(domain)) ?? [];
  if (circle.length < 2) return [];
  const side = (end: 'from' | 'to', other: 'from' | 'to') =>
    links.filter((link) => link[end] === domain && circle.includes(link[other]));
  const weigh = (some: readonly DomainLink[]) => some.reduce((sum, link) => sum + link.weight, 0);
  const out = side('from', 'to');
  const into = side('to', 'from');
  const outward = weigh(out) <= weigh(into);
  return (outward ? out : into).map((link) => {
    const sites = sortSites(link.edges.flatMap((edge) => edge.sites));
    return {
      kind: 'break-cycle',
      subject: `${link.from} → ${link.to}`,
      text: `Turn round the ${sites.length === 1 ? 'import' : `${sites.length} imports`} by which ${link.from} uses ${link.to}: an interface, an event or a move.`,
      sites,
    };
  });
}

/** What is waited for becomes a contract, unless it becomes an event; what answers at once is shared as code. */
function callSteps(analysis: Analysis, domain: string): Draft[] {
  const subjectOf = ({ to, callee }: Call): string => `${to}#${callee}`;
  const inLoops = new Set(
    analysis.findings.flatMap((finding) => (finding.kind === 'call-in-loop' ? [finding.id] : [])),
  );
  const isInLoop = ({ file, caller, to, callee }: Call): boolean =>
    inLoops.has(`call-in-loop:${file}#${caller}:${to}#${callee}`);
  const looped = new Set(analysis.calls.filter(isInLoop).map(subjectOf));
  const events = new Set(
    analysis.findings.flatMap((finding) =>
      finding.kind === 'event-candidate'
        ? finding.sites.map((site) => `${finding.callee} ${placeOf(site)}`)
        : [],
    ),
  );
  const waits = waitingCalls(analysis);
  const asks = (call: Call): boolean =>
    waits(call) && !events.has(`${subjectOf(call)} ${placeOf(call)}`);
  return operations(analysis, domain, asks, subjectOf).map(
    ({ inbound, subject, others, sites }): Draft => {
      const names = [...others].sort().join(', ');
      const batch = looped.has(subject) ? ', in a loop: let it take many at once' : '';
      const text = inbound
        ? `${names} call${others.size === 1 ? 's' : ''} ${subject}${batch}.`
        : `${domain} calls ${subject} of ${names}${batch}.`;
      return {
        kind: 'write-contract',
        subject: `${inbound ? 'inbound' : 'outbound'} ${subject}`,
        text,
        sites,
      };
    },
  );
}

/** What has to happen to state that two processes would have twice. */
function untie({ name, file, state }: FindingOf<'shared-state'>): string {
  switch (state) {
    case 'session':
      return `Keep ${name} in a store that both processes ask, or hand it over in a token.`;
    case 'request-scope':
      return `Hand over what ${name} of ${file} carries along as an argument, a header or a token.`;
    case 'lock':
      return `Keep the lock ${name} of ${file} where both processes see it, or in the one that needs it.`;
    case 'cache':
      return `Let each process have its own ${name} of ${file}, or both one store; what empties it has to reach both.`;
    case 'local-disk':
      return `Write what ${file} writes to disk (${name}) to a store that both processes reach.`;
    case 'module-variable':
      return `Give ${name} of ${file} one owner behind an operation.`;
  }
}

/** What a foreign key did when a row it refers to was deleted, and who does it once it is dropped. */
function insteadOf(onDelete: string | undefined): string {
  if (onDelete === undefined) return '';
  if (onDelete === 'no action' || onDelete === 'restrict')
    return '; that nothing is deleted while it is referred to has to be checked in code';
  return `; what "on delete ${onDelete}" did has to become an event`;
}

function routeSteps(analysis: Analysis, domain: string): Draft[] {
  const own = analysis.routes.filter((route) => route.domain === domain);
  return [...Map.groupBy(own, routeName)].map(([name, declared]) => ({
    kind: 'move-route',
    subject: name,
    text: `${name}: ${declared.slice(0, 1).map(howToMove).join()}.`,
    sites: sortSites(declared.map(({ file, line }) => ({ file, line }))),
  }));
}
