import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ContractsError } from '../model/error.ts';
import {
  byCodeUnit,
  isArray,
  isObject,
  type JsonObject,
  type JsonValue,
  parseJson,
} from './lossless-json.ts';

/** One pact as it stands in a file. */
export interface Pact {
  readonly consumer: string;
  readonly provider: string;
  /** Where it was read, for messages. */
  readonly source: string;
  /** The bytes as text; what is published when nothing had to be merged. */
  readonly text: string;
  readonly document: JsonObject;
}

/** Where the interactions are: version 3 message pacts keep theirs under `messages`. */
export type InteractionsKey = 'interactions' | 'messages';

/** Lossless by default; whoever only looks at values may use `JSON.parse`, which is faster. */
type ParseJson = (text: string) => unknown;

/**
 * Reads pact files, and every `*.json` right under the folders, in a fixed order.
 * @throws ContractsError CONTRACTS_NO_PACTS, CONTRACTS_PACT_FILE_INVALID
 */
export async function readPacts(
  paths: readonly string[],
  parse: ParseJson = parseJson,
): Promise<readonly Pact[]> {
  const files = (await Promise.all(paths.map(filesAt))).flat();
  const unique = [...new Set(files)].sort(byCodeUnit);
  if (unique.length === 0) {
    throw new ContractsError(
      'CONTRACTS_NO_PACTS',
      `No pact file in ${paths.join(', ') || 'the given paths (none was given)'}.`,
      'Run the consumer tests first: they write the pacts. Then name their folder.',
    );
  }
  return Promise.all(
    unique.map(async (source) => parsePact(await readFile(source, 'utf8'), source, parse)),
  );
}

async function filesAt(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    throw new ContractsError(
      'CONTRACTS_NO_PACTS',
      `There is no ${path}.`,
      'Run the consumer tests first: they write the pacts. Then name the file or its folder.',
    );
  }
  if (!found.isDirectory()) return [path];
  const names = await readdir(path);
  return names.filter((name) => name.endsWith('.json')).map((name) => join(path, name));
}

/** @throws ContractsError CONTRACTS_PACT_FILE_INVALID */
export function parsePact(text: string, source: string, parse: ParseJson = parseJson): Pact {
  const document = parseDocument(text, source, parse);
  return {
    consumer: nameOf(document, 'consumer', source),
    provider: nameOf(document, 'provider', source),
    source,
    text,
    document,
  };
}

export function interactionsKey(document: JsonObject): InteractionsKey {
  return isArray(document.messages) && !isArray(document.interactions)
    ? 'messages'
    : 'interactions';
}

export function interactionsOf(document: JsonObject): readonly JsonObject[] {
  const list = document[interactionsKey(document)];
  return isArray(list) ? list.filter(isObject) : [];
}

function parseDocument(text: string, source: string, parse: ParseJson): JsonObject {
  try {
    const value = parse(text) as JsonValue;
    if (isObject(value)) return value;
  } catch (cause) {
    throw invalid(source, cause instanceof Error ? cause.message : 'it is not JSON');
  }
  throw invalid(source, 'it is not a JSON object');
}

function nameOf(document: JsonObject, role: 'consumer' | 'provider', source: string): string {
  const party = document[role];
  const name = isObject(party) ? party.name : undefined;
  if (typeof name === 'string' && name.trim() !== '') return name;
  throw invalid(source, `it has no ${role}.name`);
}

function invalid(source: string, why: string): ContractsError {
  return new ContractsError(
    'CONTRACTS_PACT_FILE_INVALID',
    `${source} is not a pact: ${why}.`,
    'Name only pact files, or a folder that holds nothing else.',
  );
}
