import type { JsonObject, JsonValue } from '../json/lossless.ts';
import { writeJson } from '../json/lossless.ts';
import { sortContent, withoutInteractionIds } from './content.ts';

/**
 * What changed between two pacts, as a unified listing of their JSON: unchanged members are left
 * out, removed lines start with `-`, added ones with `+`.
 */
export function diffPacts(before: JsonObject, after: JsonObject): string {
  const lines = diffValue(
    sortContent(withoutInteractionIds(before)),
    sortContent(withoutInteractionIds(after)),
    0,
    '',
  );
  return lines.join('\n');
}

function diffValue(a: JsonValue, b: JsonValue, depth: number, label: string): string[] {
  if (a instanceof Map && b instanceof Map) return diffObject(a, b, depth, label);
  if (Array.isArray(a) && Array.isArray(b)) return diffArray(a, b, depth, label);
  return [...printed('-', a, depth, label), ...printed('+', b, depth, label)];
}

function diffObject(a: JsonObject, b: JsonObject, depth: number, label: string): string[] {
  const parts: string[][] = [];
  for (const [key, value] of a) {
    const name = `${JSON.stringify(key)}: `;
    const other = b.get(key);
    if (other === undefined) parts.push(printed('-', value, depth + 1, name));
    else if (!equal(value, other)) parts.push(diffValue(value, other, depth + 1, name));
  }
  for (const [key, value] of b) {
    if (!a.has(key)) parts.push(printed('+', value, depth + 1, `${JSON.stringify(key)}: `));
  }
  return wrapped(`${label}{`, withCommas(parts), '}', depth);
}

function diffArray(a: JsonValue[], b: JsonValue[], depth: number, label: string): string[] {
  const parts: string[][] = [];
  let skipped = false;
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const before = a[index];
    const after = b[index];
    if (before !== undefined && after !== undefined && equal(before, after)) {
      if (!skipped) parts.push([line(' ', '... ', depth + 1)]);
      skipped = true;
      continue;
    }
    skipped = false;
    if (before === undefined) parts.push(printed('+', after ?? null, depth + 1, ''));
    else if (after === undefined) parts.push(printed('-', before, depth + 1, ''));
    else parts.push(diffValue(before, after, depth + 1, ''));
  }
  return wrapped(`${label}[`, withCommas(parts), ']', depth);
}

function wrapped(open: string, inner: string[], close: string, depth: number): string[] {
  return [line(' ', open, depth), ...inner, line(' ', close, depth)];
}

function withCommas(parts: readonly string[][]): string[] {
  return parts.flatMap((part, index) =>
    index === parts.length - 1 ? part : [...part.slice(0, -1), `${part.at(-1)},`],
  );
}

function printed(sign: string, value: JsonValue, depth: number, label: string): string[] {
  return pretty(value, label).map(([extra, text]) => line(sign, text, depth + extra));
}

/** Lines of an indented document with their depth. */
function pretty(value: JsonValue, label: string): [number, string][] {
  if (value instanceof Map && value.size > 0) {
    const inner = [...value].map(([key, item]) => pretty(item, `${JSON.stringify(key)}: `));
    return nested(`${label}{`, inner, '}');
  }
  if (Array.isArray(value) && value.length > 0) {
    return nested(
      `${label}[`,
      value.map((item) => pretty(item, '')),
      ']',
    );
  }
  return [[0, label + writeJson(value)]];
}

function nested(open: string, inner: [number, string][][], close: string): [number, string][] {
  const lines = inner.flatMap((part, index): [number, string][] => {
    const deeper = part.map(([depth, text]): [number, string] => [depth + 1, text]);
    const last = deeper.at(-1);
    if (last !== undefined && index < inner.length - 1)
      deeper[deeper.length - 1] = [last[0], `${last[1]},`];
    return deeper;
  });
  return [[0, open], ...lines, [0, close]];
}

function line(sign: string, text: string, depth: number): string {
  return `${sign}${'  '.repeat(depth)}${text}`;
}

function equal(a: JsonValue, b: JsonValue): boolean {
  return writeJson(a) === writeJson(b);
}
