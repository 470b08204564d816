import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseDocument } from 'yaml';
import { ContractsError } from '../model/error.ts';
import { type DocumentFile, type DocumentNode, isRecord, rootNode } from './node.ts';
import { type OpenFile, References, uriOf } from './references.ts';

/** What a description is, and in which version of JSON Schema it speaks. */
export type DocumentKind = 'swagger-2' | 'openapi-3.0' | 'openapi-3.1' | 'asyncapi-3';

/** An OpenAPI, Swagger or AsyncAPI description, ready to be asked. */
export interface ApiDocument {
  readonly kind: DocumentKind;
  readonly source: string;
  readonly root: DocumentNode;
  readonly references: References;
}

/**
 * Reads a description and, when they are needed, the files it refers to: JSON or YAML.
 * @throws ContractsError CONTRACTS_DOCUMENT_UNREADABLE, CONTRACTS_DOCUMENT_INVALID
 */
export function readApiDocument(path: string): ApiDocument {
  const file: DocumentFile = {
    source: path,
    uri: pathToFileURL(resolve(path)).href,
    root: parseText(readText(path), path),
  };
  return apiDocument(file, openFilesNextTo(file));
}

/**
 * Takes a description that is already parsed. References to other files stay unresolved.
 * @throws ContractsError CONTRACTS_DOCUMENT_INVALID
 */
export function parseApiDocument(value: unknown, source = 'document'): ApiDocument {
  return apiDocument({ source, uri: uriOf(source), root: value }, () => undefined);
}

/**
 * Like `readApiDocument`, and a file that is no description of an API is taken for a JSON Schema.
 * @throws ContractsError CONTRACTS_DOCUMENT_UNREADABLE, CONTRACTS_DOCUMENT_INVALID
 */
export function readSchemaDocument(path: string): ApiDocument {
  const file: DocumentFile = {
    source: path,
    uri: pathToFileURL(resolve(path)).href,
    root: parseText(readText(path), path),
  };
  return schemaDocument(file, openFilesNextTo(file));
}

/** Like `parseApiDocument`, for a JSON Schema that is already parsed. */
export function parseSchemaDocument(value: unknown, source: string): ApiDocument {
  return schemaDocument({ source, uri: uriOf(source), root: value }, () => undefined);
}

function schemaDocument(file: DocumentFile, open: OpenFile): ApiDocument {
  const described =
    isRecord(file.root) &&
    ['openapi', 'swagger', 'asyncapi'].some((key) => key in Object(file.root));
  if (described) return apiDocument(file, open);
  if (!isRecord(file.root) && typeof file.root !== 'boolean') {
    throw new ContractsError(
      'CONTRACTS_DOCUMENT_INVALID',
      `${file.source} is no schema.`,
      'It has to be a JSON Schema or an AsyncAPI 3 document, as JSON or YAML.',
    );
  }
  const root = rootNode(file);
  return { kind: 'openapi-3.1', source: file.source, root, references: new References(open) };
}

function apiDocument(file: DocumentFile, open: OpenFile): ApiDocument {
  return {
    kind: kindOf(file),
    source: file.source,
    root: rootNode(file),
    references: new References(open),
  };
}

function kindOf({ root, source }: DocumentFile): DocumentKind {
  if (isRecord(root)) {
    const openapi = version(root.openapi);
    if (openapi?.startsWith('3.0')) return 'openapi-3.0';
    if (openapi?.startsWith('3.')) return 'openapi-3.1';
    if (version(root.swagger)?.startsWith('2')) return 'swagger-2';
    if (version(root.asyncapi)?.startsWith('3.')) return 'asyncapi-3';
  }
  throw new ContractsError(
    'CONTRACTS_DOCUMENT_INVALID',
    `${source} is no description of an API that can be read.`,
    'It has to say `openapi: 3.x`, `swagger: "2.0"` or `asyncapi: 3.x` at its top.',
  );
}

/** YAML reads an unquoted 2.0 or 3.1 as a number. */
function version(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? value.toFixed(1) : undefined;
}

function openFilesNextTo(entry: DocumentFile): OpenFile {
  const files = new Map<string, DocumentFile | undefined>([[entry.uri, entry]]);
  return (uri) => {
    if (!files.has(uri)) files.set(uri, openFile(uri));
    return files.get(uri);
  };
}

/** A missing or broken file is an unresolvable reference: the comparison reports it where it hurts. */
function openFile(uri: string): DocumentFile | undefined {
  const path = fileURLToPath(uri);
  try {
    return { source: path, uri, root: parseText(readFileSync(path, 'utf8'), path) };
  } catch {
    return undefined;
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ContractsError(
      'CONTRACTS_DOCUMENT_UNREADABLE',
      `Cannot read ${path}.`,
      'Name an existing OpenAPI, Swagger or AsyncAPI file.',
      { cause },
    );
  }
}

function parseText(text: string, source: string): unknown {
  try {
    return /^\s*[{[]/.test(text) ? parseJsonOrYaml(text) : parseYamlText(text);
  } catch (cause) {
    throw new ContractsError(
      'CONTRACTS_DOCUMENT_INVALID',
      `${source} is neither JSON nor YAML: ${cause instanceof Error ? cause.message : cause}`,
      'Correct the file at that place.',
      { cause },
    );
  }
}

/** A file may open like JSON and still be YAML (flow style, comments). */
function parseJsonOrYaml(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return parseYamlText(text);
  }
}

/** A key that is there twice is a defect of real documents, and its last value counts; half a file is none. */
function parseYamlText(text: string): unknown {
  const document = parseDocument(text, { merge: true, uniqueKeys: false, logLevel: 'silent' });
  const [broken] = document.errors;
  if (broken !== undefined) throw broken;
  return document.toJS({ maxAliasCount: -1 });
}
