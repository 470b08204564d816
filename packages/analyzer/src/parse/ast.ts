import type { Key } from './keys.ts';

/**
 * A syntax tree node whose properties are only known at run time, in the words of ESTree. Two kinds
 * of tree stand behind it: see memory-node.ts and oxc-json.ts.
 */
export interface AstNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** The same for the same node of one tree, however often it is asked for. */
  readonly id: unknown;
  child(key: Key): AstNode | undefined;
  /** The nodes of a list property; holes of arrays and patterns are left out. */
  children(key: Key): AstNode[];
  /** A property that is no node: text, number, boolean, or `{ cooked, raw }`. */
  value(key: Key): unknown;
}

export type Handlers = Record<
  string,
  { enter?: (node: AstNode) => void; exit?: (node: AstNode) => void }
>;

/** Handlers of this name are called at names that refer to something, not at those that declare or are keys. */
export const REFERENCE = 'IdentifierReference';

export function child(node: AstNode, key: Key): AstNode | undefined {
  return node.child(key);
}

export function children(node: AstNode, key: Key): AstNode[] {
  return node.children(key);
}

export function text(node: AstNode, key: Key): string | undefined {
  const value = node.value(key);
  return typeof value === 'string' ? value : undefined;
}

export function flag(node: AstNode, key: Key): boolean {
  return node.value(key) === true;
}

export function raw(node: AstNode, key: Key): unknown {
  return node.value(key);
}

/**
 * Keys of types: they hold nothing for the handlers except `import('x').T`, so a walk leaves them
 * out where a text has no such import.
 */
export const TYPE_KEYS: ReadonlySet<string> = new Set([
  'typeAnnotation',
  'returnType',
  'typeParameters',
  'typeArguments',
  'superTypeArguments',
  'implements',
]);
export const TYPE_NODES: ReadonlySet<string> = new Set([
  'TSInterfaceDeclaration',
  'TSTypeAliasDeclaration',
]);
