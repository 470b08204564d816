/** Lines of two texts that differ, with a few around them. */

const CONTEXT = 3;

type Pairs = readonly (readonly [before: number, after: number])[];

interface Line {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/**
 * A unified listing (as `diff -u` makes it) without the line numbers of the first part. Of several
 * longest common subsequences the one of Hunt and Szymanski (1977) is taken.
 */
export function diffLines(before: readonly string[], after: readonly string[]): string {
  const lines = script(before, after, commonLines(before, after));
  const parts = changedParts(lines);
  let text = '';
  for (const [index, part] of parts.entries()) {
    if (index > 0) text += `${'\n'.repeat(part.changes)}${heading(lines, part)}\n`;
    const shown = lines.slice(part.from, part.to);
    text += shown.map(({ sign, text: line }) => sign + line).join('\n');
  }
  return text;
}

/** Pairs of equal lines in ascending order. */
function commonLines(before: readonly string[], after: readonly string[]): Pairs {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let [endBefore, endAfter] = [before.length, after.length];
  while (endBefore > start && endAfter > start && before[endBefore - 1] === after[endAfter - 1]) {
    endBefore--;
    endAfter--;
  }
  const head = Array.from({ length: start }, (_, i) => [i, i] as const);
  const middle = longest(before, after, start, endBefore, endAfter);
  const tail = Array.from(
    { length: before.length - endBefore },
    (_, i) => [endBefore + i, endAfter + i] as const,
  );
  return [...head, ...middle, ...tail];
}

interface Chain {
  readonly pair: readonly [number, number];
  readonly previous: Chain | undefined;
}

function longest(
  before: readonly string[],
  after: readonly string[],
  start: number,
  endBefore: number,
  endAfter: number,
): Pairs {
  const places = new Map<string, number[]>();
  for (let j = endAfter - 1; j >= start; j--) {
    const line = after[j] ?? '';
    places.set(line, [...(places.get(line) ?? []), j]);
  }
  const ends: number[] = [];
  const chains: Chain[] = [];
  for (let i = start; i < endBefore; i++) {
    for (const j of places.get(before[i] ?? '') ?? []) {
      const length = ends.findIndex((end) => end >= j);
      const k = length < 0 ? ends.length : length;
      if (ends[k] === j) continue;
      ends[k] = j;
      chains[k] = { pair: [i, j], previous: chains[k - 1] };
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let chain = chains.at(-1); chain !== undefined; chain = chain.previous) {
    pairs.unshift(chain.pair);
  }
  return pairs;
}

function script(before: readonly string[], after: readonly string[], pairs: Pairs): Line[] {
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  for (const [nextBefore, nextAfter] of [...pairs, [before.length, after.length] as const]) {
    for (; i < nextBefore; i++) lines.push({ sign: '-', text: before[i] ?? '' });
    for (; j < nextAfter; j++) lines.push({ sign: '+', text: after[j] ?? '' });
    if (i < before.length) lines.push({ sign: ' ', text: before[i] ?? '' });
    i++;
    j++;
  }
  return lines;
}

interface Part {
  readonly from: number;
  readonly to: number;
  /** Runs of changed lines in it. */
  readonly changes: number;
}

function changedParts(lines: readonly Line[]): Part[] {
  const parts: Part[] = [];
  let at = 0;
  while (at < lines.length) {
    if (lines[at]?.sign === ' ') {
      at++;
      continue;
    }
    let end = at;
    while (end < lines.length && lines[end]?.sign !== ' ') end++;
    const from = Math.max(0, at - CONTEXT);
    const to = Math.min(lines.length, end + CONTEXT);
    const last = parts.at(-1);
    if (last !== undefined && from <= last.to) {
      parts[parts.length - 1] = { from: last.from, to, changes: last.changes + 1 };
    } else parts.push({ from, to, changes: 1 });
    at = end;
  }
  return parts;
}

function heading(lines: readonly Line[], { from, to }: Part): string {
  const range = (other: '-' | '+') => {
    const count = (part: readonly Line[]) => part.filter(({ sign }) => sign !== other).length;
    const [first, length] = [count(lines.slice(0, from)) + 1, count(lines.slice(from, to))];
    return length < 2 ? String(first + length - 1) : `${first},${length}`;
  };
  return `@@ -${range('+')} +${range('-')} @@`;
}
