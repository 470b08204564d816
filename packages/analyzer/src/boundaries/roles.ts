import type { FactGraph } from '../graph/fact-graph.ts';
import type { Facts, FileRole, Reason, Site } from '../model/analysis.ts';
import type { Steering } from '../model/steering.ts';
import { matcher } from './globs.ts';

export interface RoleOf {
  role: FileRole;
  because: Reason[];
}

const LIBRARY_SHARE = 0.5;
const SHELL_SHARE = 0.4;
const FEWEST_PARTS = 3;
/** No single part may account for more than this share of a library's users. */
const MAIN_USER_SHARE = 0.6;
const USE_LAYERS: ReadonlySet<string> = new Set([
  'import',
  'import-type',
  'inject',
  'call',
  'reexport',
]);

interface Neighbours {
  users: Map<string, Set<string>>;
  uses: Map<string, Set<string>>;
  sites: Map<string, Site[]>;
  owners: Set<string>;
}

/**
 * Which files belong to no domain. A *library* is used by most parts and touches no table; what
 * only libraries use is a library too. *Shell* is the entry wiring: it reaches into most parts and
 * nobody but shell uses it.
 *
 * @param partOf part of each file by path in a first partition
 * @param known roles that are settled already
 */
export function findRoles(
  facts: Facts,
  graph: FactGraph,
  partOf: ReadonlyMap<string, number>,
  steering: Steering = {},
  known: ReadonlyMap<string, RoleOf> = new Map(),
): Map<string, RoleOf> {
  const around = neighbours(graph);
  const roles = new Map(known);
  const sizes = new Map<number, number>();
  for (const part of partOf.values()) sizes.set(part, (sizes.get(part) ?? 0) + 1);
  const real = new Set([...sizes].filter(([, size]) => size >= 3).map(([part]) => part));
  fromSteering(facts, steering, roles);
  const pinned = matcher(Object.values(steering.domains ?? {}).flatMap((wish) => wish.files ?? []));
  const open = facts.files
    .map(({ path }) => path)
    .filter((path) => !roles.has(path) && !pinned(path));
  for (let changed = true; changed; ) {
    changed = false;
    for (const path of open) {
      if (roles.has(path)) continue;
      const found =
        shellRole(path, around, partOf, real, roles) ??
        libraryRole(path, around, partOf, real, roles);
      if (found === undefined) continue;
      roles.set(path, found);
      changed = true;
    }
  }
  return roles;
}

function fromSteering(facts: Facts, steering: Steering, roles: Map<string, RoleOf>): void {
  const isLibrary = matcher(steering.libraries);
  const isShell = matcher(steering.shell);
  for (const { path } of facts.files) {
    const role = isLibrary(path) ? 'library' : isShell(path) ? 'shell' : undefined;
    if (role)
      roles.set(path, { role, because: [{ text: `ashlar.yaml says it is ${role}`, sites: [] }] });
  }
}

function libraryRole(
  path: string,
  around: Neighbours,
  partOf: ReadonlyMap<string, number>,
  real: ReadonlySet<number>,
  roles: ReadonlyMap<string, RoleOf>,
): RoleOf | undefined {
  if (around.owners.has(path)) return undefined;
  const users = [...(around.users.get(path) ?? [])].filter(
    (user) => roles.get(user)?.role !== 'shell',
  );
  if (users.length > 0 && users.every((user) => roles.get(user)?.role === 'library')) {
    return {
      role: 'library',
      because: [{ text: 'only libraries use it', sites: siteList(around, path) }],
    };
  }
  const counts = countParts(users, partOf, real);
  if (counts.size < Math.max(FEWEST_PARTS, real.size * LIBRARY_SHARE)) return undefined;
  if (Math.max(...counts.values()) > users.length * MAIN_USER_SHARE) return undefined;
  const text = `${users.length} files in ${counts.size} of ${real.size} parts use it, and it touches no table`;
  return { role: 'library', because: [{ text, sites: siteList(around, path) }] };
}

function shellRole(
  path: string,
  around: Neighbours,
  partOf: ReadonlyMap<string, number>,
  real: ReadonlySet<number>,
  roles: ReadonlyMap<string, RoleOf>,
): RoleOf | undefined {
  const users = [...(around.users.get(path) ?? [])];
  if (!users.every((user) => roles.get(user)?.role === 'shell')) return undefined;
  const uses = [...(around.uses.get(path) ?? [])].filter(
    (use) => roles.get(use)?.role !== 'library',
  );
  const counts = countParts(uses, partOf, real);
  const many = counts.size >= Math.max(FEWEST_PARTS, real.size * SHELL_SHARE);
  const wiresShell = uses.some((use) => roles.get(use)?.role === 'shell');
  if (!many && !(wiresShell && !around.owners.has(path))) return undefined;
  const text = many
    ? `it reaches into ${counts.size} of ${real.size} parts and nothing but wiring uses it`
    : 'it starts the wiring and nothing uses it';
  return { role: 'shell', because: [{ text, sites: [{ file: path, line: 1 }] }] };
}

function countParts(
  files: readonly string[],
  partOf: ReadonlyMap<string, number>,
  real: ReadonlySet<number>,
): Map<number, number> {
  const counts = new Map<number, number>();
  for (const file of files) {
    const part = partOf.get(file);
    if (part !== undefined && real.has(part)) counts.set(part, (counts.get(part) ?? 0) + 1);
  }
  return counts;
}

function siteList(around: Neighbours, path: string): Site[] {
  return (around.sites.get(path) ?? []).slice(0, 5);
}

function neighbours(graph: FactGraph): Neighbours {
  const around: Neighbours = {
    users: new Map(),
    uses: new Map(),
    sites: new Map(),
    owners: new Set(),
  };
  const add = (map: Map<string, Set<string>>, key: string, value: string) => {
    const known = map.get(key);
    if (known === undefined) map.set(key, new Set([value]));
    else known.add(value);
  };
  graph.forEachEdge((_key, edge, _source, _target, from, to) => {
    if (edge.layer === 'access') around.owners.add(from.name);
    if (!USE_LAYERS.has(edge.layer)) return;
    add(around.users, to.name, from.name);
    add(around.uses, from.name, to.name);
    const sites = around.sites.get(to.name);
    if (sites === undefined) around.sites.set(to.name, [...edge.sites]);
    else if (sites.length < 5) sites.push(...edge.sites);
  });
  return around;
}
