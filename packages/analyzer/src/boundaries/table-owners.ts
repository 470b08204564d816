import type { Facts, Reason, Site } from '../model/analysis.ts';
import { businessWords } from '../model/words.ts';

export interface TableOwner {
  domain: string | null;
  because: Reason[];
}

/**
 * The domain that writes a table most owns it. Equal writers: the one whose name or files share
 * words with the table. Nobody writes it: the domain it was clustered into.
 */
export function tableOwners(
  facts: Facts,
  domainOfFile: (path: string) => string | null,
  clustered: (table: string) => string | null,
  pinned: (table: string) => string | undefined,
): Map<string, TableOwner> {
  const writes = new Map<string, Map<string, Site[]>>();
  for (const access of facts.accesses) {
    const domain = domainOfFile(access.file);
    if (access.operation !== 'write' || domain === null) continue;
    const byDomain = writes.get(access.table) ?? new Map<string, Site[]>();
    writes.set(access.table, byDomain);
    const sites = byDomain.get(domain) ?? [];
    byDomain.set(domain, [...sites, { file: access.file, line: access.line }]);
  }
  const owners = new Map<string, TableOwner>();
  for (const { name } of facts.tables) {
    owners.set(name, ownerOf(name, writes.get(name) ?? new Map(), clustered(name), pinned(name)));
  }
  return owners;
}

function ownerOf(
  table: string,
  writers: ReadonlyMap<string, Site[]>,
  clustered: string | null,
  pinned: string | undefined,
): TableOwner {
  if (pinned !== undefined) {
    return { domain: pinned, because: [{ text: 'ashlar.yaml says so', sites: [] }] };
  }
  if (writers.size === 0) {
    const text = 'nobody in a domain writes it; its readers and foreign keys place it here';
    return { domain: clustered, because: clustered === null ? [] : [{ text, sites: [] }] };
  }
  const words = new Set(businessWords(table));
  const affinity = (domain: string) =>
    (domain === clustered ? 1 : 0) +
    businessWords(domain).filter((word) => words.has(word)).length * 2;
  const [best] = [...writers].sort(
    (a, b) =>
      b[1].length - a[1].length || affinity(b[0]) - affinity(a[0]) || (a[0] < b[0] ? -1 : 1),
  );
  if (best === undefined) return { domain: clustered, because: [] };
  const all = [...writers.values()].reduce((sum, sites) => sum + sites.length, 0);
  const text = `${best[0]} has ${best[1].length} of ${all} places that write it`;
  return { domain: best[0], because: [{ text, sites: best[1].slice(0, 5) }] };
}
