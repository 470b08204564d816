import type { SqlTextFact } from '../facts/file-facts.ts';
import { HOLES } from '../sql/tokens.ts';

/**
 * Line of an offset into the joined parts of a text: what stands behind a `${}` is as many lines further down as
 * that takes.
 */
export function lineOfText(
  { line, gaps }: Pick<SqlTextFact, 'line' | 'gaps'>,
  whole: string,
  offset: number,
): number {
  let lines = line;
  for (let at = whole.indexOf('\n'); at !== -1 && at < offset; at = whole.indexOf('\n', at + 1))
    lines++;
  if (!gaps) return lines;
  for (const hole of whole.slice(0, offset).matchAll(HOLES)) lines += gaps[Number(hole[1])] ?? 0;
  return lines;
}
