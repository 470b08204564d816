import { fileNode, tableNode } from '../graph/fact-graph.ts';
import type { FileRole } from '../model/analysis.ts';
import type { Boundaries } from '../model/boundaries.ts';

/** Domain of files and tables in an earlier analysis, by node id. */
export function earlierDomains({ domains }: Boundaries): Map<string, string> {
  const places = new Map<string, string>();
  for (const [domain, { files, tables }] of Object.entries(domains)) {
    for (const path of files) places.set(fileNode(path), domain);
    for (const name of tables) places.set(tableNode(name), domain);
  }
  return places;
}

/** Role of files in an earlier analysis, by path; those it knew nothing about are left out. */
export function earlierRoles(earlier: Boundaries | undefined): Map<string, FileRole> {
  const roles = new Map<string, FileRole>();
  if (earlier === undefined) return roles;
  for (const { files } of Object.values(earlier.domains))
    for (const path of files) roles.set(path, 'domain');
  for (const path of earlier.libraries) roles.set(path, 'library');
  for (const path of earlier.shell) roles.set(path, 'shell');
  return roles;
}

/** Domain or role of files in an earlier analysis, by path. */
export function earlierPlaces(earlier: Boundaries): Map<string, string> {
  const places = new Map<string, string>(earlierRoles(earlier));
  for (const [domain, { files }] of Object.entries(earlier.domains))
    for (const path of files) places.set(path, domain);
  return places;
}
