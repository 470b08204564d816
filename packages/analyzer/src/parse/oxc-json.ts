import { visitorKeys } from 'oxc-parser';
import { type AstNode, type Handlers, REFERENCE, TYPE_KEYS, TYPE_NODES } from './ast.ts';
import { KEY_NAMES, type Key } from './keys.ts';

/** The tree as the documented interface of the parser gives it: ESTree objects, from JSON. */
type Plain = { type: string; start: number; end: number } & Record<string, unknown>;

class JsonNode implements AstNode {
  readonly id: Plain;

  constructor(plain: Plain) {
    this.id = plain;
  }

  get type(): string {
    return this.id.type;
  }

  get start(): number {
    return this.id.start;
  }

  get end(): number {
    return this.id.end;
  }

  child(key: Key): AstNode | undefined {
    const value = this.value(key);
    return isNode(value) ? new JsonNode(value) : undefined;
  }

  children(key: Key): AstNode[] {
    const value = this.value(key);
    return Array.isArray(value) ? value.filter(isNode).map((item) => new JsonNode(item)) : [];
  }

  value(key: Key): unknown {
    return this.id[KEY_NAMES[key] as string];
  }
}

function isNode(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && 'type' in value;
}

export function walkJson(program: object, handlers: Handlers, skipTypes: boolean): void {
  walk(program as Plain, handlers, skipTypes, true);
}

/** @param refers whether a name here refers to something, and does not declare it or is a key */
function walk(plain: Plain, handlers: Handlers, skipTypes: boolean, refers: boolean): void {
  const isReference = refers && plain.type === 'Identifier';
  const handler = handlers[isReference ? REFERENCE : plain.type];
  const node = handler ? new JsonNode(plain) : undefined;
  if (node) handler?.enter?.(node);
  for (const key of keysOf(plain.type, skipTypes)) {
    const value = plain[key];
    const inside = refersIn(plain, key, refers);
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) walk(item, handlers, skipTypes, inside);
    } else if (isNode(value)) walk(value, handlers, skipTypes, inside);
  }
  if (node) handler?.exit?.(node);
}

/** Parts of patterns: inside of one that declares, they declare too. */
const PATTERN_PARTS: ReadonlySet<string> = new Set([
  'ObjectPattern properties',
  'Property value',
  'ArrayPattern elements',
  'RestElement argument',
  'AssignmentPattern left',
  'TSParameterProperty parameter',
]);
const DECLARING: ReadonlySet<string> = new Set([
  'id',
  'params',
  'param',
  'label',
  'meta',
  'name',
  'parameters',
  'imported',
  'exported',
  'qualifier',
  'parameterName',
]);
const KEYS_OF_OWNERS: ReadonlySet<string> = new Set(['key', 'property']);

function refersIn(plain: Plain, key: string, refers: boolean): boolean {
  if (PATTERN_PARTS.has(`${plain.type} ${key}`)) return refers;
  if (KEYS_OF_OWNERS.has(key)) return plain.computed === true;
  if (key === 'local') return plain.type === 'ExportSpecifier';
  if (plain.type === 'TSQualifiedName') return key === 'left';
  return !DECLARING.has(key);
}

function keysOf(type: string, skipTypes: boolean): string[] {
  const keys = visitorKeys[type] ?? [];
  if (!skipTypes) return keys;
  return TYPE_NODES.has(type) ? [] : keys.filter((key) => !TYPE_KEYS.has(key));
}
