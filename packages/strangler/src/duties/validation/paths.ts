/** A path of the document: literal segments, and places for values. */
export interface PathTemplate {
  readonly pattern: RegExp;
  /** Names of the places, in order. */
  readonly names: readonly string[];
  /** Literal paths come before those with places (OpenAPI 3.1, Paths Object). */
  readonly literals: number;
  readonly segments: number;
}

export function compilePath(path: string): PathTemplate {
  const names: string[] = [];
  const parts = path.split('/').filter((part) => part !== '');
  const sources = parts.map((part) =>
    part
      .split(/(\{[^}]*\})/)
      .map((piece) => {
        if (!piece.startsWith('{')) return piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
        names.push(piece.slice(1, -1));
        return '([^/]+?)';
      })
      .join(''),
  );
  return {
    pattern: new RegExp(`^/${sources.join('/')}$`),
    names,
    literals: parts.filter((part) => !part.includes('{')).length,
    segments: parts.length,
  };
}

/**
 * The path as most servers read it: each segment decoded once, no empty segments, no slash at the
 * end. Undefined when it cannot be decoded, or a segment hides a slash: servers differ about those.
 */
export function readPath(path: string): string | undefined {
  const segments: string[] = [];
  for (const part of path.split('/')) {
    if (part === '') continue;
    let segment: string;
    try {
      segment = decodeURIComponent(part);
    } catch {
      return undefined;
    }
    if (segment.includes('/') || segment === '.' || segment === '..') return undefined;
    segments.push(segment);
  }
  return `/${segments.join('/')}`;
}
