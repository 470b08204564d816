import { tableNode } from '../graph/fact-graph.ts';
import type { Facts } from '../model/analysis.ts';
import type { Steering } from '../model/steering.ts';
import { nameParts } from './domain-names.ts';
import type { DrawnParts } from './draw-parts.ts';
import type { LayeredGraph } from './layered-graph.ts';
import { partVocabularies } from './part-vocabulary.ts';
import { roomIn } from './room.ts';
import { type TableOwner, tableOwners } from './table-owners.ts';

/** One partition in words: names of domains, and who owns which table. */
export interface Settled {
  domainOfFile: Map<string, string>;
  owners: Map<string, TableOwner>;
  names: string[];
  /** What the domains that a person renamed or merged were found as, by the name they have now. */
  foundAs: Map<string, string[]>;
}

/** What a person demands. */
export interface Wishes {
  pins: ReadonlyMap<string, string>;
  /** Nodes that must or must not share a part with another one. */
  linked: ReadonlySet<string>;
  steering: Steering;
}

/** Names the parts of a partition and gives every table to the domain that writes it. */
export function settle(
  facts: Facts,
  layered: LayeredGraph,
  parts: DrawnParts,
  { pins, linked, steering }: Wishes,
): Settled {
  const foundAs = new Map<string, string[]>();
  const nameOf = partNames(facts, layered, parts, steering, foundAs);
  const domainOfFile = new Map<string, string>();
  const clustered = new Map<string, string>();
  layered.nodes.forEach(({ id }, node) => {
    const name = nameOf.get(parts.membership[node] as number);
    if (name === undefined) return;
    if (id.startsWith('file:')) domainOfFile.set(id.slice('file:'.length), name);
    else clustered.set(id.slice('table:'.length), name);
  });
  const homes = new Set(domainOfFile.values());
  const pinnedTo = new Set(pins.values());
  const inhabited = (name: string | undefined): string | null =>
    name !== undefined && (homes.has(name) || pinnedTo.has(name)) ? name : null;
  const room = roomIn([...domainOfFile.values(), ...clustered.values()], steering.maximumFiles);
  const owners = tableOwners(
    facts,
    (path) => domainOfFile.get(path) ?? null,
    // A table that no file of a part touches is in no domain: nobody could take it along.
    (table) => inhabited(clustered.get(table)),
    (table) =>
      pins.get(tableNode(table)) ??
      (linked.has(tableNode(table)) ? clustered.get(table) : undefined),
    (table, domain) => {
      const before = clustered.get(table);
      return domain === before || room.take(domain, 1, before);
    },
  );
  const names = new Set([...domainOfFile.values()]);
  for (const { domain } of owners.values()) if (domain !== null) names.add(domain);
  return { domainOfFile, owners, names: [...names].sort(), foundAs };
}

/** The part that goes by each name before a person renames any. */
export function partsByFoundName(
  facts: Facts,
  layered: LayeredGraph,
  parts: DrawnParts,
): Map<string, number> {
  const names = partNames(facts, layered, parts, {});
  return new Map([...names].map(([part, name]) => [name, part]));
}

function partNames(
  facts: Facts,
  layered: LayeredGraph,
  parts: DrawnParts,
  steering: Steering,
  foundAs: Map<string, string[]> = new Map(),
): Map<number, string> {
  const vocabularies = partVocabularies(facts, layered, parts);
  const free = [...vocabularies.keys()].filter((part) => !parts.named.has(part));
  const found = nameParts(
    free.map((part) => vocabularies.get(part) ?? { names: [] }),
    layered.ownWords,
  );
  const names = new Map(parts.named);
  const taken = new Set([...names.values(), ...(parts.continues?.values() ?? [])]);
  free.forEach((part, i) => {
    const before = parts.continues?.get(part);
    const name = before ?? found[i] ?? `part-${part}`;
    const wished = steering.rename?.[name] ?? name;
    if (wished !== name) foundAs.set(wished, [...(foundAs.get(wished) ?? []), name]);
    else if (before !== undefined) keepFoundAs(foundAs, before, steering);
    names.set(part, before === undefined && wished === name ? untaken(wished, taken) : wished);
  });
  return names;
}

/** What a domain that goes by the name of an earlier answer was found as before a person renamed it. */
function keepFoundAs(foundAs: Map<string, string[]>, name: string, { rename }: Steering): void {
  const before = Object.entries(rename ?? {}).flatMap(([from, to]) => (to === name ? [from] : []));
  if (before.length > 0) foundAs.set(name, before);
}

/** The name, with the first number that makes it a new one where it is taken; takes it. */
function untaken(name: string, taken: Set<string>): string {
  let free = name;
  for (let n = 2; taken.has(free); n++) free = `${name}-${n}`;
  taken.add(free);
  return free;
}
