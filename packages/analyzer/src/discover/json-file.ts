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
