import type { Facts } from '../model/analysis.ts';
import type { Steering } from '../model/steering.ts';
import { thingsThatFit, wishedLinks } from './links.ts';
import { pinnedDomains } from './steer.ts';

/** Two wishes that cannot both be met. */
export interface SteeringConflict {
  /** The wish that is not met, as it is called in `ashlar.yaml`. */
  key: 'domains' | 'mustLink' | 'cannotLink';
  /** Two of the files or tables it speaks of; the same twice for one thing in two domains. */
  things: readonly [string, string];
  /** The domains they are pinned to; none where `mustLink` ties them. */
  domains: string[];
}

/** Wishes of a person that contradict each other, each with one example of what it speaks of. */
export function steeringConflicts(
  facts: Pick<Facts, 'files' | 'tables' | 'routes'>,
  steering: Steering,
): SteeringConflict[] {
  const pins = pinnedDomains(facts, steering);
  return [
    ...pinnedTwice(facts, steering, pins),
    ...partedByPins(facts, steering, pins),
    ...tiedAnyway(facts, steering, pins),
  ];
}

type Pins = ReadonlyMap<string, string>;
const nameOf = (node: string): string => node.slice(node.indexOf(':') + 1);

function pinnedTwice(
  facts: Pick<Facts, 'files' | 'tables' | 'routes'>,
  steering: Steering,
  pins: Pins,
): SteeringConflict[] {
  const found = new Map<string, SteeringConflict>();
  for (const [domain, wish] of Object.entries(steering.domains ?? {})) {
    for (const thing of pinnedDomains(facts, { domains: { [domain]: wish } }).keys()) {
      const first = pins.get(thing) ?? domain;
      const key = JSON.stringify([first, domain]);
      if (first === domain || found.has(key)) continue;
      const name = nameOf(thing);
      found.set(key, { key: 'domains', things: [name, name], domains: [first, domain] });
    }
  }
  return [...found.values()];
}

function partedByPins(
  facts: Pick<Facts, 'files' | 'tables'>,
  steering: Steering,
  pins: Pins,
): SteeringConflict[] {
  return (steering.mustLink ?? []).flatMap((group): SteeringConflict[] => {
    const pinned = group
      .flatMap((pattern) => thingsThatFit(facts, pattern))
      .filter((thing) => pins.has(thing));
    const [a] = pinned;
    const b = pinned.find((thing) => pins.get(thing) !== pins.get(a ?? ''));
    if (a === undefined || b === undefined) return [];
    const domains = [a, b].flatMap((thing) => pins.get(thing) ?? []);
    return [{ key: 'mustLink', things: [nameOf(a), nameOf(b)], domains }];
  });
}

function tiedAnyway(
  facts: Pick<Facts, 'files' | 'tables'>,
  steering: Steering,
  pins: Pins,
): SteeringConflict[] {
  const groups = (steering.mustLink ?? []).map(
    (group) => new Set(group.flatMap((pattern) => thingsThatFit(facts, pattern))),
  );
  return (steering.cannotLink ?? []).flatMap((entry): SteeringConflict[] => {
    for (const [a, b] of wishedLinks(facts, { cannotLink: [entry] }).cannotLink) {
      const things = [nameOf(a), nameOf(b)] as const;
      const domain = pins.get(a);
      if (domain !== undefined && domain === pins.get(b))
        return [{ key: 'cannotLink', things, domains: [domain] }];
      if (groups.some((group) => group.has(a) && group.has(b)))
        return [{ key: 'cannotLink', things, domains: [] }];
    }
    return [];
  });
}
