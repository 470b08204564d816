/** A path pattern cut into segments. `*` and `:name` match one, a last `**` any number of them. */
export interface PathPattern {
  readonly segments: readonly string[];
  readonly open: boolean;
}

export const ANY_SEGMENT = '*';

/** The compiled pattern, or what is wrong with it. */
export function compilePattern(pattern: string): PathPattern | string {
  const parts = segmentsOf(pattern);
  const open = parts.at(-1) === '**';
  const segments = open ? parts.slice(0, -1) : parts;
  for (const segment of segments) {
    if (segment === '**') return 'has ** before its end';
    if (segment.includes('*') && segment !== '*') return 'has * inside a segment';
    if (/[?#\\%]/.test(segment)) return 'has a character that a path pattern cannot have';
  }
  return { segments: segments.map((s) => (s.startsWith(':') ? ANY_SEGMENT : s)), open };
}

/** A slash at the end makes no difference, as in most web frameworks. */
export function segmentsOf(path: string): string[] {
  const end = path.endsWith('/') ? path.length - 1 : path.length;
  return end <= 1 ? [] : path.slice(1, end).split('/');
}

export function matchesPath(pattern: PathPattern, segments: readonly string[]): boolean {
  const wanted = pattern.segments;
  if (segments.length < wanted.length) return false;
  if (!pattern.open && segments.length !== wanted.length) return false;
  for (let i = 0; i < wanted.length; i++) {
    const want = wanted[i];
    if (want !== ANY_SEGMENT ? want !== segments[i] : segments[i] === '') return false;
  }
  return true;
}

/** Whether every path that `inner` matches is matched by `outer` as well. */
export function covers(outer: PathPattern, inner: PathPattern): boolean {
  if (inner.open && !outer.open) return false;
  if (outer.segments.length > inner.segments.length) return false;
  if (!outer.open && outer.segments.length !== inner.segments.length) return false;
  return outer.segments.every((want, i) => want === ANY_SEGMENT || want === inner.segments[i]);
}
