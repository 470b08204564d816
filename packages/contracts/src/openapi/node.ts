/** A JSON object whose members are not known yet. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** One file of a description: the entry document, or one that a `$ref` leads to. */
export interface DocumentFile {
  /** How messages name it. */
  readonly source: string;
  /** Absolute URI that relative references are resolved against. */
  readonly uri: string;
  readonly root: unknown;
}

/** A value together with where it stands, so that every finding can point at the document. */
export interface DocumentNode {
  readonly value: unknown;
  readonly file: DocumentFile;
  readonly parent: DocumentNode | undefined;
  readonly key: string;
}

export interface DocumentLocation {
  readonly file: string;
  /** JSON Pointer (RFC 6901), empty for the whole document. */
  readonly pointer: string;
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function rootNode(file: DocumentFile): DocumentNode {
  return { value: file.root, file, parent: undefined, key: '' };
}

/** The member of an object or array; its value is undefined where there is none. */
export function childOf(node: DocumentNode, key: string | number): DocumentNode {
  const name = String(key);
  return { value: memberOf(node.value, name), file: node.file, parent: node, key: name };
}

export function memberOf(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return /^(0|[1-9]\d*)$/.test(key) ? value[Number(key)] : undefined;
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The members of an object as nodes, or none if it is no object. */
export function membersOf(node: DocumentNode): readonly DocumentNode[] {
  return isRecord(node.value) ? Object.keys(node.value).map((key) => childOf(node, key)) : [];
}

export function elementsOf(node: DocumentNode): readonly DocumentNode[] {
  return Array.isArray(node.value) ? node.value.map((_, index) => childOf(node, index)) : [];
}

export function locationOf(node: DocumentNode): DocumentLocation {
  const keys: string[] = [];
  for (let at: DocumentNode | undefined = node; at?.parent !== undefined; at = at.parent) {
    keys.push(at.key);
  }
  return { file: node.file.source, pointer: jsonPointer(keys.reverse()) };
}

export function jsonPointer(keys: readonly (string | number)[]): string {
  return keys.map((key) => `/${escapePointer(String(key))}`).join('');
}

function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

export function stringMember(value: unknown, key: string): string | undefined {
  const member = memberOf(value, key);
  return typeof member === 'string' ? member : undefined;
}
