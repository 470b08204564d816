import type { Matcher } from '../matching/rules.ts';
import type { DocumentNode } from '../openapi/node.ts';
import { isRecord } from '../openapi/node.ts';
import type { Schema } from '../openapi/schema/model.ts';
import { typesOf } from '../openapi/schema/types.ts';

/** The types that all leaves permit together; undefined if none of them names any. */
export function permittedTypes(leaves: readonly Schema[]): readonly string[] | undefined {
  let permitted: readonly string[] | undefined;
  for (const { node } of leaves) {
    const types = typesOf(node.value);
    if (types === undefined) continue;
    permitted = permitted === undefined ? types : permitted.filter((type) => covers(types, type));
  }
  return permitted;
}

function covers(types: readonly string[], type: string): boolean {
  return types.includes(type) || (type === 'integer' && types.includes('number'));
}

/** Rules that allow more values than any list has. */
const UNLISTED = new Set(['type', 'include', 'notEmpty', 'not-empty', 'semver']);

export function allowsUnlisted(matchers: readonly Matcher[]): boolean {
  return matchers.length > 0 && matchers.every(({ match }) => UNLISTED.has(match));
}

/** The values an `enum` or `const` leaves over, and where it says so. */
export function permittedValues(
  leaves: readonly Schema[],
): { readonly values: readonly unknown[]; readonly node: DocumentNode } | undefined {
  for (const { node } of leaves) {
    if (!isRecord(node.value)) continue;
    if (Array.isArray(node.value.enum)) return { values: node.value.enum, node };
    if (Object.hasOwn(node.value, 'const')) return { values: [node.value.const], node };
  }
  return undefined;
}
