/**
 * `exports` and `imports` of a package.json (Node.js documentation, "Packages"): conditions, the
 * longest matching pattern, `*`. Conditions that lead to source come first.
 */
const CONDITIONS = [
  'source',
  'development',
  'import',
  'module',
  'node',
  'require',
  'default',
  'types',
];

/** Targets for `key` (`.`, `./x` or `#x`), best first, relative to the package. */
export function mapTargets(map: unknown, key: string): string[] {
  if (typeof map === 'string' || Array.isArray(map)) return key === '.' ? flatten(map, '') : [];
  if (typeof map !== 'object' || map === null) return [];
  const entries = Object.entries(map);
  if (entries.every(([name]) => !name.startsWith('.') && !name.startsWith('#'))) {
    return key === '.' ? flatten(map, '') : [];
  }
  const exact = entries.find(([name]) => name === key);
  if (exact) return flatten(exact[1], '');
  let best: { value: unknown; star: string; length: number } | undefined;
  for (const [name, value] of entries) {
    const star = matchPattern(name, key);
    if (star !== undefined && name.length > (best?.length ?? -1))
      best = { value, star, length: name.length };
  }
  return best ? flatten(best.value, best.star) : [];
}

/** What `*` stands for when `pattern` matches `text`; undefined when it does not. */
export function matchPattern(pattern: string, text: string): string | undefined {
  const at = pattern.indexOf('*');
  if (at === -1) return pattern === text ? '' : undefined;
  const prefix = pattern.slice(0, at);
  const suffix = pattern.slice(at + 1);
  if (text.length < prefix.length + suffix.length) return undefined;
  if (!text.startsWith(prefix) || !text.endsWith(suffix)) return undefined;
  return text.slice(prefix.length, text.length - suffix.length);
}

function flatten(value: unknown, star: string): string[] {
  if (typeof value === 'string') return [value.replaceAll('*', star)];
  if (Array.isArray(value)) return value.flatMap((item) => flatten(item, star));
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  const rank = (name: string): number => {
    if (/source/i.test(name)) return -1;
    const at = CONDITIONS.indexOf(name);
    return at === -1 ? CONDITIONS.length : at;
  };
  return entries.sort(([a], [b]) => rank(a) - rank(b)).flatMap(([, inner]) => flatten(inner, star));
}
