/** A path of a description, ready to be matched segment by segment. */
export interface PathTemplate {
  readonly segments: readonly Segment[];
}

interface Segment {
  /** The text of a segment without parameters. */
  readonly literal: string | undefined;
  readonly pattern: RegExp | undefined;
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
      const literal = caseInsensitive ? text.toLowerCase() : text;
      return { literal, pattern: undefined, names, weight: text.length, caseInsensitive };
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
    return {
      literal: undefined,
      pattern: new RegExp(`^${pattern.join('')}$`, caseInsensitive ? 'is' : 's'),
      names,
      weight,
      caseInsensitive,
    };
  }
}

/** The values of the parameters, or undefined if the path is another one. */
export function matchTemplate(
  { segments }: PathTemplate,
  path: readonly string[],
): ReadonlyMap<string, string> | undefined {
  const values = new Map<string, string>();
  for (const [index, segment] of segments.entries()) {
    const text = path[index] ?? '';
    if (segment.pattern === undefined) {
      if (!sameText(segment, text)) return undefined;
      continue;
    }
    const match = segment.pattern.exec(text);
    if (match === null) return undefined;
    for (const [position, name] of segment.names.entries()) {
      values.set(name, match[position + 1] ?? '');
    }
  }
  return values;
}

function sameText({ literal, caseInsensitive }: Segment, text: string): boolean {
  const written = caseInsensitive ? text.toLowerCase() : text;
  return written === literal || (written.includes('%') && decoded(written) === literal);
}

/** Order of candidates: text before parameters, from the first segment on (OpenAPI 3, Paths Object). */
export function moreConcrete(a: PathTemplate, b: PathTemplate): number {
  for (const [index, segment] of a.segments.entries()) {
    const other = b.segments[index];
    if (other === undefined) return 0;
    const byKind = Number(segment.pattern !== undefined) - Number(other.pattern !== undefined);
    if (byKind !== 0) return byKind;
    if (segment.pattern !== undefined && segment.weight !== other.weight) {
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
