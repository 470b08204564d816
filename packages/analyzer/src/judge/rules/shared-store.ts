import type { StoreUse } from '../../model/analysis.ts';
import { sortSites } from '../../model/sites.ts';
import { distinct, type JudgeContext, type Rule } from '../context.ts';

/** A literal beginning shorter than this says nothing about what is kept under it. */
const SHORTEST_PREFIX = 3;

/** Keys of Redis, or an index of Elasticsearch, that files of several domains use. */
export const sharedStore: Rule = {
  name: 'shared-store',
  judge: (context) =>
    keySpaces((context.facts.stores ?? []).filter(({ name }) => tells(name))).flatMap((uses) =>
      judgeSpace(context, uses),
    ),
};

const literal = (name: string): string => (name.endsWith('*') ? name.slice(0, -1) : name);
const tells = (name: string): boolean => literal(name).length >= SHORTEST_PREFIX;

/**
 * Uses of the same keys: equal names, and those that a pattern (`session:*`) covers. Patterns come
 * before what they cover, so one pass over the sorted names is enough.
 */
function keySpaces(uses: readonly StoreUse[]): StoreUse[][] {
  const sorted = [...uses].sort(
    (a, b) =>
      compare(a.store, b.store) ||
      compare(literal(a.name), literal(b.name)) ||
      compare(b.name, a.name),
  );
  const spaces: StoreUse[][] = [];
  for (const use of sorted) {
    const open = spaces.at(-1);
    const first = open?.[0];
    if (open !== undefined && first !== undefined && covers(first, use)) open.push(use);
    else spaces.push([use]);
  }
  return spaces;
}

function covers(wide: StoreUse, use: StoreUse): boolean {
  if (wide.store !== use.store) return false;
  return wide.name.endsWith('*')
    ? literal(use.name).startsWith(literal(wide.name))
    : wide.name === use.name;
}

function judgeSpace(context: JudgeContext, uses: readonly StoreUse[]): ReturnType<Rule['judge']> {
  const [first] = uses;
  const domains = distinct(uses.map(({ file }) => context.domainOf(file)));
  if (first === undefined || domains.length < 2) return [];
  const writers = distinct(
    uses.filter(({ operation }) => operation !== 'read').map(({ file }) => context.domainOf(file)),
  );
  return [
    {
      kind: 'shared-store',
      id: `shared-store:${first.store}:${first.name}`,
      severity: writers.length > 1 ? 'medium' : 'low',
      domains,
      sites: sortSites(uses.map(({ file, line }) => ({ file, line }))),
      store: first.store,
      name: first.name,
      writers,
      readers: domains.filter((domain) => !writers.includes(domain)),
    },
  ];
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
