import { sampleExpression } from '../matching/sample-expression.ts';
import type { ApiDocument } from '../openapi/document.ts';
import { type DocumentNode, isRecord, type JsonRecord } from '../openapi/node.ts';
import { checkValue } from '../openapi/schema/check.ts';
import { RESPONSE, type Schema } from '../openapi/schema/model.ts';
import { leavesOf } from '../openapi/schema/shape.ts';
import { typesOf } from '../openapi/schema/types.ts';
import type { Context } from './context.ts';

/** A value that the document allows, and the schema it was made from. */
export interface SchemaSample {
  readonly value: unknown;
  readonly node: DocumentNode;
}

/** What schemas that hold together allow, as far as it has been asked. */
export class Offer {
  readonly #document: ApiDocument;
  readonly #schemas: readonly Schema[];
  #leaves: readonly Schema[] | undefined;
  #kinds: ReadonlySet<string> | undefined;
  #mayBeNull: boolean | undefined;
  #samples: readonly SchemaSample[] | undefined;

  constructor(document: ApiDocument, schemas: readonly Schema[]) {
    this.#document = document;
    this.#schemas = schemas;
  }

  /** The types that any alternative names or lists values of, with `number` for `integer`. */
  get kinds(): ReadonlySet<string> {
    this.#kinds ??= new Set(this.#allLeaves().flatMap(({ node }) => kindsOf(node.value)));
    return this.#kinds;
  }

  get mayBeNull(): boolean {
    this.#mayBeNull ??= this.#allows(null);
    return this.#mayBeNull;
  }

  /**
   * Every value of an enum, every type of every alternative, the usual spellings of a format, texts of
   * a pattern. Arrays and objects are empty: they stand for their type. Empty where the document says
   * nothing.
   */
  get samples(): readonly SchemaSample[] {
    this.#samples ??= this.#fresh();
    return this.#samples;
  }

  #allLeaves(): readonly Schema[] {
    this.#leaves ??= leavesOf(this.#schemas, this.#document);
    return this.#leaves;
  }

  #allows(value: unknown): boolean {
    const { kind, references } = this.#document;
    return (
      checkValue(this.#schemas, value, { kind, references, mode: RESPONSE }).problems.length === 0
    );
  }

  #fresh(): readonly SchemaSample[] {
    const samples = new Map<string, SchemaSample>();
    for (const { node } of this.#allLeaves()) {
      if (!isRecord(node.value)) continue;
      for (const value of candidates(node.value)) {
        const key = JSON.stringify(value) ?? '';
        if (samples.has(key) || samples.size >= MOST_SAMPLES) continue;
        if (this.#allows(value)) samples.set(key, { value, node });
      }
    }
    return [...samples.values()];
  }
}

/** By the schema object: the same one is met in many interactions. */
const known = new WeakMap<JsonRecord, Offer>();

export function offerOf(
  { document }: Pick<Context, 'document'>,
  schemas: readonly Schema[],
): Offer {
  const [first, ...others] = schemas;
  const key = first?.node.value;
  if (others.length > 0 || first?.scope !== undefined || !isRecord(key)) {
    return new Offer(document, schemas);
  }
  let offer = known.get(key);
  if (offer === undefined) {
    offer = new Offer(document, schemas);
    known.set(key, offer);
  }
  return offer;
}

function kindsOf(schema: unknown): readonly string[] {
  const types = typesOf(schema);
  if (types !== undefined) return types.map(kindOfType);
  const values = isRecord(schema) ? listedValues(schema) : undefined;
  return (values ?? []).map((value) => {
    if (value === null) return 'null';
    return Array.isArray(value) ? 'array' : typeof value;
  });
}

function kindOfType(type: string): string {
  return type === 'integer' ? 'number' : type;
}

const MOST_SAMPLES = 200;

function candidates(schema: JsonRecord): readonly unknown[] {
  const listed = listedValues(schema);
  if (listed !== undefined) return listed;
  return (typesOf(schema) ?? []).flatMap((type): readonly unknown[] => {
    switch (type) {
      case 'string':
        return texts(schema);
      case 'integer':
        return numbers(schema, 0);
      case 'number':
        return [...numbers(schema, 0), ...numbers(schema, 0.5)];
      case 'boolean':
        return [true, false];
      case 'array':
        return [[]];
      case 'object':
        return [{}];
      default:
        return [null];
    }
  });
}

function listedValues(schema: JsonRecord): readonly unknown[] | undefined {
  if (Array.isArray(schema.enum)) return schema.enum;
  return Object.hasOwn(schema, 'const') ? [schema.const] : undefined;
}

/** With limits the first number inside them, else 1. */
function numbers(schema: JsonRecord, fraction: number): readonly number[] {
  const limits = [schema.minimum, schema.exclusiveMinimum, schema.maximum].filter(
    (limit) => typeof limit === 'number',
  );
  const step = typeof schema.multipleOf === 'number' ? schema.multipleOf : 1;
  return [1, step, ...limits.flatMap((limit) => [limit, limit + 1])].map((one) => one + fraction);
}

function texts(schema: JsonRecord): readonly string[] {
  if (typeof schema.pattern === 'string') return sampleExpression(schema.pattern);
  const known = FORMATS[String(schema.format)];
  if (known !== undefined) return known;
  const least = typeof schema.minLength === 'number' ? Math.min(schema.minLength, 1000) : 0;
  const most = typeof schema.maxLength === 'number' ? schema.maxLength : Infinity;
  const text = SOME_TEXT.padEnd(least, '.').slice(0, most);
  return least === 0 && text !== '' ? [text, ''] : [text];
}

const SOME_TEXT = 'any text';

/** Usual spellings of what a format allows (JSON Schema 2020-12 Validation, 7.3). */
const FORMATS: Readonly<Record<string, readonly string[]>> = {
  'date-time': ['2031-05-14T09:26:53Z', '2031-05-14T09:26:53.589Z', '2031-05-14T09:26:53+02:00'],
  date: ['2031-05-14', '1999-12-01'],
  time: ['09:26:53Z', '09:26:53+02:00'],
  duration: ['P3DT4H', 'PT0.5S'],
  email: ['ann@example.com', 'ann.lee+news@mail.example.org'],
  uuid: ['3d813cbb-47fb-42ba-91df-831e1593ac29', '5b2fdb6c-1d3a-11ee-be56-0242ac120002'],
  uri: ['https://example.com/a?b=c', 'http://example.com', 'urn:isbn:0451450523'],
  ipv4: ['192.0.2.1'],
  ipv6: ['2001:db8::1'],
  hostname: ['example.com', 'localhost'],
  byte: ['TWFu', 'TQ=='],
};
