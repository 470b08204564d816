/** Typed doors into a syntax tree node whose properties are only known at run time. */
export interface AstNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

export function child(node: AstNode, key: string): AstNode | undefined {
  const value = (node as unknown as Record<string, unknown>)[key];
  return typeof value === 'object' && value !== null ? (value as AstNode) : undefined;
}

/** The nodes of a list property. Holes of array patterns and literals are left out. */
export function children(node: AstNode, key: string): AstNode[] {
  const value = (node as unknown as Record<string, unknown>)[key];
  if (!Array.isArray(value)) return [];
  const found: AstNode[] = [];
  for (const item of value as Iterable<AstNode | null>) if (item) found.push(item);
  return found;
}

export function text(node: AstNode, key: string): string | undefined {
  const value = (node as unknown as Record<string, unknown>)[key];
  return typeof value === 'string' ? value : undefined;
}

export function flag(node: AstNode, key: string): boolean {
  return (node as unknown as Record<string, unknown>)[key] === true;
}

export function raw(node: AstNode, key: string): unknown {
  return (node as unknown as Record<string, unknown>)[key];
}
