import type { Facts } from '../model/analysis.ts';
import type { Neighbours } from './neighbours.ts';
import type { RoleOf } from './roles.ts';

const FEWEST_USERS = 3;

/**
 * Files of parts that are libraries posing as a domain: the part touches no table, serves no route,
 * runs nothing of another part, and at least three other parts use it.
 */
export function libraryParts(
  facts: Facts,
  around: Neighbours,
  partOf: ReadonlyMap<string, number>,
  roles: ReadonlyMap<string, RoleOf>,
): Map<string, RoleOf> {
  const members = new Map<number, string[]>();
  for (const [path, part] of partOf) {
    if (part < 0 || roles.has(path)) continue;
    members.set(part, [...(members.get(part) ?? []), path]);
  }
  const serving = new Set(facts.routes.map((route) => route.handler?.file ?? route.file));
  const found = new Map<string, RoleOf>();
  for (const [part, files] of members) {
    if (files.some((file) => around.touchesTables.has(file) || serving.has(file))) continue;
    const others = (map: Map<string, Set<string>>): Set<number> => {
      const near = files
        .flatMap((file) => [...(map.get(file) ?? [])])
        .filter((file) => !roles.has(file));
      return new Set(
        near
          .map((file) => partOf.get(file) ?? part)
          .filter((other) => other !== part && other >= 0),
      );
    };
    const users = others(around.users).size;
    if (users < FEWEST_USERS || others(around.runs).size > 0) continue;
    const text = `its part owns no table, serves no route, needs no other part, and ${users} parts use it`;
    for (const file of files) {
      found.set(file, {
        role: 'library',
        because: [{ text, sites: around.sites.get(file) ?? [] }],
      });
    }
  }
  return found;
}
