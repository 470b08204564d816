import type { Analysis, Reason, Site, SourceFile } from '../model/analysis.ts';
import { BY_LINKS } from '../model/confidence.ts';
import { count } from '../model/count.ts';
import { UNTIED_REASON } from '../model/roles.ts';
import { sortSites } from '../model/sites.ts';
import { percent } from './words.ts';

/** Below this share a person wants to know what else the file could belong to. */
const UNCLEAR = 0.5;
const MOST_SITES = 5;

const ASIDE = {
  library: 'is a library: used here and there, and part of no domain',
  shell: 'is shell: wiring, front end or migrations, and part of no domain',
} as const;

/**
 * Where a file belongs and how clearly. The least confidence says that its links pull at another domain as much:
 * then its name, its one user or the tables it works with have decided, as the reasons say.
 */
export function placement({ role, domain, confidence, because }: SourceFile): string {
  if (because.some(({ text }) => text === UNTIED_REASON))
    return `belongs to no domain, and counts as ${role}`;
  if (role !== 'domain')
    return `${ASIDE[role]}${confidence < 1 ? `, confidence ${percent(confidence)}` : ''}`;
  return confidence < BY_LINKS
    ? `belongs to ${domain}, though its links alone do not say so`
    : `belongs to ${domain}, confidence ${percent(confidence)}`;
}

/** The other domain that ties a file most, where its own is not clear. */
export function rival(
  analysis: Analysis,
  { path, domain, role, confidence }: SourceFile,
): Reason[] {
  if (role !== 'domain' || confidence >= UNCLEAR) return [];
  const ties = new Map<string, Site[]>();
  const tie = (other: string | null | undefined, site: Site) => {
    if (!other || other === domain) return;
    ties.set(other, [...(ties.get(other) ?? []), site]);
  };
  const domainOf = new Map(analysis.files.map((file) => [file.path, file.domain]));
  const ownerOf = new Map(analysis.tables.map((table) => [table.name, table.domain]));
  for (const { from, to, line } of analysis.imports) {
    if (from === path) tie(domainOf.get(to), { file: from, line });
    if (to === path) tie(domainOf.get(from), { file: from, line });
  }
  for (const { file, to, line } of analysis.calls) {
    if (file === path) tie(domainOf.get(to), { file, line });
    if (to === path) tie(domainOf.get(file), { file, line });
  }
  for (const { file, table, line } of analysis.accesses)
    if (file === path) tie(ownerOf.get(table), { file, line });
  const [first] = [...ties].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
  if (first === undefined) return [];
  const [other, sites] = first;
  return [
    {
      text: `tied to ${other} as well, at ${count(sites.length, 'place')}`,
      sites: sortSites(sites).slice(0, MOST_SITES),
    },
  ];
}
