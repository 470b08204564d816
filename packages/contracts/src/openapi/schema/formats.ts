import { fullFormats } from 'ajv-formats/dist/formats.js';
import { isRecord } from '../node.ts';

/** Ajv takes any integer for an int64. */
const INT64 = { type: 'number', validate: (value: unknown) => Math.abs(Number(value)) <= 2 ** 63 };

const known: ReadonlyMap<string, unknown> = new Map(
  Object.entries({ ...fullFormats, int64: INT64 }),
);

/** Formats that say how to treat a value, not what it looks like. */
const OPAQUE = new Set(['binary', 'password', 'float', 'double', 'regex']);

/** Whether a value has a format; formats nobody has registered say nothing. */
export function hasFormat(value: unknown, format: string): boolean {
  if (OPAQUE.has(format)) return true;
  const definition = known.get(format);
  const numeric = isRecord(definition) && definition.type === 'number';
  if (typeof value !== (numeric ? 'number' : 'string')) return true;
  return passes(
    isRecord(definition) && 'validate' in definition ? definition.validate : definition,
    value,
  );
}

function passes(test: unknown, value: unknown): boolean {
  if (test instanceof RegExp) {
    test.lastIndex = 0;
    return test.test(String(value));
  }
  return typeof test === 'function' ? test(value) !== false : true;
}
