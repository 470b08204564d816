import type { Facts } from '../model/analysis.ts';
import { isLayerWord, splitWords } from '../model/words.ts';
import type { DrawnParts } from './draw-parts.ts';
import { homeFolders } from './home-folders.ts';
import type { LayeredGraph } from './layered-graph.ts';
import type { NamedThing, PartVocabulary } from './name-terms.ts';
import { tableOwners } from './table-owners.ts';
import { NOWHERE } from './tidy.ts';

/**
 * What could name each part, by part in ascending order: its files with their folders and routes, and the
 * tables that it will own, which may be others than it was clustered with.
 */
export function partVocabularies(
  facts: Facts,
  layered: LayeredGraph,
  parts: DrawnParts,
): Map<number, PartVocabulary> {
  const partOf = new Map<string, number>();
  const clustered = new Map<string, number>();
  layered.nodes.forEach(({ id }, node) => {
    const part = parts.membership[node] as number;
    if (part === NOWHERE) return;
    if (id.startsWith('table:')) clustered.set(id.slice('table:'.length), part);
    else partOf.set(id.slice('file:'.length), part);
  });
  const things = new Map<number, NamedThing[]>();
  const add = (part: number, thing: NamedThing): void => {
    const list = things.get(part);
    if (list === undefined) things.set(part, [thing]);
    else list.push(thing);
  };
  const routes = routeNames(facts);
  for (const [path, part] of partOf) {
    add(part, fileThing(path));
    for (const name of routes.get(path) ?? []) add(part, { name, of: 'route' });
  }
  const owners = tableOwners(
    facts,
    (path) => partOf.get(path)?.toString() ?? null,
    (table) => clustered.get(table)?.toString() ?? null,
    () => undefined,
  );
  const accesses = tableAccesses(facts);
  for (const [name, { domain }] of owners)
    if (domain !== null)
      add(Number(domain), { name, of: 'table', accesses: accesses.get(name) ?? 0 });
  // A part of tables that others write still has to be called something.
  const known = new Set(things.keys());
  for (const [name, part] of clustered) if (!known.has(part)) add(part, { name, of: 'table' });
  const homes = homeFolders(partOf);
  return new Map(
    [...things]
      .sort(([a], [b]) => a - b)
      .map(([part, names]) => {
        const home = homes.get(part);
        return [part, { names, ...(home === undefined ? {} : { home }) }];
      }),
  );
}

/** The first word of the business in the path of every route, by the file that serves it. */
function routeNames(facts: Facts): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const { path, file, handler } of facts.routes) {
    const name = path
      .split('/')
      .find(
        (segment) => !/[:{*[$]/.test(segment) && !ENTRANCES.has(segment) && saysSomething(segment),
      );
    if (name === undefined) continue;
    const server = handler?.file ?? file;
    names.set(server, [...(names.get(server) ?? []), name]);
  }
  return names;
}

const ENTRANCES: ReadonlySet<string> = new Set([
  'api',
  'rest',
  'admin',
  'internal',
  'public',
  'store',
]);

const saysSomething = (segment: string): boolean =>
  splitWords(segment).some((word) => word.length > 2 && !isLayerWord(word));

function tableAccesses(facts: Facts): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { table } of facts.accesses) counts.set(table, (counts.get(table) ?? 0) + 1);
  return counts;
}

function fileThing(path: string): NamedThing {
  const folders = path.replace(/\.[^/.]+$/, '').split('/');
  const name = folders.pop() ?? '';
  return { name, of: 'file', folders };
}
