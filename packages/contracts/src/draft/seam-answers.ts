import { isRecord, memberOf } from '../openapi/node.ts';
import type { Schema, SeamDocument, SeamDocumentOperation } from './seam.ts';

/** One way in which an operation that has become a request can be answered. */
export interface SeamAnswer {
  readonly status: 200 | 204 | 404;
  /** What tells it from other answers of that status, such as `outcome recorded`; else empty. */
  readonly variant: string;
  /** Undefined for an answer without a body. */
  readonly schema: Schema | undefined;
}

/**
 * The answers of an operation: one for each alternative that a constant member tells apart (a union of
 * outcomes), and 404 where the result may be undefined.
 */
export function answersOf(
  { result, reasons }: SeamDocumentOperation,
  definitions: SeamDocument['$defs'],
): readonly SeamAnswer[] {
  if (result === null) return [{ status: 204, variant: '', schema: undefined }];
  const alternatives = toldApart(resolved(result, definitions), definitions);
  const found: readonly SeamAnswer[] =
    alternatives.length > 1
      ? alternatives.map(({ variant, schema }) => ({ status: 200, variant, schema }))
      : [{ status: 200, variant: '', schema: result }];
  const mayBeAbsent = reasons.some(
    ({ kind, where }) => kind === 'maybe-absent' && where === 'result',
  );
  return mayBeAbsent ? [...found, { status: 404, variant: '', schema: undefined }] : found;
}

function toldApart(
  schema: Schema,
  definitions: SeamDocument['$defs'],
): readonly { readonly variant: string; readonly schema: Schema }[] {
  if (!Array.isArray(schema.anyOf)) return [];
  const all = schema.anyOf.map((one: Schema) => {
    const members = memberOf(resolved(one, definitions), 'properties');
    const constant = Object.entries(isRecord(members) ? members : {}).find(
      ([, member]) => typeof memberOf(member, 'const') === 'string',
    );
    return constant === undefined
      ? undefined
      : { variant: `${constant[0]} ${String(memberOf(constant[1], 'const'))}`, schema: one };
  });
  const known = all.filter((one) => one !== undefined);
  const names = new Set(known.map(({ variant }) => variant));
  return known.length === all.length && names.size === known.length ? known : [];
}

function resolved(schema: Schema, definitions: SeamDocument['$defs']): Schema {
  const name = typeof schema.$ref === 'string' ? schema.$ref.replace('#/$defs/', '') : undefined;
  return (name === undefined ? undefined : definitions[name]) ?? schema;
}
