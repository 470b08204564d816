import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as oxc from 'oxc-parser';
import type { Handlers } from './ast.ts';
import { kindOf } from './memory-layout.ts';
import { createMemoryWalk, type MemoryWalk } from './memory-walk.ts';
import { walkJson } from './oxc-json.ts';
import { LAYOUT_VERSION } from './oxc-layout.ts';
import { lookAt, lookAway, type Memory, string, word } from './oxc-memory.ts';

/**
 * With the files beside it, the only module that knows the parser. The same tree reaches JavaScript
 * on two ways: `memory` reads it where the native parser left it (64-bit little endian, Node >= 22,
 * exactly the pinned version); `json` is the documented way and several times as slow. See
 * docs/decisions/0010.
 */
export type ParseMode = 'memory' | 'json';

export interface Problem {
  offset: number;
  message: string;
}

export interface ParsedSource {
  problems: Problem[];
  /** False when the parser gave up and the tree is empty. */
  hasTree: boolean;
}

/** The exact version package.json pins; facts read by another one are not reused. */
export const PARSER_VERSION: string = `oxc-parser@${LAYOUT_VERSION}`;

export function defaultParseMode(): ParseMode {
  return openMemory() ? 'memory' : 'json';
}

type Options = { lang: 'js' | 'jsx' | 'ts' | 'tsx'; sourceType: 'module' | 'commonjs' | 'script' };

export interface SourceParser {
  /**
   * Parses with the language the name suggests, then with what else it may be, and walks the best
   * tree. Never throws on account of the text, but for a RangeError from a walk too deep.
   */
  parse(path: string, source: string): ParsedSource;
}

export function createParser(mode: ParseMode, handlers: Handlers): SourceParser {
  const once = mode === 'memory' ? memoryParser(handlers) : jsonParser(handlers);
  return {
    parse(path, source) {
      let best: ParsedSource | undefined;
      let bestOptions: Options | undefined;
      for (const options of attempts(path)) {
        const parsed = once(path, source, options, (p) => p.problems.length === 0);
        if (parsed.problems.length === 0) return parsed;
        if (!best || (!best.hasTree && parsed.hasTree)) {
          best = parsed;
          bestOptions = options;
        }
      }
      // No grammar took all of it: what the best one could read.
      return bestOptions ? once(path, source, bestOptions, () => true) : (best ?? EMPTY);
    },
  };
}

const EMPTY: ParsedSource = { problems: [], hasTree: false };

/** Parses once; walks the tree where `wanted` says so. */
type ParseOnce = (
  path: string,
  source: string,
  options: Options,
  wanted: (parsed: ParsedSource) => boolean,
) => ParsedSource;

function attempts(path: string): Options[] {
  const extension = path.slice(path.lastIndexOf('.') + 1);
  switch (extension) {
    case 'ts':
    case 'mts':
      return [
        { lang: 'ts', sourceType: 'module' },
        { lang: 'ts', sourceType: 'commonjs' },
      ];
    case 'cts':
      return [
        { lang: 'ts', sourceType: 'commonjs' },
        { lang: 'ts', sourceType: 'module' },
      ];
    case 'tsx':
      return [{ lang: 'tsx', sourceType: 'module' }];
    case 'cjs':
      return [
        { lang: 'jsx', sourceType: 'commonjs' },
        { lang: 'jsx', sourceType: 'module' },
      ];
    default:
      // Plain `.js` may be an ES module, CommonJS with a top-level return, a sloppy script, or
      // typed with Flow, of which TypeScript's grammar covers the common part.
      return [
        { lang: 'jsx', sourceType: 'module' },
        { lang: 'jsx', sourceType: 'commonjs' },
        { lang: 'jsx', sourceType: 'script' },
        { lang: 'tsx', sourceType: 'module' },
      ];
  }
}

/** Type annotations hold nothing for the handlers except `import('x').T`. */
function skipsTypes(source: string): boolean {
  return !source.includes('import(');
}

function jsonParser(handlers: Handlers): ParseOnce {
  return (path, source, options, wanted) => {
    const result = oxc.parseSync(path, source, { ...options, astType: 'ts' });
    const program = result.program as unknown as { body?: unknown[] };
    const parsed: ParsedSource = {
      problems: result.errors.map((e) => ({ offset: e.labels[0]?.start ?? 0, message: e.message })),
      hasTree: (program.body?.length ?? 0) > 0,
    };
    if (wanted(parsed)) walkJson(program, handlers, skipsTypes(source));
    return parsed;
  };
}

/** The parts of oxc-parser that fill and recycle the buffers; not part of its documented interface. */
interface MemoryApi {
  parseSyncRawImpl(
    path: string,
    source: string,
    options: object,
    convert: (memory: Memory, source: string) => ParsedSource,
  ): ParsedSource;
  returnBufferToCache(memory: Memory): void;
  /** Index of the pointer to the answer, in words. */
  dataPointer: number;
}

let opened: MemoryApi | false | undefined;
let problem: string | undefined;

/** Why texts are read the slow way here; undefined where they are not. */
export function memoryProblem(): string | undefined {
  openMemory();
  return problem;
}

function openMemory(): MemoryApi | false {
  opened ??= tryOpenMemory();
  return opened;
}

function tryOpenMemory(): MemoryApi | false {
  problem = 'this platform does not let the memory of the parser be read';
  if (!oxc.rawTransferSupported()) return false;
  try {
    const require = createRequire(import.meta.url);
    const folder = dirname(require.resolve('oxc-parser'));
    const manifest = JSON.parse(readFileSync(join(folder, '../package.json'), 'utf8')) as {
      version: string;
    };
    if (manifest.version !== LAYOUT_VERSION) {
      problem = `oxc-parser ${manifest.version} is installed, not ${LAYOUT_VERSION}`;
      return false;
    }
    const common = require(join(folder, 'raw-transfer/common.js')) as MemoryApi;
    const constants = require(join(folder, 'generated/constants.js')) as Record<string, number>;
    const dataPointer = constants.DATA_POINTER_POS_32;
    if (dataPointer === undefined || typeof common.parseSyncRawImpl !== 'function') return false;
    reserve(common);
    problem = undefined;
    return {
      parseSyncRawImpl: common.parseSyncRawImpl,
      returnBufferToCache: common.returnBufferToCache,
      dataPointer,
    };
  } catch (error) {
    if (error instanceof RangeError)
      problem = 'the memory that the parser wants to reserve (6 GiB of addresses) is not to be had';
    return false;
  }
}

/** The first parse reserves the buffer that the others use again. @throws RangeError where it cannot be had */
function reserve(api: MemoryApi): void {
  api.parseSyncRawImpl('a.js', '', { lang: 'js', sourceType: 'module' }, (memory) => {
    api.returnBufferToCache(memory);
    return EMPTY;
  });
}

function memoryParser(handlers: Handlers): ParseOnce {
  const api = openMemory();
  if (!api) throw new Error('The memory of the parser cannot be read on this platform');
  const walk: MemoryWalk = createMemoryWalk(handlers);
  return (path, source, options, wanted) =>
    api.parseSyncRawImpl(path, source, options, (memory, text) => {
      try {
        lookAt(memory, text);
        const answer = memory.int32[api.dataPointer] as number;
        const parsed = readAnswer(answer);
        if (wanted(parsed)) walk(answer + PROGRAM_AT, skipsTypes(source));
        return parsed;
      } finally {
        lookAway();
        api.returnBufferToCache(memory);
      }
    });
}

const ANSWER = kindOf('RawTransferData').fields;
const PROGRAM_AT = ANSWER.program?.offset ?? 0;
const PROGRAM_LISTS: number[] = ['body', 'statements'].map(
  (key) => kindOf('Program').fields[key]?.offset ?? 0,
);
const ERROR = kindOf('Error').fields;

function readAnswer(answer: number): ParsedSource {
  const errors = answer + (ANSWER.errors?.offset ?? 0);
  const size = ANSWER.errors?.shape.size ?? 0;
  const problems: Problem[] = [];
  for (let index = 0; index < word(errors + 8); index++) {
    const at = word(errors) + index * size;
    const labels = at + (ERROR.labels?.offset ?? 0);
    problems.push({
      offset: word(labels + 8) > 0 ? word(word(labels)) : 0,
      message: string(at + (ERROR.message?.offset ?? 0)),
    });
  }
  const program = answer + PROGRAM_AT;
  return { problems, hasTree: PROGRAM_LISTS.some((list) => word(program + list + 8) > 0) };
}
