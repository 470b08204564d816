import type { FileFacts } from '../facts/file-facts.ts';

/**
 * Facts as text and back. Several facts of a file hold the same expression: the call that makes a
 * variable is the variable's value and a call. That they are one counts while linking, and a plain
 * JSON text would write it out each time, so what stood before is only named, by its number.
 */
export function packFacts(facts: FileFacts): string {
  const written = new Set<number>();
  return JSON.stringify(facts, (_key, value: unknown) => {
    const n = numberOf(value);
    if (n === undefined) return value;
    if (written.has(n)) return { [SAME]: n };
    written.add(n);
    return value;
  });
}

/** @throws SyntaxError when the text is no JSON */
export function unpackFacts(text: string): FileFacts {
  const facts = JSON.parse(text) as FileFacts;
  const known: unknown[] = [];
  restore(facts, known);
  return facts;
}

const SAME = '=';

function numberOf(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null || !('k' in value)) return undefined;
  const { n } = value as { n?: unknown };
  return typeof n === 'number' ? n : undefined;
}

/** Puts the expression itself where a text only names it. Its own text always stands before. */
function restore(holder: object, known: unknown[]): void {
  const n = numberOf(holder);
  if (n !== undefined) known[n] = holder;
  const parts = holder as Record<string, unknown>;
  for (const key in parts) {
    const value = parts[key];
    if (typeof value !== 'object' || value === null) continue;
    const same = (value as Record<string, unknown>)[SAME];
    if (typeof same === 'number') parts[key] = known[same];
    else restore(value, known);
  }
}
