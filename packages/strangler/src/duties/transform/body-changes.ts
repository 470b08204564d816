import { type PathRule, parsePathRule } from '../../compare/paths.ts';
import type { BodyChanges } from '../../model/duties.ts';

type Json = Record<string, unknown>;
type Change = (root: unknown) => unknown;

/** Changes a JSON value, which it may take apart. */
export function bodyChanger(changes: BodyChanges): Change {
  const steps = [
    ...Object.entries(changes.rename).map(([path, to]) => renaming(parsePathRule(path), to)),
    ...Object.entries(changes.move).map(([from, to]) =>
      moving(parsePathRule(from), parsePathRule(to)),
    ),
    ...Object.entries(changes.map).map(([path, values]) => mapping(parsePathRule(path), values)),
    ...changes.remove.map((path) => removing(parsePathRule(path))),
    ...Object.entries(changes.set).map(([path, value]) =>
      putting(parsePathRule(path), value, true),
    ),
    ...Object.entries(changes.add).map(([path, value]) =>
      putting(parsePathRule(path), value, false),
    ),
  ];
  return (root) => steps.reduce((value, change) => change(value), root);
}

function renaming(path: PathRule, to: string): Change {
  return atParents(path, (parent, key) => {
    if (Array.isArray(parent) || key === to) return;
    // The order of the others is kept: a reader may show it.
    const entries = Object.entries(parent).filter(([own]) => own !== to);
    for (const own of Object.keys(parent)) delete parent[own];
    for (const [own, value] of entries) put(parent, own === key ? to : own, value);
  });
}

function moving(from: PathRule, to: PathRule): Change {
  const take = removing(from);
  return (root) => {
    const found = valueAt(root, from);
    if (found === undefined) return root;
    return putting(to, found.value, true)(take(root));
  };
}

function mapping(path: PathRule, values: Readonly<Record<string, unknown>>): Change {
  return atParents(path, (parent, key) => {
    const name = String((parent as Json)[key]);
    const scalar = typeof (parent as Json)[key] !== 'object' || (parent as Json)[key] === null;
    if (scalar && Object.hasOwn(values, name)) (parent as Json)[key] = values[name];
  });
}

function removing(path: PathRule): Change {
  return atParents(path, (parent, key) => {
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete parent[key];
  });
}

/** Objects on the way are made where there are none; nothing else is replaced by them. */
function putting(path: PathRule, value: unknown, replace: boolean): Change {
  const last = path.at(-1) as string;
  return (root) => {
    for (const parent of parentsFor(root, path.slice(0, -1))) {
      if (replace || !Object.hasOwn(parent, last)) put(parent, last, structuredClone(value));
    }
    return root;
  };
}

function parentsFor(root: unknown, path: PathRule): Json[] {
  let parents: unknown[] = [root];
  for (const step of path) {
    parents = parents.flatMap((parent): unknown[] => {
      if (step === '[*]') return Array.isArray(parent) ? (parent as unknown[]) : [];
      if (!isObject(parent)) return [];
      if (step === '*') return Object.values(parent);
      if (!Object.hasOwn(parent, step)) put(parent, step, {});
      return [parent[step]];
    });
  }
  return parents.filter(isObject);
}

/** Calls `change` for every place that the path names, last elements of an array first. */
function atParents(
  path: PathRule,
  change: (parent: Json | unknown[], key: string) => void,
): Change {
  const last = path.at(-1) as string;
  return (root) => {
    for (const parent of placesOf(root, path.slice(0, -1))) {
      for (const key of keysFor(parent, last)) change(parent as Json | unknown[], key);
    }
    return root;
  };
}

function placesOf(root: unknown, path: PathRule): unknown[] {
  return path.reduce<unknown[]>(
    (places, step) =>
      places.flatMap((place) => keysFor(place, step).map((key) => (place as Json)[key])),
    [root],
  );
}

function keysFor(place: unknown, step: string): string[] {
  if (Array.isArray(place)) {
    return step === '[*]' ? Object.keys(place).reverse() : [];
  }
  if (!isObject(place)) return [];
  if (step === '*') return Object.keys(place);
  return Object.hasOwn(place, step) ? [step] : [];
}

function valueAt(root: unknown, path: PathRule): { readonly value: unknown } | undefined {
  const [parent] = placesOf(root, path.slice(0, -1));
  const last = path.at(-1) as string;
  return isObject(parent) && Object.hasOwn(parent, last) ? { value: parent[last] } : undefined;
}

/** Assignment to `__proto__` would change what the object is. */
function put(object: Json, key: string, value: unknown): void {
  Object.defineProperty(object, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isRaw(value);
}

/** A number that keeps its digits is an object only to us. */
function isRaw(value: object): boolean {
  return (JSON as unknown as { isRawJSON(one: unknown): boolean }).isRawJSON(value);
}
