import { ContractsError } from '../model/error.ts';

export type MarkerKind = 'optional' | 'nullable';

/** A place in a template where the provider may answer in two ways. */
class Marker {
  readonly kind: MarkerKind;
  readonly value: unknown;

  constructor(kind: MarkerKind, value: unknown) {
    this.kind = kind;
    this.value = value;
  }

  /** pact-js would write the marker itself into the pact. */
  toJSON(): never {
    throw new ContractsError(
      'CONTRACTS_VARIANTS_MISPLACED',
      `${this.kind}(…) stands where only one interaction is written.`,
      'Declare the interaction with pact.http, pact.request or pact.message, which write one for each variant.',
    );
  }
}

export function marker(kind: MarkerKind, value: unknown): Marker {
  return new Marker(kind, value);
}

/** One way to fill in a template. */
export interface Variant {
  /** Empty for the one with everything; else such as `without note` or `note null`. */
  readonly name: string;
  readonly value: unknown;
}

interface Place {
  readonly path: string;
  readonly how: 'absent' | 'null';
}

/**
 * The ways to fill in a template: first everything, then for each marked place the same without it, or
 * with null there. One at a time, so that ten optional members make eleven interactions, not a thousand.
 */
export function variantsOf(template: unknown): readonly Variant[] {
  const places: Place[] = [];
  const complete = filled(template, '', undefined, places);
  return [
    { name: '', value: complete },
    ...places.map((place) => ({
      name: place.how === 'absent' ? `without ${place.path}` : `${place.path} null`,
      value: filled(template, '', place, []),
    })),
  ];
}

/** Stands for a member that is left out. */
const ABSENT = Symbol('absent');

function filled(node: unknown, path: string, chosen: Place | undefined, found: Place[]): unknown {
  if (node instanceof Marker) {
    const how = node.kind === 'optional' ? 'absent' : 'null';
    if (!found.some((one) => one.path === path && one.how === how)) found.push({ path, how });
    if (chosen?.path === path && chosen.how === how) return how === 'null' ? null : ABSENT;
    return filled(node.value, path, chosen, found);
  }
  if (Array.isArray(node)) return filledList(node, (index) => `${path}[${index}]`, chosen, found);
  if (typeof node !== 'object' || node === null || hasOwnForm(node)) return node;
  const isMatcher = 'pact:matcher:type' in node;
  const members = Object.entries(node).map(([name, member]): readonly [string, unknown] => {
    // The list in a matcher is one example, several times over.
    if (isMatcher && Array.isArray(member)) {
      return [name, filledList(member, () => `${path}[]`, chosen, found)];
    }
    const inner = isMatcher ? path : path === '' ? name : `${path}.${name}`;
    return [name, filled(member, inner, chosen, found)];
  });
  return Object.fromEntries(members.filter(([, member]) => member !== ABSENT));
}

function filledList(
  list: readonly unknown[],
  pathOf: (index: number) => string,
  chosen: Place | undefined,
  found: Place[],
): readonly unknown[] {
  return list
    .map((element, index) => filled(element, pathOf(index), chosen, found))
    .filter((element) => element !== ABSENT);
}

/** Dates and the like say themselves what they are in JSON. */
function hasOwnForm(node: object): boolean {
  return 'toJSON' in node && typeof node.toJSON === 'function';
}
