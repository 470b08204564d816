import type { Api, BodyChecks, Operation } from './api.ts';
import { readPath } from './paths.ts';

export type Found =
  | {
      readonly kind: 'operation';
      readonly operation: Operation;
      readonly path: Record<string, string>;
    }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'no-path' }
  | { readonly kind: 'no-method'; readonly allowed: readonly string[] };

/** Finds the operation of a request. Literal paths first, then those with fewer places. */
export function createLookup({
  operations,
  prefixes,
}: Api): (method: string, path: string) => Found {
  const ordered = [...operations].sort((a, b) => b.path.literals - a.path.literals);
  const bySegments = new Map<number, Operation[]>();
  for (const operation of ordered) {
    const { segments } = operation.path;
    bySegments.set(segments, [...(bySegments.get(segments) ?? []), operation]);
  }
  return (method, path) => {
    const whole = readPath(path);
    if (whole === undefined) return { kind: 'unreadable' };
    const allowed = new Set<string>();
    for (const prefix of prefixes) {
      if (whole !== prefix && !whole.startsWith(`${prefix}/`)) continue;
      const rest = whole.slice(prefix.length) || '/';
      const segments = rest === '/' ? 0 : rest.split('/').length - 1;
      for (const operation of bySegments.get(segments) ?? []) {
        const match = operation.path.pattern.exec(rest);
        if (match === null) continue;
        if (answers(operation, method)) {
          const values = operation.path.names.map((name, i) => [name, match[i + 1] ?? '']);
          return { kind: 'operation', operation, path: Object.fromEntries(values) };
        }
        allowed.add(operation.method);
      }
    }
    if (allowed.size === 0) return { kind: 'no-path' };
    return { kind: 'no-method', allowed: [...allowed].sort() };
  };
}

/** RFC 9110 9.3.2: HEAD is a GET without the body of its answer. */
function answers(operation: Operation, method: string): boolean {
  return operation.method === method || (method === 'HEAD' && operation.method === 'GET');
}

/** The check for a media type: its own, else that of a range. `none`: the type is not named. */
export function mediaOf(media: BodyChecks, type: string): ReturnType<BodyChecks['get']> | 'none' {
  const plain = (type.split(';', 1)[0] ?? '').trim().toLowerCase();
  for (const key of [plain, `${plain.split('/', 1)[0]}/*`, '*/*']) {
    if (media.has(key)) return media.get(key);
  }
  return 'none';
}
