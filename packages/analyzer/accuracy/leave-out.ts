import type { Facts } from '../src/index.ts';

/** Where an entry of the facts says which file it is about. */
const PLACES = ['file', 'path', 'from', 'to'] as const;

/**
 * The same facts without some files: what is said in them or of them is gone, tables stay. A route's path is no file's,
 * so it is only compared where it is one.
 */
export function leaveOut(facts: Facts, gone: ReadonlySet<string>): Facts {
  const isAbout = (entry: Record<string, unknown>): boolean =>
    PLACES.some((place) => typeof entry[place] === 'string' && gone.has(entry[place]));
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value))
      return value.filter((one) => !(isRecord(one) && isAbout(one))).map(walk);
    if (!isRecord(value)) return value;
    const kept = Object.entries(value).filter(([, inner]) => !(isRecord(inner) && isAbout(inner)));
    return Object.fromEntries(kept.map(([key, inner]) => [key, walk(inner)]));
  };
  const left = walk(facts) as Facts;
  return { ...left, imports: withoutEmptyBarrels(facts.imports, left.imports) };
}

/** An import of a barrel is gone with all that it took from there. */
function withoutEmptyBarrels(before: Facts['imports'], after: Facts['imports']): Facts['imports'] {
  const barrels = (imports: Facts['imports']): Set<string> =>
    new Set(
      imports.flatMap(({ from, line, via = [] }) =>
        via.map((barrel) => `${from}:${line}>${barrel}`),
      ),
    );
  const [was, is] = [barrels(before), barrels(after)];
  return after.filter(({ from, line, to, via }) => {
    const edge = `${from}:${line}>${to}`;
    return via !== undefined || !was.has(edge) || is.has(edge);
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
