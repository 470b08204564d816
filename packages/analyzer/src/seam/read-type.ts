import { type Symbol as MorphSymbol, Node, type Type, ts } from 'ts-morph';
import type { JsonSchema, SeamReason, SeamReasonKind, SeamVerdict } from '../model/seam.ts';
import type { Site } from '../model/site.ts';
import { crossed } from './crossed-types.ts';
import { sayReason } from './reason-texts.ts';
import { whyUnknown } from './unknown-types.ts';

const VERDICT_OF: Readonly<Record<SeamReasonKind, SeamVerdict>> = {
  'maybe-absent': 'safe',
  date: 'needs-codec',
  bigint: 'needs-codec',
  map: 'needs-codec',
  set: 'needs-codec',
  bytes: 'needs-codec',
  url: 'needs-codec',
  'class-instance': 'needs-decision',
  'orm-entity': 'needs-decision',
  generic: 'needs-decision',
  'unknown-type': 'needs-decision',
  'becomes-asynchronous': 'needs-decision',
  callback: 'cannot',
  stream: 'cannot',
  transaction: 'cannot',
  'mutated-argument': 'cannot',
  'synchronous-caller': 'cannot',
  symbol: 'cannot',
};

const BYTES = new Set(['Buffer', 'ArrayBuffer', 'Uint8Array', 'Blob', 'DataView']);
const STREAMS =
  /^(?:Readable|Writable|Duplex|Transform|ReadableStream|WritableStream|AsyncIterable|AsyncIterator|AsyncIterableIterator|AsyncGenerator|Generator|Iterator|IterableIterator|Iterable|Observable|Subject|BehaviorSubject|EventEmitter|Socket|IncomingMessage|ServerResponse|Request|Response)$/;
const TRANSACTIONS =
  /(?:^|\.)(?:Transaction(?:Client|Manager|Context|al)?|EntityManager|QueryRunner|PoolClient|ClientSession|PrismaClient|PrismaService|Knex|Kysely|Sequelize|DataSource|Connection|NodePgDatabase|KyselyTransaction|Db|DB)$/;
/** Of the compiler's own library, those that are read; nobody sends an `Object` or a `Function`. */
const READ_FROM_LIBRARY = new Set([
  'Date',
  'URL',
  'Set',
  'ReadonlySet',
  'Map',
  'ReadonlyMap',
  'Promise',
  'WeakMap',
  'WeakSet',
  'Record',
  'Partial',
  'Required',
  'Readonly',
  'Pick',
  'Omit',
  '__type',
  ...BYTES,
]);
const ERRORS = /Error$/;
const ENTITY_DECORATORS = /^(?:Entity|ChildEntity|ViewEntity|Table|Schema|Embeddable)$/;
const ENTITY_BASES = /^(?:BaseEntity|Model|Document|VendureEntity|MikroBaseEntity)$/;

/** Turns the types of one seam into JSON Schema, and says of everything that JSON has no word for what it is. */
export class TypeReader {
  readonly definitions: Record<string, JsonSchema> = {};
  readonly #names = new Map<ts.Type, string>();
  readonly #open = new Set<ts.Type>();
  readonly #openUnions = new Map<ts.Type, { name?: string }>();
  readonly #siteOf: (node: Node) => Site;
  /** Reasons found inside a named type, so that the second use of it says them again. */
  readonly #reasonsIn = new Map<ts.Type, readonly SeamReason[]>();

  constructor(siteOf: (node: Node) => Site) {
    this.#siteOf = siteOf;
  }

  /** @param node where the type is used, for the compiler and as the site of last resort */
  read(type: Type, node: Node, where: string, reasons: SeamReason[]): JsonSchema {
    const say = (kind: SeamReasonKind, name: string): void => {
      reasons.push(this.reason(kind, where, name, [this.#siteOf(declarationOf(type) ?? node)]));
    };
    if (type.isAny() || type.isUnknown()) {
      say('unknown-type', `"${nodeText(node)}" is not known: ${whyUnknown(node)}`);
      return {};
    }
    const cross = crossed(type);
    if (cross.kind === 'branded') return this.read(cross.plain, node, where, reasons);
    if (type.isTypeParameter()) {
      say('generic', type.getText());
      return {};
    }
    const plain = primitive(type);
    if (plain !== undefined) return plain;
    const flags = type.getFlags();
    if (flags & ts.TypeFlags.BigIntLike) {
      say('bigint', 'bigint');
      return { type: 'string', pattern: '^-?\\d+$', 'x-codec': 'bigint' };
    }
    if (flags & ts.TypeFlags.ESSymbolLike) {
      say('symbol', 'symbol');
      return {};
    }
    if (type.isUnion()) return this.#perhapsRecursive(type, node, where, reasons);
    if (type.isArray() || type.isReadonlyArray()) {
      const element = type.getArrayElementType();
      return {
        type: 'array',
        items: element ? this.read(element, node, `${where}[]`, reasons) : {},
      };
    }
    if (type.isTuple()) {
      const elements = type.getTupleElements();
      return {
        type: 'array',
        prefixItems: elements.map((one, at) => this.read(one, node, `${where}[${at}]`, reasons)),
        minItems: elements.length,
        items: false,
      };
    }
    return this.#object(type, node, where, reasons);
  }

  reason(kind: SeamReasonKind, where: string, name: string, sites: Site[]): SeamReason {
    return { kind, verdict: VERDICT_OF[kind], where, text: sayReason(kind, name), sites };
  }

  /** A union may hold itself, as that of all JSON values does; then it has a name and refers to it. */
  #perhapsRecursive(type: Type, node: Node, where: string, reasons: SeamReason[]): JsonSchema {
    const key = type.compilerType;
    const open = this.#openUnions.get(key);
    if (open !== undefined) {
      open.name ??= this.#freeName(type.getAliasSymbol()?.getName() ?? 'Recursive');
      this.definitions[open.name] ??= {};
      return { $ref: `#/$defs/${open.name}` };
    }
    const own: { name?: string } = {};
    this.#openUnions.set(key, own);
    const schema = this.#union(type, node, where, reasons);
    this.#openUnions.delete(key);
    if (own.name === undefined) return schema;
    this.definitions[own.name] = schema;
    return { $ref: `#/$defs/${own.name}` };
  }

  #union(type: Type, node: Node, where: string, reasons: SeamReason[]): JsonSchema {
    const members = type
      .getUnionTypes()
      .filter((one) => !one.isUndefined() && !one.isVoid() && crossed(one).kind !== 'impossible');
    const literals = members.map((one) => literalOf(one));
    if (literals.every((one) => one !== undefined)) {
      const values = literals.map((one) => one.value);
      const booleans = values.length === 2 && values.includes(true) && values.includes(false);
      return booleans ? { type: 'boolean' } : { enum: sortedValues(values) };
    }
    const schemas = members.map((one) => this.read(one, node, where, reasons));
    const distinct = [...new Map(schemas.map((one) => [JSON.stringify(one), one])).values()];
    const merged = mergeBooleans(distinct);
    return merged.length === 1 ? (merged[0] ?? {}) : { anyOf: merged };
  }

  #object(type: Type, node: Node, where: string, reasons: SeamReason[]): JsonSchema {
    const name = nameOf(type);
    const at = declarationOf(type) ?? node;
    const say = (kind: SeamReasonKind, what = name): void => {
      reasons.push(this.reason(kind, where, what, [this.#siteOf(node)]));
    };
    if (TRANSACTIONS.test(name) || isTransaction(type)) {
      say('transaction');
      return {};
    }
    if (type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0) {
      say('callback', nodeText(node));
      return {};
    }
    if (STREAMS.test(name)) {
      say('stream');
      return {};
    }
    if (isFromLibrary(at) && !READ_FROM_LIBRARY.has(name)) {
      if (ERRORS.test(name)) say('class-instance');
      else say('unknown-type', `"${name}" is not known: it may be anything`);
      return {};
    }
    const arguments_ = type.getTypeArguments();
    switch (name) {
      case 'Date':
        say('date');
        return { type: 'string', format: 'date-time', 'x-codec': 'date' };
      case 'URL':
        say('url');
        return { type: 'string', format: 'uri', 'x-codec': 'url' };
      case 'Set':
      case 'ReadonlySet':
        say('set');
        return {
          type: 'array',
          uniqueItems: true,
          items: arguments_[0] ? this.read(arguments_[0], node, `${where}[]`, reasons) : {},
          'x-codec': 'set',
        };
      case 'Map':
      case 'ReadonlyMap':
        say('map');
        return {
          type: 'array',
          items: {
            type: 'array',
            prefixItems: arguments_
              .slice(0, 2)
              .map((one, index) =>
                this.read(one, node, `${where}${index === 0 ? '{key}' : '{}'}`, reasons),
              ),
            minItems: 2,
            items: false,
          },
          'x-codec': 'map',
        };
      case 'Promise':
      case 'WeakMap':
      case 'WeakSet':
        say('stream', name);
        return {};
    }
    if (BYTES.has(name)) {
      say('bytes');
      return { type: 'string', contentEncoding: 'base64', 'x-codec': 'bytes' };
    }
    if (type.isClass() || Node.isClassDeclaration(at)) {
      const entity = isEntity(at);
      say(entity ? 'orm-entity' : 'class-instance');
      // Another shape has to be decided on, so what is inside (and in all its relations) is no matter.
      if (entity) return this.#named(type, name, node, where, []);
    }
    return this.#named(type, name, node, where, reasons);
  }

  /** Types with a name are written once; a type that holds itself refers to itself. */
  #named(type: Type, name: string, node: Node, where: string, reasons: SeamReason[]): JsonSchema {
    const key = type.compilerType;
    const known = this.#names.get(key);
    if (known !== undefined) {
      for (const inner of this.#reasonsIn.get(key) ?? []) {
        reasons.push({ ...inner, where: `${where}${inner.where}` });
      }
      return { $ref: `#/$defs/${known}` };
    }
    if (this.#open.has(key)) return {};
    const anonymous = name === '' || name === '__type' || name === '__object';
    if (anonymous) {
      this.#open.add(key);
      const schema = this.#members(type, node, where, reasons);
      this.#open.delete(key);
      return schema;
    }
    const free = this.#freeName(name);
    this.#names.set(key, free);
    const inner: SeamReason[] = [];
    this.definitions[free] = {};
    this.definitions[free] = this.#members(type, node, '', inner);
    this.#reasonsIn.set(key, inner);
    for (const one of inner) reasons.push({ ...one, where: `${where}${one.where}` });
    return { $ref: `#/$defs/${free}` };
  }

  #members(type: Type, node: Node, where: string, reasons: SeamReason[]): JsonSchema {
    const properties: Record<string, JsonSchema> = {};
    const required: string[] = [];
    const fromClass = Node.isClassDeclaration(declarationOf(type));
    for (const property of type.getProperties()) {
      const name = property.getName();
      if (name.startsWith('__@') || name.startsWith('#')) continue;
      const declaration = property.getValueDeclaration() ?? property.getDeclarations()[0];
      if (isHidden(declaration)) continue;
      const own = property.getTypeAtLocation(declaration ?? node);
      // What a class can do is lost with the instance, which has been said already.
      if (fromClass && own.getCallSignatures().length > 0) continue;
      const optional = property.isOptional() || hasUndefined(own);
      properties[name] = this.read(own, declaration ?? node, `${where}.${name}`, reasons);
      if (!optional) required.push(name);
    }
    const index = type.getStringIndexType();
    const additional =
      index === undefined ? undefined : this.read(index, node, `${where}{}`, reasons);
    return {
      type: 'object',
      ...(Object.keys(properties).length === 0 ? {} : { properties: sortedRecord(properties) }),
      ...(required.length === 0 ? {} : { required: required.sort() }),
      ...(additional === undefined ? {} : { additionalProperties: additional }),
    };
  }

  #freeName(name: string): string {
    let free = name;
    for (let n = 2; this.definitions[free] !== undefined; n++) free = `${name}${n}`;
    return free;
  }
}

function primitive(type: Type): JsonSchema | undefined {
  const literal = literalOf(type);
  if (literal !== undefined)
    return literal.value === null ? { type: 'null' } : { const: literal.value };
  if (type.isString() || type.getFlags() & ts.TypeFlags.TemplateLiteral) return { type: 'string' };
  if (type.isNumber()) return { type: 'number' };
  if (type.isBoolean()) return { type: 'boolean' };
  if (type.isUndefined() || type.isVoid() || type.isNever()) return {};
  if (type.getFlags() & ts.TypeFlags.NonPrimitive) return { type: 'object' };
  return undefined;
}

function literalOf(type: Type): { value: string | number | boolean | null } | undefined {
  if (type.isNull()) return { value: null };
  if (type.isBooleanLiteral()) return { value: type.getText() === 'true' };
  const value = type.getLiteralValue();
  return typeof value === 'string' || typeof value === 'number' ? { value } : undefined;
}

function sortedValues(values: readonly (string | number | boolean | null)[]): unknown[] {
  return [...values].sort((a, b) => (String(a) < String(b) ? -1 : 1));
}

/** The compiler sees `boolean` as `true | false`. */
function mergeBooleans(schemas: readonly JsonSchema[]): readonly JsonSchema[] {
  const both = [true, false].every((value) => schemas.some((one) => one.const === value));
  if (!both) return schemas;
  return [...schemas.filter((one) => typeof one.const !== 'boolean'), { type: 'boolean' }];
}

export function hasUndefined(type: Type): boolean {
  return (
    type.isUndefined() || type.getUnionTypes().some((one) => one.isUndefined() || one.isVoid())
  );
}

/** Handles are known by what they can do, whatever they are called. */
function isTransaction(type: Type): boolean {
  const can = (name: string): boolean => {
    const property = type.getProperty(name);
    const declaration = property?.getValueDeclaration();
    return (
      declaration !== undefined &&
      (property?.getTypeAtLocation(declaration).getCallSignatures().length ?? 0) > 0
    );
  };
  return can('transaction') || (can('commit') && can('rollback'));
}

function isFromLibrary(node: Node): boolean {
  return /\/lib\.[\w.]+\.d\.ts$/.test(node.getSourceFile().getFilePath());
}

function isEntity(node: Node): boolean {
  if (!Node.isClassDeclaration(node)) return false;
  if (node.getDecorators().some((one) => ENTITY_DECORATORS.test(one.getName()))) return true;
  return ENTITY_BASES.test(node.getExtends()?.getExpression().getText() ?? '');
}

function isHidden(declaration: Node | undefined): boolean {
  return (
    Node.isModifierable(declaration) &&
    (declaration.hasModifier(ts.SyntaxKind.PrivateKeyword) ||
      declaration.hasModifier(ts.SyntaxKind.ProtectedKeyword))
  );
}

function declarationOf(type: Type): Node | undefined {
  return symbolOf(type)?.getDeclarations()[0];
}

function symbolOf(type: Type): MorphSymbol | undefined {
  return type.getAliasSymbol() ?? type.getSymbol();
}

function nameOf(type: Type): string {
  const symbol = type.getSymbol();
  const own = symbol?.getName() ?? '';
  return own === '__type' || own === '' ? (type.getAliasSymbol()?.getName() ?? own) : own;
}

/** The type as it is written there, short. */
function nodeText(node: Node): string {
  const written = Node.isTyped(node) ? node.getTypeNode()?.getText() : undefined;
  return (written ?? node.getText()).replace(/\s+/g, ' ').slice(0, 60);
}

function sortedRecord<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
