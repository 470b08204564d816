import type { Facts } from '../model/analysis.ts';
import type { Steering } from '../model/steering.ts';
import { nameParts } from './domain-names.ts';
import type { DrawnParts } from './draw-parts.ts';
import type { LayeredGraph } from './layered-graph.ts';
import { type TableOwner, tableOwners } from './table-owners.ts';
import { NOWHERE } from './tidy.ts';

/** One partition in words: names of domains, and who owns which table. */
export interface Settled {
  domainOfFile: Map<string, string>;
  owners: Map<string, TableOwner>;
  names: string[];
}

/** Names the parts of a partition and gives every table to the domain that writes it. */
export function settle(
  facts: Facts,
  layered: LayeredGraph,
  parts: DrawnParts,
  pins: ReadonlyMap<string, string>,
  steering: Steering,
): Settled {
  const nameOf = partNames(layered, parts, steering);
  const domainOfFile = new Map<string, string>();
  const clustered = new Map<string, string>();
  layered.nodes.forEach(({ id }, node) => {
    const name = nameOf.get(parts.membership[node] as number);
    if (name === undefined) return;
    if (id.startsWith('file:')) domainOfFile.set(id.slice('file:'.length), name);
    else clustered.set(id.slice('table:'.length), name);
  });
  const owners = tableOwners(
    facts,
    (path) => domainOfFile.get(path) ?? null,
    (table) => clustered.get(table) ?? null,
    (table) => pins.get(`table:${table}`),
  );
  const names = new Set([...domainOfFile.values()]);
  for (const { domain } of owners.values()) if (domain !== null) names.add(domain);
  return { domainOfFile, owners, names: [...names].sort() };
}

const TABLE_NAME_WEIGHT = 3;

function partNames(
  layered: LayeredGraph,
  parts: DrawnParts,
  steering: Steering,
): Map<number, string> {
  const members = new Map<number, { name: string; weight: number }[]>();
  layered.nodes.forEach(({ id, name }, node) => {
    const part = parts.membership[node] as number;
    if (part === NOWHERE) return;
    const list = members.get(part) ?? [];
    members.set(part, list);
    if (id.startsWith('table:')) list.push({ name, weight: TABLE_NAME_WEIGHT });
    else list.push(...fileNames(name));
  });
  const numbers = [...members.keys()].sort((a, b) => a - b);
  const free = numbers.filter((part) => !parts.named.has(part));
  const found = nameParts(free.map((part) => ({ names: members.get(part) ?? [] })));
  const names = new Map(parts.named);
  const taken = new Set(names.values());
  free.forEach((part, i) => {
    const name = found[i] ?? `part-${part}`;
    const wished = steering.rename?.[name] ?? name;
    names.set(part, taken.has(wished) && wished === name ? `${wished}-2` : wished);
  });
  return names;
}

function fileNames(path: string): { name: string; weight: number }[] {
  const folders = path.replace(/\.[^/.]+$/, '').split('/');
  const own = folders.pop() ?? '';
  return [{ name: own, weight: 1 }, ...folders.map((name) => ({ name, weight: 0.5 }))];
}
