import type { Fields } from '../http/fields.ts';

/** An answer kept for comparison. */
export interface KeptAnswer {
  readonly status: number;
  readonly fields: Fields;
  /** Undefined when it was larger than the cap. */
  readonly body: Buffer | undefined;
}

/** Every value of a field, by lower-case name, in the order received. */
export function fieldValues(fields: Fields, name: string): string[] {
  const values: string[] = [];
  for (let i = 0; i < fields.length; i += 2) {
    if (fields[i]?.toLowerCase() === name) values.push(fields[i + 1] ?? '');
  }
  return values;
}
