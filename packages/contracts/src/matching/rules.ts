import { isRecord, type JsonRecord, memberOf } from '../openapi/node.ts';
import { type PathToken, parsePathExpression, type RulePath, weightOf } from './path-expression.ts';

/** One matcher as the Pact file has it: `match` and what belongs to it. */
export interface Matcher extends JsonRecord {
  /** The name in the Pact specification, `type` where versions 1 and 2 leave it out. */
  readonly match: string;
}

interface Rule {
  readonly tokens: readonly PathToken[];
  readonly matchers: readonly Matcher[];
}

/** The matching rules of one part of a request, response or message. */
export interface PartRules {
  /** True if there is no rule at all: only equality counts. */
  readonly empty: boolean;
  /** What applies right there, or comes down from above; the most specific rule wins. */
  at(path: RulePath): readonly Matcher[];
  /** Only rules written for exactly this depth. */
  exactlyAt(path: RulePath): readonly Matcher[];
}

export interface MatchingRules {
  readonly path: readonly Matcher[];
  readonly status: readonly Matcher[];
  readonly body: PartRules;
  query(name: string): readonly Matcher[];
  header(name: string): readonly Matcher[];
  /** Metadata of a message. */
  metadata(name: string): readonly Matcher[];
}

/** Reads `matchingRules` of Pact specification 2 (flat paths) or 3 and 4 (by category). */
export function readMatchingRules(value: unknown): MatchingRules {
  const rules = isRecord(value) ? value : {};
  const flat = Object.keys(rules).some((key) => key.startsWith('$'));
  return flat ? fromFlat(rules) : fromCategories(rules);
}

function fromCategories(rules: JsonRecord): MatchingRules {
  const named = (category: string, name: string) => {
    const group = rules[category] ?? rules[`${category}s`];
    if (!isRecord(group)) return [];
    const key = Object.keys(group).find(
      (candidate) => candidate.toLowerCase().replace(/\[\d+\]$/, '') === name.toLowerCase(),
    );
    return key === undefined ? [] : matchersOf(group[key]);
  };
  return {
    path: matchersOf(whole(rules.path)),
    status: matchersOf(whole(rules.status)),
    // Version 4 may call the content of a message by its own name.
    body: readBodyRules(rules.body ?? rules.content ?? rules.contents),
    query: (name) => named('query', name),
    header: (name) => named('header', name),
    metadata: (name) => named('metadata', name),
  };
}

/** A part without places in it: some writers name its root all the same. */
function whole(rule: unknown): unknown {
  return memberOf(rule, '$') ?? memberOf(rule, '') ?? rule;
}

/** Rules by their paths in a body, as version 3 and the variants of `arrayContains` have them. */
export function readBodyRules(value: unknown): PartRules {
  return partRules(
    Object.entries(isRecord(value) ? value : {}).map(([path, rule]) => ({
      tokens: parsePathExpression(path),
      matchers: matchersOf(rule),
    })),
  );
}

function fromFlat(rules: JsonRecord): MatchingRules {
  const all = Object.entries(rules).map(([path, rule]) => ({
    tokens: parsePathExpression(path),
    matchers: matchersOf(rule),
  }));
  const named = (parts: readonly string[], name: string) =>
    all.find(
      ({ tokens: [part, key] }) =>
        parts.includes(String(part)) && String(key).toLowerCase() === name.toLowerCase(),
    )?.matchers ?? [];
  return {
    path: all.find(({ tokens }) => tokens.length === 1 && tokens[0] === 'path')?.matchers ?? [],
    body: partRules(
      all
        .filter(({ tokens }) => tokens[0] === 'body')
        .map(({ tokens, matchers }) => ({ tokens: tokens.slice(1), matchers })),
    ),
    status: [],
    query: (name) => named(['query'], name),
    header: (name) => named(['header', 'headers'], name),
    metadata: () => [],
  };
}

/**
 * `{matchers: […], combine}` since version 3, one bare matcher before. Alternatives become one matcher
 * `or` with a list of `matchers`, so that everywhere else a list means that all of it holds.
 */
function matchersOf(rule: unknown): readonly Matcher[] {
  if (!isRecord(rule)) return [];
  const list = Array.isArray(rule.matchers) ? rule.matchers : [rule];
  const matchers = list.filter(isRecord).map((matcher) => ({ ...matcher, match: nameOf(matcher) }));
  const alternatives = rule.combine === 'OR' && matchers.length > 1;
  return alternatives ? [{ match: 'or', matchers }] : matchers;
}

/** The matchers of an `or`, `eachKey` or `eachValue`. */
export function nestedMatchers(list: unknown): readonly Matcher[] {
  return Array.isArray(list) ? list.flatMap((one) => matchersOf(one)) : [];
}

function nameOf(matcher: JsonRecord): string {
  if (typeof matcher.match === 'string') return matcher.match;
  if (typeof matcher.regex === 'string') return 'regex';
  for (const kind of ['timestamp', 'date', 'time']) if (kind in matcher) return kind;
  return 'type';
}

function partRules(rules: readonly Rule[]): PartRules {
  return {
    empty: rules.length === 0,
    at(path) {
      const best = heaviest(rules, path);
      if (best === undefined) return [];
      if (best.tokens.length === path.length) return best.matchers;
      const below = path.length - best.tokens.length;
      return best.matchers.flatMap((matcher) => cascaded(matcher, below));
    },
    exactlyAt(path) {
      const exact = rules.filter(({ tokens }) => tokens.length === path.length);
      return heaviest(exact, path)?.matchers ?? [];
    },
  };
}

/** Pact specification 2, "Matcher weighting": the product of the tokens, then the longer path. */
function heaviest(rules: readonly Rule[], path: RulePath): Rule | undefined {
  let best: Rule | undefined;
  let most = 0;
  for (const rule of rules) {
    const weight = weightOf(rule.tokens, path);
    if (weight === 0 || weight < most) continue;
    if (weight > most || rule.tokens.length > (best?.tokens.length ?? 0)) best = rule;
    most = weight;
  }
  return best;
}

/** What goes for a place so many steps below: types and equality for all, limits and expressions never. */
function cascaded(matcher: Matcher, below: number): readonly Matcher[] {
  switch (matcher.match) {
    case 'equality':
      return [matcher];
    case 'type':
      return [{ match: 'type' }];
    case 'eachValue':
    case 'each-value': {
      const rules = nestedMatchers(matcher.rules);
      return below === 1 ? rules : rules.flatMap((rule) => cascaded(rule, below - 1));
    }
    default:
      return [];
  }
}
