import type { Facts } from '../model/analysis.ts';
import type { Neighbours } from './neighbours.ts';
import type { RoleOf } from './roles.ts';
import type { BusinessSpeech } from './vocabulary.ts';

/** Beyond this share of files called by words of the business, it is a domain whose data was not seen. */
const MOST_SPEAKING = 0.5;

/**
 * Files of parts that are libraries posing as a domain: the part touches no table, serves no route,
 * listens to no event, most of its files are not called by words of the business, and more parts use it
 * than it uses.
 */
export function libraryParts(
  facts: Facts,
  around: Neighbours,
  partOf: ReadonlyMap<string, number>,
  roles: ReadonlyMap<string, RoleOf>,
  { speaks, known }: BusinessSpeech,
): Map<string, RoleOf> {
  const members = new Map<number, string[]>();
  for (const [path, part] of partOf) {
    if (part < 0 || roles.has(path)) continue;
    members.set(part, [...(members.get(part) ?? []), path]);
  }
  if (!known) return new Map();
  const listening = new Set(
    facts.events.filter(({ role }) => role === 'listen').map(({ file }) => file),
  );
  const serving = new Set(facts.routes.map((route) => route.handler?.file ?? route.file));
  const found = new Map<string, RoleOf>();
  for (const [part, files] of members) {
    if (
      files.some(
        (file) => around.touchesTables.has(file) || serving.has(file) || listening.has(file),
      )
    )
      continue;
    const speaking = files.filter(speaks).length;
    if (speaking > files.length * MOST_SPEAKING) continue;
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
    const used = others(around.runs).size;
    if (users === 0 || used > users) continue;
    const text = `its part touches no table and serves no route; ${users} other parts use it, it uses ${used}`;
    for (const file of files) {
      found.set(file, {
        role: 'library',
        because: [{ text, sites: around.sites.get(file) ?? [] }],
      });
    }
  }
  return found;
}
