import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ContractsError } from '../model/error.ts';
import { byCodeUnit, isObject, type JsonValue, parseJson } from '../pact/lossless-json.ts';
import { readLine } from './line.ts';
import type { Exchange } from './model.ts';
import { readHar } from './read-har.ts';

export interface Traffic {
  /** Not redacted yet. */
  readonly exchanges: readonly Exchange[];
  readonly leftOut: readonly string[];
}

/**
 * Reads HAR files and recordings of the proxy, told apart by what is in them; of a folder, every
 * `.har` and `.jsonl` right under it.
 * @throws ContractsError CONTRACTS_RECORDING_UNREADABLE, CONTRACTS_RECORDING_INVALID
 */
export async function readTraffic(
  paths: readonly string[],
  options: { readonly origin?: string | undefined } = {},
): Promise<Traffic> {
  const files = (await Promise.all(paths.map(filesAt))).flat().sort(byCodeUnit);
  const all = await Promise.all(
    files.map(async (file) => readFrom(await textOf(file), basename(file), options.origin)),
  );
  return {
    exchanges: all.flatMap(({ exchanges }) => exchanges),
    leftOut: all.flatMap(({ leftOut }) => leftOut),
  };
}

async function filesAt(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw unreadable(path);
  if (!found.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => /\.(?:har|jsonl)$/.test(name));
  if (names.length > 0) return names.map((name) => join(path, name));
  throw unreadable(`${path} (there is no .har and no .jsonl right under it)`);
}

async function textOf(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) throw unreadable(file);
  return text;
}

function unreadable(path: string): ContractsError {
  return new ContractsError(
    'CONTRACTS_RECORDING_UNREADABLE',
    `There is no recording to read at ${path}.`,
    'Name a HAR file, a recording of the proxy (.jsonl), or a folder of them.',
  );
}

function readFrom(text: string, source: string, origin: string | undefined): Traffic {
  const whole = wholeDocument(text);
  if (isObject(whole) && whole.log !== undefined) return readHar(whole, source, origin);
  return readRecording(text, source);
}

/** Undefined for JSON lines. */
function wholeDocument(text: string): JsonValue | undefined {
  const start = text.slice(0, 400);
  if (!start.includes('"log"')) return undefined;
  try {
    return parseJson(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

/** The last line may have been cut off when the proxy was killed; any other has to be whole. */
function readRecording(text: string, source: string): Traffic {
  const lines = text.split('\n');
  const exchanges: Exchange[] = [];
  const leftOut: string[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const place = `${source}:${index + 1}`;
    const value = parsedLine(line);
    if (value === undefined && index === lines.length - 1) {
      leftOut.push('1 line that was cut off');
      continue;
    }
    const read = value === undefined ? 'it is no JSON' : readLine(value, place);
    if (typeof read === 'string') {
      throw new ContractsError(
        'CONTRACTS_RECORDING_INVALID',
        `${place} is no line of a recording: ${read}.`,
        'Name a HAR file, or a recording that the proxy has written (see docs/drafts.md).',
      );
    }
    exchanges.push(read);
  }
  return { exchanges, leftOut };
}

function parsedLine(line: string): JsonValue | undefined {
  try {
    return parseJson(line);
  } catch {
    return undefined;
  }
}
