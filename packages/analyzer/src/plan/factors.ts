import { sayWaiting, type WaitedFor } from '../graph/waited-for.ts';
import type { Analysis, Domain, Reason, Site } from '../model/analysis.ts';
import { count } from '../model/count.ts';
import type { Finding, FindingKind } from '../model/finding.ts';
import { isOwnStep } from '../model/own-step.ts';
import type { Factor } from '../model/plan.ts';
import { routeName } from '../model/route-domain.ts';
import { isMovable } from './movable-route.ts';

/** What a factor may look at. */
export interface FactorInput {
  analysis: Analysis;
  domain: Domain;
  /** Findings that concern the domain. */
  findings: readonly Finding[];
  /** Who would wait for its answers. */
  waited: WaitedFor | undefined;
}

interface FactorRule {
  name: string;
  weight: number;
  measure: (input: FactorInput) => { value: number; evidence: Reason[] };
}

/** Halves the value for every `half` obstacles. */
const falling = (count: number, half: number): number => 2 ** (-count / half);

type Counts = (finding: Finding, domain: string) => boolean;

/** Findings of these kinds, but for steps of the domain's own. */
const isOf =
  (...kinds: readonly FindingKind[]): Counts =>
  (finding, domain) =>
    kinds.includes(finding.kind) && !isOwnStep(finding, domain);

const isTie = isOf(
  'cross-domain-join',
  'cross-domain-foreign-key',
  'view-across-domains',
  'trigger-across-domains',
);

/** The formula: score = sum of weight * value. Weights add up to 1; see docs/plan-formula.md. */
export const FACTOR_RULES: readonly FactorRule[] = [
  { name: 'write-ownership', weight: 0.12, measure: writeOwnership },
  { name: 'read-ownership', weight: 0.06, measure: readOwnership },
  { name: 'data-autonomy', weight: 0.13, measure: dataAutonomy },
  {
    name: 'few-transactions',
    weight: 0.1,
    measure: obstacles(isOf('cross-domain-transaction', 'two-phase-commit'), 2, [
      'transaction across domains or commit in two phases',
      'transactions across domains or commits in two phases',
    ]),
  },
  { name: 'loose-coupling', weight: 0.07, measure: looseCoupling },
  { name: 'few-that-wait', weight: 0.07, measure: fewThatWait },
  {
    name: 'few-joins-and-keys',
    weight: 0.07,
    measure: obstacles(
      (finding, domain) => isTie(finding, domain) || isOwnStep(finding, domain),
      6,
      [
        'query, foreign key, view, trigger or own step of a transaction across domains',
        'queries, foreign keys, views, triggers or own steps of transactions across domains',
      ],
    ),
  },
  {
    name: 'no-cycle',
    weight: 0.04,
    measure: obstacles(isOf('domain-cycle'), 1, [
      'cycle between domains',
      'cycles between domains',
    ]),
  },
  {
    name: 'no-shared-state',
    weight: 0.05,
    measure: obstacles(isOf('shared-state', 'shared-store'), 1, [
      'state in the process or key outside the database shared with others',
      'states in the process or keys outside the database shared with others',
    ]),
  },
  { name: 'clear-boundary', weight: 0.04, measure: clearBoundary },
  { name: 'size', weight: 0.07, measure: size },
  { name: 'data-to-own', weight: 0.06, measure: dataToOwn },
  { name: 'routes-to-move', weight: 0.07, measure: routesToMove },
  { name: 'wanted-by-others', weight: 0.05, measure: wantedByOthers },
];

/** All factors of one domain. */
export function measureFactors(input: FactorInput): Factor[] {
  return FACTOR_RULES.map(({ name, weight, measure }) => {
    const { value, evidence } = measure(input);
    return {
      name,
      weight,
      value: Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000,
      evidence,
    };
  });
}

function writeOwnership({ analysis, domain }: FactorInput): { value: number; evidence: Reason[] } {
  const own = new Set(domain.tables);
  const home = new Set(domain.files);
  const writes = analysis.accesses.filter(
    (access) => access.operation === 'write' && own.has(access.table),
  );
  if (own.size === 0) return { value: 0, evidence: [{ text: 'it owns no table', sites: [] }] };
  const foreign = writes.filter((access) => !home.has(access.file));
  const text = `its own files make ${writes.length - foreign.length} of ${count(writes.length, 'write')} to its ${own.size === 1 ? 'table' : `${own.size} tables`}`;
  const value = writes.length === 0 ? 0 : 1 - foreign.length / writes.length;
  return { value, evidence: [{ text, sites: sitesOf(foreign) }] };
}

function dataAutonomy({ analysis, domain }: FactorInput): { value: number; evidence: Reason[] } {
  const own = new Set(domain.tables);
  const home = new Set(domain.files);
  const foreign = analysis.accesses.filter(
    (access) => home.has(access.file) && !own.has(access.table),
  );
  const elsewhere = `${foreign.length} ${foreign.length === 1 ? 'access' : 'accesses'} from its files ${foreign.length === 1 ? 'goes' : 'go'} to tables of others`;
  const lack = own.size === 0 ? 'it owns no table' : 'its files use no table';
  // "0 accesses" beside an empty bar would read as a contradiction.
  const text =
    own.size > 0 && domain.metrics.dataAutonomy !== null
      ? elsewhere
      : [lack, ...(foreign.length > 0 ? [elsewhere] : [])].join('; ');
  return {
    value: own.size === 0 ? 0 : (domain.metrics.dataAutonomy ?? 0),
    evidence: [{ text, sites: sitesOf(foreign) }],
  };
}

/** A service is worth its keep for the data it owns: a helper that fills one table by itself is none. */
function dataToOwn({ domain }: FactorInput): { value: number; evidence: Reason[] } {
  const { length } = domain.tables;
  const text = `it owns ${count(length, 'table')}`;
  return { value: 1 - falling(length, 2), evidence: [{ text, sites: [] }] };
}

function looseCoupling({ domain }: FactorInput): { value: number; evidence: Reason[] } {
  const text = `conductance ${domain.metrics.conductance}: share of its imports and calls that cross its border`;
  return { value: 1 - domain.metrics.conductance, evidence: [{ text, sites: [] }] };
}

/** What many others answer only once it has answered would fail and slow down with it, one network further away. */
function fewThatWait({ waited }: FactorInput): { value: number; evidence: Reason[] } {
  if (waited?.share === undefined || waited.share === null) {
    const text = 'no function behind the routes of others is known';
    return { value: 0, evidence: [{ text, sites: [] }] };
  }
  return {
    value: 1 - waited.share,
    evidence: [{ text: sayWaiting(waited), sites: waited.sites.slice(0, 5) }],
  };
}

/** @param half so many obstacles halve the value @param words for one and for several */
function obstacles(
  counts: Counts,
  half: number,
  [one, several]: readonly [string, string],
): FactorRule['measure'] {
  return ({ domain, findings }) => {
    const home = new Set(domain.files);
    const found = findings.filter((finding) => counts(finding, domain.name));
    const text = `${found.length} ${found.length === 1 ? one : several}`;
    // A circle of many domains begins anywhere: what this one does in it says more.
    const sites = found
      .flatMap(({ sites }) => sites.find(({ file }) => home.has(file)) ?? sites.slice(0, 1))
      .slice(0, 5);
    return { value: falling(found.length, half), evidence: [{ text, sites }] };
  };
}

function routesToMove({ analysis, domain }: FactorInput): { value: number; evidence: Reason[] } {
  const routes = analysis.routes.filter(
    (route) => route.domain === domain.name && isMovable(route),
  );
  const { size } = new Set(routes.map(routeName));
  const text = `${count(size, 'route')} a proxy can move${size === 1 ? '' : ' one by one'}`;
  return { value: 1 - falling(size, 3), evidence: [{ text, sites: sitesOf(routes) }] };
}

function wantedByOthers({ analysis, domain }: FactorInput): { value: number; evidence: Reason[] } {
  const home = new Set(domain.files);
  const domainOf = new Map(analysis.files.map((file) => [file.path, file.domain]));
  // An import of its types counts too: behind an interface, that is all a caller shows.
  const uses = [
    ...analysis.calls.map(({ file, line, to }) => ({ file, line, to })),
    ...analysis.imports.map(({ from, line, to }) => ({ file: from, line, to })),
    ...analysis.injections.map(({ file, line, to }) => ({ file, line, to: to ?? '' })),
  ].filter(({ file, to }) => home.has(to) && !home.has(file) && domainOf.get(file));
  const users = new Set(uses.map(({ file }) => domainOf.get(file)));
  const text = `${users.size} other domain${users.size === 1 ? ' uses' : 's use'} it`;
  return { value: 1 - falling(users.size, 2), evidence: [{ text, sites: sitesOf(uses) }] };
}

/** Readers elsewhere lose their table with the move just as writers do; they are only easier to serve. */
function readOwnership({ analysis, domain }: FactorInput): { value: number; evidence: Reason[] } {
  const own = new Set(domain.tables);
  const home = new Set(domain.files);
  const reads = analysis.accesses.filter(
    (access) => access.operation === 'read' && own.has(access.table),
  );
  if (own.size === 0) return { value: 0, evidence: [{ text: 'it owns no table', sites: [] }] };
  const foreign = reads.filter((access) => !home.has(access.file));
  const text = `its own files make ${reads.length - foreign.length} of ${count(reads.length, 'read')} of its ${own.size === 1 ? 'table' : `${own.size} tables`}`;
  const value = reads.length === 0 ? 0 : 1 - foreign.length / reads.length;
  return { value, evidence: [{ text, sites: sitesOf(foreign) }] };
}

function clearBoundary({ analysis, domain }: FactorInput): { value: number; evidence: Reason[] } {
  const own = analysis.files.filter((file) => file.domain === domain.name);
  const mean = own.reduce((sum, file) => sum + file.confidence, 0) / Math.max(1, own.length);
  return {
    value: mean,
    evidence: [
      {
        text: `mean confidence of its ${own.length === 1 ? 'file' : `${own.length} files`}`,
        sites: [],
      },
    ],
  };
}

function sitesOf(places: readonly Site[]): Site[] {
  return places.slice(0, 5).map(({ file, line }) => ({ file, line }));
}

/** One half at an even share of the code, so that neither crumbs nor the whole shop win by size. */
function size({ analysis, domain }: FactorInput): { value: number; evidence: Reason[] } {
  const total = analysis.domains.reduce((sum, one) => sum + one.metrics.loc, 0);
  const even = total / Math.max(1, analysis.domains.length);
  const text = `${count(domain.metrics.loc, 'line')}; an even share would be ${Math.round(even)}`;
  return {
    value: even === 0 ? 0 : Math.min(domain.metrics.loc / even, even / domain.metrics.loc),
    evidence: [{ text, sites: [] }],
  };
}
