import { waitingCalls } from '../graph/crossing-calls.ts';
import { leadsToBarrel } from '../graph/fact-graph.ts';
import { sharedNames } from '../graph/shared-names.ts';
import { type Analysis, type ImportEdge, isForTypes, type Site } from '../model/analysis.ts';
import type { Step } from '../model/plan.ts';
import { sortSites } from '../model/sites.ts';
import { operations } from './operations.ts';

type Draft = Omit<Step, 'order' | 'changes'>;

const MOST_NAMES = 6;

interface Shared {
  inbound: boolean;
  /** The file that both sides need a copy of, or for types the domain they are of. */
  subject: string;
  /** The domains at the other side. */
  others: Set<string>;
  names: Set<string>;
  /** Something of it is called and answers at once. */
  called: boolean;
  sites: Site[];
}

/**
 * What both sides of the cut need as code, since nobody asks for it over a network: one step for each file and
 * side with what it works out at once and its constants, guards, decorators and shapes of data; and one for the
 * types of each domain, which contracts can say as well.
 */
export function shareSteps(analysis: Analysis, domain: string): Draft[] {
  const waits = waitingCalls(analysis);
  const files = new Map<string, Shared>();
  const calls = operations(
    analysis,
    domain,
    (call) => !waits(call),
    ({ to }) => to,
  );
  for (const { inbound, subject, others, sites } of calls) {
    const names = new Set<string>();
    files.set(`${inbound} ${subject}`, { inbound, subject, others, names, called: true, sites });
  }
  const types = new Map<string, Shared>();
  const shared = sharedNames(analysis);
  for (const { edge, inbound, other } of crossing(analysis, domain)) {
    const isType = isForTypes(edge);
    const names = isType ? edge.symbols.filter((name) => name !== '*') : shared(edge);
    if (names.length === 0) continue;
    const subject = isType ? (inbound ? domain : other) : edge.to;
    note(isType ? types : files, { inbound, subject, other, names, edge });
  }
  return [
    ...[...files.values()].map((one) => fileStep(one, domain)),
    ...[...types.values()].map((one) => typeStep(one, domain)),
  ];
}

/** Imports over the border of the domain, by which side they are on. */
function crossing(
  { files, imports }: Analysis,
  domain: string,
): { edge: ImportEdge; inbound: boolean; other: string }[] {
  const domainOf = new Map(files.map((file) => [file.path, file.domain]));
  const isBarrel = leadsToBarrel(imports);
  return imports.flatMap((edge) => {
    const [from, to] = [domainOf.get(edge.from) ?? null, domainOf.get(edge.to) ?? null];
    if (from === null || to === null || from === to || edge.kind === 'reexport') return [];
    if ((from !== domain && to !== domain) || isBarrel(edge)) return [];
    const inbound = to === domain;
    return [{ edge, inbound, other: inbound ? from : to }];
  });
}

interface Noted {
  inbound: boolean;
  subject: string;
  other: string;
  names: readonly string[];
  edge: ImportEdge;
}

function note(into: Map<string, Shared>, { inbound, subject, other, names, edge }: Noted): void {
  const key = `${inbound} ${subject}`;
  const known = into.get(key) ?? {
    ...{ inbound, subject, others: new Set(), names: new Set(), called: false, sites: [] },
  };
  into.set(key, known);
  known.others.add(other);
  for (const name of names) known.names.add(name === 'default' ? stem(edge.to) : name);
  known.sites.push({ file: edge.from, line: edge.line });
}

/** What is exported without a name goes by that of its file. */
const stem = (file: string): string => (file.split('/').at(-1) ?? '').replace(/\.[^.]+$/, '');

function fileStep({ inbound, subject, others, names, called, sites }: Shared, domain: string) {
  const whose = inbound ? '' : ` of ${list(others)}`;
  const what = [
    ...(called ? [`what ${subject}${whose} works out at once`] : []),
    ...(names.size > 0 ? [`${list(names)} of ${called ? 'it' : `${subject}${whose}`}`] : []),
  ];
  return toDraft(
    { inbound, subject, sites },
    `${who(inbound, others, domain)} ${what.join(', and ')}: a package for both, or a copy.`,
  );
}

function typeStep({ inbound, subject, others, names, sites }: Shared, domain: string): Draft {
  return toDraft(
    { inbound, subject: `types of ${subject}`, sites },
    `${who(inbound, others, domain)} types of ${subject} (${list(names)}): as the contracts say them, or a package for both.`,
  );
}

const who = (inbound: boolean, others: ReadonlySet<string>, domain: string): string =>
  inbound ? `${list(others)} use${others.size === 1 ? 's' : ''}` : `${domain} uses`;

function toDraft(
  { inbound, subject, sites }: Pick<Shared, 'inbound' | 'subject' | 'sites'>,
  text: string,
): Draft {
  return {
    kind: 'share-code',
    subject: `${inbound ? 'inbound' : 'outbound'} ${subject}`,
    text,
    sites: sortSites(sites),
  };
}

/** Sorted names; the first of many. */
function list(names: ReadonlySet<string>): string {
  const sorted = [...names].sort();
  const more = sorted.length - MOST_NAMES;
  const shown = sorted.slice(0, more > 1 ? MOST_NAMES : sorted.length).join(', ');
  return more > 1 ? `${shown} and ${more} more` : shown;
}
