import { readFileSync } from 'node:fs';
import { type ParseError, parse } from 'jsonc-parser';

export interface JsonFile {
  value: Record<string, unknown>;
  /** What was wrong with the text, although something could be read. */
  problem?: string;
}

/** Reads JSON with comments and trailing commas; undefined when there is no such file. */
export function readJsonFile(path: string): JsonFile | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  const errors: ParseError[] = [];
  if (isTooDeep(text)) return { value: {}, problem: 'is nested too deeply' };
  const value: unknown = parse(text.replace(/^\uFEFF/, ''), errors, {
    allowTrailingComma: true,
    disallowComments: false,
    allowEmptyContent: true,
  });
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const problem =
    errors.length > 0 ? 'is not valid JSON' : isObject ? undefined : 'is not a JSON object';
  return {
    value: isObject ? (value as Record<string, unknown>) : {},
    ...(problem ? { problem } : {}),
  };
}

/** The parser calls itself for each level and overflows the stack at some thousand; no file that is meant has more. */
const MAX_LEVELS = 500;

/** Brackets in texts and comments count too: there they come in pairs. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const char of text) {
    if (char === '{' || char === '[') {
      if (++depth > MAX_LEVELS) return true;
    } else if ((char === '}' || char === ']') && depth > 0) depth--;
  }
  return false;
}

export function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

export function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function strings(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : [];
}
