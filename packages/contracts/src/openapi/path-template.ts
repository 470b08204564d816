/** A path of a description, ready to be matched segment by segment. */
export interface PathTemplate {
  readonly segments: readonly Segment[];
}

interface Segment {
  /** The text of a segment without parameters, decoded. */
  readonly literal: string | undefined;
  /** Several where the parameters can share the text in more than one way. */
  readonly patterns: readonly RegExp[];
  readonly names: readonly string[];
  /** Characters of text around the parameters: more of them is more concrete. */
  readonly weight: number;
  readonly caseInsensitive: boolean;
}

/** A segment may hold several parameters: `{year}-{month}.json`. */
export function compileTemplate(path: string, caseInsensitive: boolean): PathTemplate {
  return { segments: path.split('/').slice(1).map(compileSegment) };

  function compileSegment(text: string): Segment {
    const names: string[] = [];
    const parts = text.split(/\{([^{}]+)\}/);
    if (parts.length === 1) {
      const plain = decoded(text);
      const literal = caseInsensitive ? plain.toLowerCase() : plain;
      return { literal, patterns: [], names, weight: text.length, caseInsensitive };
    }
    let weight = 0;
    const pattern = parts.map((part, index) => {
      if (index % 2 === 1) {
        names.push(part.replace(/^[.;?]/, '').replace(/\*$/, ''));
        return '(.+?)';
      }
      weight += part.length;
      return escapeRegExp(part);
    });
    const shortestFirst = `^${pattern.join('')}$`;
    const longestFirst = shortestFirst.replaceAll('(.+?)', '(.+)');
    const sources = names.length > 1 ? [shortestFirst, longestFirst] : [shortestFirst];
    return {
      literal: undefined,
      patterns: sources.map((source) => new RegExp(source, caseInsensitive ? 'is' : 's')),
      names,
      weight,
      caseInsensitive,
    };
  }
}

/**
 * The values of the parameters: none if the path is another one, several if the parameters of one
 * segment can share its text in more than one way (`{name}-{version}` and `my-lib-12`).
 */
export function matchTemplate(
  { segments }: PathTemplate,
  path: readonly string[],
): readonly ReadonlyMap<string, string>[] {
  if (!segments.every((segment, index) => sameSegment(segment, path[index] ?? ''))) return [];
  let found: readonly (readonly (readonly [name: string, value: string])[])[] = [[]];
  for (const [index, segment] of segments.entries()) {
    if (segment.literal !== undefined) continue;
    const text = path[index] ?? '';
    const ways = segment.patterns.flatMap((pattern) => {
      const match = pattern.exec(text);
      return match === null
        ? []
        : [segment.names.map((name, position) => [name, match[position + 1] ?? ''] as const)];
    });
    found = found.flatMap((before) => ways.map((values) => [...before, ...values]));
  }
  return found.map((values) => new Map(values));
}

function sameSegment(segment: Segment, text: string): boolean {
  const [pattern] = segment.patterns;
  return pattern === undefined ? sameText(segment, text) : pattern.test(text);
}

function sameText({ literal, caseInsensitive }: Segment, text: string): boolean {
  const plain = text.includes('%') ? decoded(text) : text;
  return (caseInsensitive ? plain.toLowerCase() : plain) === literal;
}

/** Order of candidates: text before parameters, from the first segment on (OpenAPI 3, Paths Object). */
export function moreConcrete(a: PathTemplate, b: PathTemplate): number {
  for (const [index, segment] of a.segments.entries()) {
    const other = b.segments[index];
    if (other === undefined) return 0;
    const byKind = Number(segment.literal === undefined) - Number(other.literal === undefined);
    if (byKind !== 0) return byKind;
    if (segment.literal === undefined && segment.weight !== other.weight) {
      return other.weight - segment.weight;
    }
  }
  return 0;
}

/** Percent-decoded, or as it stands where the encoding is broken. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
