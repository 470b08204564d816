/** A path pattern cut into segments. `*` and `:name` match one, a last `**` any number of them. */
export interface PathPattern {
  readonly segments: readonly string[];
  readonly open: boolean;
}

export const ANY_SEGMENT = '*';

/** What a pattern cannot have, since no path has it as it stands, and what to write instead. */
const FOREIGN: Readonly<Record<string, string>> = {
  '%': 'write * for a segment with escapes',
  '?': 'conditions on the query go under `query`',
  '#': 'what follows it is never sent to a server',
  '\\': 'write / between segments',
};

/** The compiled pattern, or what is wrong with it. */
export function compilePattern(pattern: string): PathPattern | string {
  const parts = segmentsOf(pattern);
  const open = parts.at(-1) === '**';
  const segments = open ? parts.slice(0, -1) : parts;
  for (const segment of segments) {
    if (segment === '**') return 'has ** before its end';
    if (segment.includes('*') && segment !== '*') return 'has * inside a segment';
    const foreign = /[?#\\%]/.exec(segment)?.[0];
    if (foreign !== undefined) return `has ${foreign} in "${segment}": ${FOREIGN[foreign]}`;
  }
  return { segments: segments.map((s) => (s.startsWith(':') ? ANY_SEGMENT : s)), open };
}

/** A slash at the end makes no difference, as in most web frameworks. */
function segmentsOf(path: string): string[] {
  const end = endOf(path);
  return end <= 1 ? [] : path.slice(1, end).split('/');
}

/** Walks along the path; nothing is cut up, as this happens for every request. */
export function matchesPath(pattern: PathPattern, path: string): boolean {
  const wanted = pattern.segments;
  const end = endOf(path);
  let at = 1;
  for (const want of wanted) {
    if (at > end || end <= 1) return false;
    const slash = path.indexOf('/', at);
    const stop = slash === -1 || slash > end ? end : slash;
    if (want === ANY_SEGMENT ? stop === at : !isSegment(path, at, stop, want)) return false;
    at = stop + 1;
  }
  return pattern.open || at > end || end <= 1;
}

function isSegment(path: string, from: number, to: number, want: string): boolean {
  return to - from === want.length && path.startsWith(want, from);
}

/** Where the path ends when a slash at its end is not counted. */
function endOf(path: string): number {
  return path.endsWith('/') ? path.length - 1 : path.length;
}

/** The first segment, empty when there is none. */
export function firstSegment(path: string): string {
  const end = endOf(path);
  const slash = path.indexOf('/', 1);
  return path.slice(1, slash === -1 || slash > end ? end : slash);
}

/** Whether every path that `inner` matches is matched by `outer` as well. */
export function covers(outer: PathPattern, inner: PathPattern): boolean {
  if (inner.open && !outer.open) return false;
  if (outer.segments.length > inner.segments.length) return false;
  if (!outer.open && outer.segments.length !== inner.segments.length) return false;
  return outer.segments.every((want, i) => want === ANY_SEGMENT || want === inner.segments[i]);
}
