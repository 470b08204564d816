import { visitorKeys } from 'oxc-parser';
import { type AstNode, type Handlers, REFERENCE, TYPE_KEYS, TYPE_NODES } from './ast.ts';
import { KEY_NAMES, type Key } from './keys.ts';
import { sketchOfName } from './name-sketch.ts';

/** The tree as the documented interface of the parser gives it: ESTree objects, from JSON. */
type Plain = { type: string; start: number; end: number } & Record<string, unknown>;

/** The nodes that were asked for, by their number, from one; and what is noted of each. */
const plains: Plain[] = [];
const notes: number[] = [];
const numbers = new Map<Plain, AstNode>();

function nodeOf(plain: Plain): AstNode {
  const known = numbers.get(plain);
  if (known !== undefined) return known;
  const node = -(plains.push(plain) as number) as AstNode;
  notes.push(0);
  numbers.set(plain, node);
  return node;
}

function plainOf(node: AstNode): Plain {
  return plains[-node - 1] as Plain;
}

export function typeOf(node: AstNode): string {
  return plainOf(node).type;
}

export function startOf(node: AstNode): number {
  return plainOf(node).start;
}

export function endOf(node: AstNode): number {
  return plainOf(node).end;
}

export function child(node: AstNode, key: Key): AstNode | undefined {
  const found = value(node, key);
  return isPlain(found) ? nodeOf(found) : undefined;
}

export function children(node: AstNode, key: Key): readonly AstNode[] {
  const found = value(node, key);
  return Array.isArray(found) ? found.filter(isPlain).map(nodeOf) : [];
}

export function value(node: AstNode, key: Key): unknown {
  return plainOf(node)[KEY_NAMES[key] as string];
}

export function text(node: AstNode, key: Key): string | undefined {
  const found = value(node, key);
  return typeof found === 'string' ? found : undefined;
}

export function flag(node: AstNode, key: Key): boolean {
  return value(node, key) === true;
}

export function sketchOf(node: AstNode): number {
  return sketchOfName(String(plainOf(node).name));
}

export function noteOf(node: AstNode): number {
  return notes[-node - 1] as number;
}

export function note(node: AstNode, value: number): void {
  notes[-node - 1] = value;
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && 'type' in value;
}

export function walkJson(program: object, handlers: Handlers, skipTypes: boolean): void {
  try {
    walk(program as Plain, handlers, skipTypes, true);
  } finally {
    plains.length = 0;
    notes.length = 0;
    numbers.clear();
  }
}

/** @param refers whether a name here refers to something, and does not declare it or is a key */
function walk(plain: Plain, handlers: Handlers, skipTypes: boolean, refers: boolean): void {
  const isReference = refers && plain.type === 'Identifier';
  const handler = handlers[isReference ? REFERENCE : plain.type];
  if (handler?.enter) handler.enter(nodeOf(plain));
  for (const key of keysOf(plain.type, skipTypes)) {
    const value = plain[key];
    const inside = refersIn(plain, key, refers);
    if (Array.isArray(value)) {
      for (const item of value) if (isPlain(item)) walk(item, handlers, skipTypes, inside);
    } else if (isPlain(value)) walk(value, handlers, skipTypes, inside);
  }
  if (handler?.exit) handler.exit(nodeOf(plain));
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
