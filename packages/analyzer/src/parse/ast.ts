/**
 * A node of a syntax tree, in the words of ESTree. Two kinds of tree stand behind it: above zero it is a place in the memory of
 * the parser (memory-node.ts), below zero the number of an object that came as JSON (oxc-json.ts). A number costs nothing to
 * make, and a large codebase has ten million that are asked for. It means something until the next text is parsed.
 */
export type AstNode = number & { readonly of: 'a syntax tree' };

export type Handlers = Record<
  string,
  { enter?: (node: AstNode) => void; exit?: (node: AstNode) => void }
>;

/** Handlers of this name are called at names that refer to something, not at those that declare or are keys. */
export const REFERENCE = 'IdentifierReference';

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
