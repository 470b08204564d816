import type { Analysis, Site } from '../model/analysis.ts';
import type { Finding } from '../model/finding.ts';
import { newPlaces } from './new-places.ts';

/** A finding about the same code or data that concerns other domains than before. */
export interface MovedFinding {
  finding: Finding;
  /** The domains it concerned, under the names they have now. */
  from: string[];
}

export interface FindingDifference {
  /** The places that are new come first. */
  added: Finding[];
  removed: Finding[];
  moved: MovedFinding[];
}

/** The same lines of code make the same finding, whichever domains they are counted to. */
const ABOUT_CODE: ReadonlySet<Finding['kind']> = new Set([
  'synchronous-chain',
  'call-in-loop',
  'event-candidate',
  'shared-library',
  'hotspot',
]);

/**
 * Findings are the same by kind and subject (a table, a file, a pair of domains), without the lines in it. One that only
 * concerns other domains has moved, unless the change wrote another place of it: then it is new, and not gone.
 *
 * @param names domains before, as they are called after
 */
export function findingDifference(
  before: Analysis,
  after: Analysis,
  names: ReadonlyMap<string, string>,
): FindingDifference {
  const none = new Map<string, string>();
  const isNew = newPlaces(before, after);
  const left = bySubject(before.findings, names);
  const difference: FindingDifference = { added: [], removed: [], moved: [] };
  const open: Finding[] = [];
  for (const finding of after.findings) {
    const same = left.get(subject(finding, none));
    const at = same?.findIndex((one) => concerned(one, names) === concerned(finding, none)) ?? -1;
    if (at < 0) open.push(finding);
    else same?.splice(at, 1);
  }
  for (const finding of open) {
    const was = left.get(subject(finding, none))?.shift();
    if (was === undefined || finding.sites.some(isNew))
      difference.added.push({ ...finding, sites: sorted(finding.sites, isNew) });
    else difference.moved.push({ finding, from: domainsOf(was, names) });
  }
  const gone = new Set([...left.values()].flat());
  difference.removed = before.findings.filter((finding) => gone.has(finding));
  return withoutRanks(difference, before, after);
}

/**
 * Only so many files are hotspots: one that is among them, or no more, though nothing was done to it changed its
 * rank alone, since others changed or time went by.
 */
function withoutRanks(
  difference: FindingDifference,
  before: Analysis,
  after: Analysis,
): FindingDifference {
  const [was, is] = [weights(before), weights(after)];
  const grew = (file: string): boolean => {
    const [then, now] = [was.get(file), is.get(file)];
    return (
      then === undefined || now === undefined || now.loc > then.loc || now.commits > then.commits
    );
  };
  const shrank = (file: string): boolean => (is.get(file)?.loc ?? 0) < (was.get(file)?.loc ?? 0);
  return {
    ...difference,
    added: difference.added.filter((one) => one.kind !== 'hotspot' || grew(one.file)),
    removed: difference.removed.filter((one) => one.kind !== 'hotspot' || shrank(one.file)),
  };
}

function weights({ files, history }: Analysis): Map<string, { loc: number; commits: number }> {
  const commits = new Map((history?.files ?? []).map(({ path, recent }) => [path, recent]));
  return new Map(files.map(({ path, loc }) => [path, { loc, commits: commits.get(path) ?? 0 }]));
}

function bySubject(
  findings: readonly Finding[],
  names: ReadonlyMap<string, string>,
): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = subject(finding, names);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return groups;
}

function subject({ id, kind }: Finding, names: ReadonlyMap<string, string>): string {
  // A knot goes by the first of its domains, and is the same one when just that domain leaves it.
  if (kind === 'domain-cycle' && id.endsWith('+')) return kind;
  const parts = id
    .replace(/:\d+$/, '')
    .split(/[>+:]/)
    .map((part) => names.get(part) ?? part);
  return [kind, ...parts.sort()].join('\n');
}

const concerned = (finding: Finding, names: ReadonlyMap<string, string>): string =>
  ABOUT_CODE.has(finding.kind) ? '' : domainsOf(finding, names).join('\n');

const domainsOf = ({ domains }: Finding, names: ReadonlyMap<string, string>): string[] =>
  domains.map((domain) => names.get(domain) ?? domain).sort();

const sorted = (sites: readonly Site[], isNew: (site: Site) => boolean): Site[] => [
  ...sites.filter(isNew),
  ...sites.filter((site) => !isNew(site)),
];
