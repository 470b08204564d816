import * as oxc from 'oxc-parser';
import type { Handlers } from './ast.ts';
import { kindOf } from './memory-layout.ts';
import { createMemoryWalk, type MemoryWalk } from './memory-walk.ts';
import { walkJson } from './oxc-json.ts';
import { LAYOUT_VERSION } from './oxc-layout.ts';
import { lookAt, lookAway, string, word } from './oxc-memory.ts';
import { MEMORY, MEMORY_PROBLEM } from './parser-memory.ts';

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
  return MEMORY ? 'memory' : 'json';
}

type Options = { lang: 'js' | 'jsx' | 'ts' | 'tsx'; sourceType: 'module' | 'commonjs' | 'script' };

export interface SourceParser {
  /**
   * Parses with the language the name suggests, then with what else it may be, and walks the best
   * tree. Never throws on account of the text, but for a RangeError from a walk too deep.
   * @param skipTypes whether type annotations hold nothing for the handlers: they do where there is `import('x').T`
   */
  parse(path: string, source: string, skipTypes: boolean): ParsedSource;
}

/**
 * The native parser dies with the process (out of memory) where it leaves more imported names in its memory; measured:
 * 4,000 are read, 5,000 are not. The documented way takes them.
 */
const MOST_IMPORTED = 2_000;
const SHORTEST_NAME = 'a,'.length;
const COMMA = 0x2c;

/** Counts no less than there are: what stands in comments and texts counts as well. */
function importsTooMuch(source: string): boolean {
  if (source.length < MOST_IMPORTED * SHORTEST_NAME) return false;
  const quotes = /['"]/g;
  let names = 0;
  let quote = -1;
  for (let at = source.indexOf('import'); at !== -1; at = source.indexOf('import', at + 6)) {
    names++;
    if (quote < at) {
      quotes.lastIndex = at;
      quote = quotes.exec(source)?.index ?? source.length;
      for (let i = at; i < quote; i++) if (source.charCodeAt(i) === COMMA) names++;
    }
    if (names > MOST_IMPORTED) return true;
  }
  return false;
}

export function createParser(mode: ParseMode, handlers: Handlers): SourceParser {
  const usual = mode === 'memory' ? memoryParser(handlers) : jsonParser(handlers);
  return {
    parse(path, source, skipTypes) {
      const once = mode === 'memory' && importsTooMuch(source) ? jsonParser(handlers) : usual;
      let best: ParsedSource | undefined;
      let bestOptions: Options | undefined;
      for (const options of attempts(path)) {
        const parsed = once(path, source, options, skipTypes, (p) => p.problems.length === 0);
        if (parsed.problems.length === 0) return parsed;
        if (!best || (!best.hasTree && parsed.hasTree)) {
          best = parsed;
          bestOptions = options;
        }
      }
      // No grammar took all of it: what the best one could read.
      return bestOptions ? once(path, source, bestOptions, skipTypes, () => true) : (best ?? EMPTY);
    },
  };
}

const EMPTY: ParsedSource = { problems: [], hasTree: false };

/** Parses once; walks the tree where `wanted` says so. */
type ParseOnce = (
  path: string,
  source: string,
  options: Options,
  skipTypes: boolean,
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

function jsonParser(handlers: Handlers): ParseOnce {
  return (path, source, options, skipTypes, wanted) => {
    const result = oxc.parseSync(path, source, { ...options, astType: 'ts' });
    const program = result.program as unknown as { body?: unknown[] };
    const parsed: ParsedSource = {
      problems: result.errors.map((e) => ({ offset: e.labels[0]?.start ?? 0, message: e.message })),
      hasTree: (program.body?.length ?? 0) > 0,
    };
    if (wanted(parsed)) walkJson(program, handlers, skipTypes);
    return parsed;
  };
}

/** Why texts are read the slow way here; undefined where they are not. */
export function memoryProblem(): string | undefined {
  return MEMORY_PROBLEM;
}

function memoryParser(handlers: Handlers): ParseOnce {
  const memory = MEMORY;
  if (!memory) throw new Error('The memory of the parser cannot be read on this platform');
  const walk: MemoryWalk = createMemoryWalk(handlers);
  return (path, source, options, skipTypes, wanted) => {
    const answer = memory.parse(path, source, options);
    try {
      lookAt(source);
      const parsed = readAnswer(answer);
      if (wanted(parsed)) walk(answer + PROGRAM_AT, skipTypes);
      return parsed;
    } finally {
      lookAway();
    }
  };
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
