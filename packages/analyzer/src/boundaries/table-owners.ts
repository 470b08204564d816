import type { Facts, Reason, Site } from '../model/analysis.ts';
import { count } from '../model/count.ts';
import { businessWords } from '../model/words.ts';
import { readName } from './name-edges.ts';

export interface TableOwner {
  domain: string | null;
  because: Reason[];
}

/**
 * The domain that writes a table most owns it. Where that is not more than half of all places, the domain
 * owns it whose file of that name declares it (`User.ts` for `users`): the others are users of a model. Equal writers: the one whose name or files share
 * words with the table. Nobody writes it, or its writers have no room: the domain it was clustered into.
 *
 * @param hasRoom whether a domain may take the table; counts it there if so
 */
export function tableOwners(
  facts: Facts,
  domainOfFile: (path: string) => string | null,
  clustered: (table: string) => string | null,
  pinned: (table: string) => string | undefined,
  hasRoom: (table: string, domain: string) => boolean = () => true,
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
  for (const { name, definedAt } of facts.tables) {
    const [home, wish] = [clustered(name), pinned(name)];
    const writers = writes.get(name) ?? new Map<string, Site[]>();
    const owner =
      (wish === undefined ? declarer(name, definedAt, writers, domainOfFile) : undefined) ??
      ownerOf(name, writers, home, wish);
    const full = wish === undefined && owner.domain !== null && !hasRoom(name, owner.domain);
    // A table without another home goes over the limit: somebody has to own it.
    owners.set(name, full && home !== null ? { domain: home, because: [FULL] } : owner);
  }
  return owners;
}

const FULL: Reason = { text: 'the domain that writes it most is full (maximumFiles)', sites: [] };

const MAJORITY = 0.5;

/** The domain of the file that declares a table and is called like it, if several domains write it and none has the majority. */
function declarer(
  table: string,
  definedAt: Site | undefined,
  writers: ReadonlyMap<string, Site[]>,
  domainOfFile: (path: string) => string | null,
): TableOwner | undefined {
  if (definedAt === undefined || writers.size < 2) return undefined;
  const domain = domainOfFile(definedAt.file);
  if (domain === null || wordsOf(readName(definedAt.file).own) !== wordsOf(table)) return undefined;
  const counts = [...writers.values()].map((sites) => sites.length);
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (Math.max(...counts) > all * MAJORITY) return undefined;
  const text = `${definedAt.file} declares it and is called like it; no domain has most of the ${all} places that write it`;
  return { domain, because: [{ text, sites: [definedAt] }] };
}

const wordsOf = (name: string): string => [...new Set(businessWords(name))].sort().join(' ');

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
  const text = `${best[0]} has ${best[1].length} of ${count(all, 'place')} that ${all === 1 ? 'writes' : 'write'} it`;
  return { domain: best[0], because: [{ text, sites: best[1].slice(0, 5) }] };
}
