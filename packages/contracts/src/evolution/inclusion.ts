import { sampleExpression } from '../matching/sample-expression.ts';
import type { DocumentKind } from '../openapi/document.ts';
import {
  childOf,
  type DocumentNode,
  elementsOf,
  isRecord,
  memberOf,
  membersOf,
  stringMember,
} from '../openapi/node.ts';
import type { References } from '../openapi/references.ts';
import { checkValue } from '../openapi/schema/check.ts';
import { REQUEST } from '../openapi/schema/model.ts';
import { regularExpression } from '../openapi/schema/patterns.ts';
import { sameJson, typesOf } from '../openapi/schema/types.ts';

/** A schema together with what its references are looked up in. */
export interface SchemaSide {
  readonly node: DocumentNode;
  readonly references: References;
  readonly kind: DocumentKind;
}

/** Something that the writer may write and the reader does not read. */
export interface Exclusion {
  readonly member: readonly string[];
  readonly message: string;
  readonly writer: DocumentNode;
  readonly reader: DocumentNode;
}

interface Comparison {
  readonly writer: SchemaSide;
  readonly reader: SchemaSide;
  readonly member: readonly string[];
  /** Pairs that are being compared, which ends every cycle. */
  readonly open: ReadonlyMap<unknown, ReadonlySet<unknown>>;
}

/**
 * Where values of the writer's schema are none of the reader's: empty if every value that is written is
 * also read. Members that the reader does not know do not matter unless it forbids them, and a member
 * with a `default` need not be written: that is how readers of events behave.
 */
export function exclusions(writer: SchemaSide, reader: SchemaSide): readonly Exclusion[] {
  return [...compareAt({ writer, reader, member: [], open: new Map() })];
}

function* compareAt(pair: Comparison): Generator<Exclusion> {
  const writer = followed(pair.writer);
  const reader = followed(pair.reader);
  if (writer === undefined || reader === undefined) {
    yield found(pair, 'refers to a schema that is nowhere');
    return;
  }
  if (sameJson(writer.node.value, reader.node.value) && writer.references === reader.references) {
    return;
  }
  const met = pair.open.get(writer.node.value);
  if (met?.has(reader.node.value)) return;
  const open = new Map(pair.open).set(writer.node.value, new Set(met).add(reader.node.value));
  yield* compareFollowed({ ...pair, writer, reader, open });
}

function* compareFollowed(pair: Comparison): Generator<Exclusion> {
  const { writer, reader } = pair;
  if (reader.node.value === true || !isRecord(reader.node.value)) {
    if (reader.node.value === false) yield found(pair, 'is not read at all');
    return;
  }
  const alternatives = choicesOf(writer.node);
  if (alternatives.length > 0) {
    for (const node of alternatives) yield* compareAt({ ...pair, writer: { ...writer, node } });
    return;
  }
  const values = valuesOf(writer.node.value);
  if (values !== undefined) {
    for (const value of values) {
      const { kind, references, node } = reader;
      const { problems } = checkValue([{ node, scope: undefined }], value, {
        kind,
        references,
        mode: REQUEST,
      });
      if (problems.length > 0)
        yield found(pair, `may be ${JSON.stringify(value)}, which is not read`);
    }
    return;
  }
  yield* compareParts(pair);
}

/** `allOf` on the reader's side has to hold part by part, on the writer's it is one schema. */
function* compareParts(pair: Comparison): Generator<Exclusion> {
  const { reader } = pair;
  for (const node of elementsOf(childOf(reader.node, 'allOf'))) {
    yield* compareAt({ ...pair, reader: { ...reader, node } });
  }
  const options = choicesOf(reader.node);
  if (options.length > 0) {
    const attempts = options.map((node) => [
      ...compareAt({ ...pair, reader: { ...reader, node } }),
    ]);
    if (!attempts.some((attempt) => attempt.length === 0)) {
      const closest = attempts.reduce((a, b) => (b.length < a.length ? b : a));
      yield* closest;
    }
  }
  if (valuesOf(reader.node.value) !== undefined) {
    yield found(pair, `may be any value, and only some are read`);
    return;
  }
  const types = [...compareTypes(pair)];
  yield* types;
  if (types.length > 0) return;
  yield* compareLimits(pair);
  yield* compareText(pair);
  yield* compareMembers(pair);
  yield* compareElements(pair);
}

function* compareTypes(pair: Comparison): Generator<Exclusion> {
  const read = typesWithNull(pair.reader);
  if (read === undefined) return;
  const written = writersParts(pair.writer)
    .map(typesWithNull)
    .find((types) => types !== undefined);
  if (written === undefined) {
    yield found(pair, `may be of any type, and ${read.join(' or ')} is read`);
    return;
  }
  const refused = written.filter(
    (type) => !read.includes(type) && !(type === 'integer' && read.includes('number')),
  );
  if (refused.length > 0) {
    yield found(pair, `may be ${refused.join(' or ')}, and ${read.join(' or ')} is read`);
  }
}

function typesWithNull({ node, kind }: SchemaSide): readonly string[] | undefined {
  const types = typesOf(node.value);
  const nullable = kind === 'openapi-3.0' && memberOf(node.value, 'nullable') === true;
  return types !== undefined && nullable ? [...types, 'null'] : types;
}

const LIMITS: readonly (readonly [keyword: string, kind: 'least' | 'most'])[] = [
  ['minimum', 'least'],
  ['exclusiveMinimum', 'least'],
  ['maximum', 'most'],
  ['exclusiveMaximum', 'most'],
  ['minLength', 'least'],
  ['maxLength', 'most'],
  ['minItems', 'least'],
  ['maxItems', 'most'],
  ['minProperties', 'least'],
  ['maxProperties', 'most'],
];

function* compareLimits(pair: Comparison): Generator<Exclusion> {
  for (const [keyword, kind] of LIMITS) {
    const read = memberOf(pair.reader.node.value, keyword);
    if (typeof read !== 'number' || (kind === 'least' && read === 0 && keyword !== 'minimum'))
      continue;
    const written = writersParts(pair.writer)
      .map(({ node }) => memberOf(node.value, keyword))
      .find((limit) => typeof limit === 'number');
    const inside =
      typeof written === 'number' && (kind === 'least' ? written >= read : written <= read);
    if (!inside) {
      yield found(pair, `is read with ${keyword} ${read}, and written with ${written ?? 'none'}`);
    }
  }
}

/** What a reader's format covers beside itself. */
const WIDER_FORMATS: Readonly<Record<string, readonly string[]>> = {
  int64: ['int32'],
  double: ['float'],
};

function* compareText(pair: Comparison): Generator<Exclusion> {
  const format = stringMember(pair.reader.node.value, 'format');
  const written = firstOf(pair.writer, 'format');
  if (
    format !== undefined &&
    format !== written &&
    !WIDER_FORMATS[format]?.includes(written ?? '')
  ) {
    yield found(pair, `is read in the format ${format}, and written in ${written ?? 'any'}`);
  }
  const pattern = stringMember(pair.reader.node.value, 'pattern');
  const own = firstOf(pair.writer, 'pattern');
  if (pattern === undefined || pattern === own) return;
  const samples = own === undefined ? [] : sampleExpression(own);
  const refused = samples.find((text) => regularExpression(pattern)?.test(text) === false);
  if (refused !== undefined)
    yield found(pair, `may be "${refused}", which ${pattern} does not match`);
  else if (own === undefined)
    yield found(pair, `may be any text, and is read only if it matches ${pattern}`);
}

function* compareMembers(pair: Comparison): Generator<Exclusion> {
  const { writer, reader } = pair;
  const parts = writersParts(writer);
  const promised = new Set(parts.flatMap(({ node }) => strings(memberOf(node.value, 'required'))));
  const read = childOf(reader.node, 'properties');
  for (const name of strings(memberOf(reader.node.value, 'required'))) {
    const declared = followed({ ...reader, node: childOf(read, name) })?.node.value;
    if (promised.has(name) || memberOf(declared, 'default') !== undefined) continue;
    yield found(
      { ...pair, member: [...pair.member, name] },
      'may be missing, and is required to be there',
    );
  }
  const written = new Map(
    parts.flatMap((part) =>
      membersOf(childOf(part.node, 'properties')).map(
        (node) => [node.key, { ...part, node }] as const,
      ),
    ),
  );
  const additional = childOf(reader.node, 'additionalProperties');
  for (const [name, side] of written) {
    const twin = childOf(read, name);
    const at = { ...pair, writer: side, member: [...pair.member, name] };
    if (twin.value !== undefined) yield* compareAt({ ...at, reader: { ...reader, node: twin } });
    else if (additional.value === false)
      yield found({ ...at, reader }, 'may be there, and is forbidden');
    else if (isRecord(additional.value)) {
      yield* compareAt({ ...at, reader: { ...reader, node: additional } });
    }
  }
  for (const part of parts) {
    const others = childOf(part.node, 'additionalProperties');
    if (!isRecord(others.value) || !isRecord(additional.value)) continue;
    const sides = { writer: { ...part, node: others }, reader: { ...reader, node: additional } };
    yield* compareAt({ ...pair, ...sides, member: [...pair.member, '*'] });
  }
}

function* compareElements(pair: Comparison): Generator<Exclusion> {
  const read = childOf(pair.reader.node, 'items');
  if (read.value === undefined || Array.isArray(read.value)) return;
  for (const part of writersParts(pair.writer)) {
    const written = childOf(part.node, 'items');
    if (written.value === undefined) continue;
    const sides = { writer: { ...part, node: written }, reader: { ...pair.reader, node: read } };
    yield* compareAt({ ...pair, ...sides, member: [...pair.member, '*'] });
  }
}

/** A schema and all parts of its `allOf`: what is written fits every one of them. */
function writersParts(side: SchemaSide, depth = 0): readonly SchemaSide[] {
  const here = followed(side);
  if (here === undefined || depth > 20) return [];
  const parts = elementsOf(childOf(here.node, 'allOf'));
  return [here, ...parts.flatMap((node) => writersParts({ ...here, node }, depth + 1))];
}

function firstOf(side: SchemaSide, keyword: string): string | undefined {
  return writersParts(side)
    .map(({ node }) => stringMember(node.value, keyword))
    .find((value) => value !== undefined);
}

function followed(side: SchemaSide): SchemaSide | undefined {
  const node = side.references.follow(side.node);
  return node === undefined ? undefined : { ...side, node };
}

function choicesOf(node: DocumentNode): readonly DocumentNode[] {
  return [...elementsOf(childOf(node, 'oneOf')), ...elementsOf(childOf(node, 'anyOf'))];
}

function valuesOf(schema: unknown): readonly unknown[] | undefined {
  if (!isRecord(schema)) return undefined;
  if (Array.isArray(schema.enum)) return schema.enum;
  return Object.hasOwn(schema, 'const') ? [schema.const] : undefined;
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function found({ writer, reader, member }: Comparison, message: string): Exclusion {
  return { member, message, writer: writer.node, reader: reader.node };
}
