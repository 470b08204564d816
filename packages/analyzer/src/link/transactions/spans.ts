import { MODULE } from '../../facts/file-facts.ts';
import type { Detected, DetectedAccess } from '../detected.ts';
import { getOrMake } from '../get-or-make.ts';

/** The lines of one function between a `BEGIN` and what ends it. */
interface Span {
  from: number;
  /** The last `COMMIT` before the next `BEGIN`; without one the transaction is somebody else's to end. */
  until: number;
}

/** Of each transaction begun by a text of SQL: the function that begins it, and its lines there. */
export type Spans = ReadonlyMap<string, Span & { fn: number }>;

/**
 * In the function that begins and ends it, a transaction holds what stands between the two: a client reads on
 * after its `COMMIT`. Rollbacks end nothing here, they stand in the branch of an error.
 */
export function spansOf({ controls }: Detected): Spans {
  const inFunction = new Map<string, Detected['controls']>();
  for (const control of controls)
    if (control.fn !== MODULE)
      getOrMake(inFunction, `${control.file.path}#${control.fn}`, () => []).push(control);
  const spans = new Map<string, Span & { fn: number }>();
  for (const own of inFunction.values()) {
    own.sort((a, b) => a.line - b.line);
    for (const [index, { kind, file, fn, line }] of own.entries()) {
      if (kind !== 'begin') continue;
      const rest = own.slice(index + 1);
      const next = rest.findIndex((control) => control.kind === 'begin');
      const ends = (next === -1 ? rest : rest.slice(0, next)).filter((c) => c.kind === 'commit');
      const until = ends.at(-1)?.line ?? Number.POSITIVE_INFINITY;
      spans.set(`${file.path}:${line}`, { fn, from: line, until });
    }
  }
  return spans;
}

/** Whether an access stands in the function of the transaction, before its beginning or after its end. */
export function isOutside(spans: Spans, id: string, { access, file, fn }: DetectedAccess): boolean {
  const span = spans.get(id);
  if (!span || span.fn !== fn || !id.startsWith(`${file.path}:`)) return false;
  return access.line < span.from || access.line > span.until;
}
