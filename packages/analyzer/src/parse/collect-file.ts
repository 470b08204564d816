import { restoreSource } from '../facts/compiled/restore-source.ts';
import type { FileFacts } from '../facts/file-facts.ts';
import type { Handlers } from './ast.ts';
import { callHandlers } from './collect-calls.ts';
import { classHandlers } from './collect-classes.ts';
import { drawingHandlers, isDrawnByAngular } from './collect-drawing.ts';
import {
  collectEnvironment,
  environmentHandlers,
  hasComputedEnvironment,
} from './collect-environment.ts';
import { functionHandlers } from './collect-functions.ts';
import { moduleHandlers } from './collect-modules.ts';
import { mayElide, noteUses, referenceHandlers } from './collect-references.ts';
import { valueHandlers } from './collect-values.ts';
import { type CollectorContext, createContext } from './collector-context.ts';
import { EMPTY } from './exact-list.ts';
import { nestingHazard } from './nesting.ts';
import { ownText } from './own-text.ts';
import { createParser, type ParseMode, type SourceParser } from './oxc.ts';
import { encodeText, type TextBytes } from './text-bytes.ts';
import { wordsOf } from './text-words.ts';
import { beginsWithUseServer } from './use-server.ts';

export interface FileReader {
  /** @param path only its extension matters */
  read(path: string, source: string): FileFacts;
}

/** @param isDeepCall whether arguments of a call of this name are worth reading in full */
export function createFileReader(
  mode: ParseMode,
  isDeepCall: (name: string) => boolean,
): FileReader {
  let current: CollectorContext | undefined;
  const context = (): CollectorContext => {
    if (!current) throw new Error('No file is being read');
    return current;
  };
  const handlers: Handlers = {
    ...moduleHandlers(context),
    ...functionHandlers(context),
    ...classHandlers(context),
    ...callHandlers(context),
    ...valueHandlers(context),
    ...drawingHandlers(context),
  };
  // To be called at every name or member expression costs, and not every file has something to find there.
  const parsers = new Map<string, SourceParser>();
  const parserFor = (hasEnvironment: boolean, hasReferences: boolean): SourceParser => {
    const key = `${hasEnvironment} ${hasReferences}`;
    const known = parsers.get(key);
    if (known) return known;
    const made = createParser(mode, {
      ...handlers,
      ...(hasEnvironment ? environmentHandlers(context) : {}),
      ...(hasReferences ? referenceHandlers(context) : {}),
    });
    parsers.set(key, made);
    return made;
  };
  return {
    read(path, source) {
      const bytes = encodeText(source);
      current = createContext(source, wordsOf(bytes), isDeepCall);
      try {
        if (current.words.has('use server') && beginsWithUseServer(source, 0))
          current.facts.isServer = true;
        const elides = mayElide(path, source);
        const parser = parserFor(hasComputedEnvironment(current), elides);
        if (readInto(current, path, bytes, parser) && elides) noteUses(current);
        if (isDrawnByAngular(current.facts)) current.facts.draws = true;
        current.facts.expressions = current.reader.count();
        restoreSource(current.facts, path, source);
        trim(current.facts);
        return current.facts;
      } finally {
        current = undefined;
      }
    },
  };
}

/** Lists that were pushed to have room for more, see exactList. */
function trim(facts: FileFacts): void {
  facts.imports = facts.imports.slice();
  facts.exports = facts.exports.slice();
  facts.functions = facts.functions.slice();
  facts.classes = facts.classes.slice();
  facts.types = facts.types.slice();
  facts.variables = facts.variables.slice();
  facts.calls = facts.calls.slice();
  facts.assignments = facts.assignments.slice();
}

/** @returns whether all of the text was read */
function readInto(
  c: CollectorContext,
  path: string,
  bytes: TextBytes,
  parser: SourceParser,
): boolean {
  const hazard = nestingHazard(bytes);
  if (hazard) {
    c.facts.problems.push({ line: 1, message: `not parsed: ${hazard}` });
    recoverImports(c);
    return false;
  }
  let isWhole = false;
  try {
    const parsed = parser.parse(path, c.source, !c.words.has('import('));
    for (const problem of parsed.problems.slice(0, 1)) {
      c.facts.problems.push({ line: c.lineOf(problem.offset), message: problem.message });
    }
    if (!parsed.hasTree && parsed.problems.length > 0) recoverImports(c);
    isWhole = parsed.problems.length === 0;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    c.facts.problems.push({ line: 1, message: 'nested too deeply to walk in full' });
  }
  collectEnvironment(c);
  return isWhole;
}

/** Ends at the next line that begins so: looking further from each of them would take the square of their number. */
const IMPORT_TEXT =
  /(?:^|[\n;])[^\S\n]*(?:import|export)\b(?:[^'"`;\n]|\n(?![^\S\n]*(?:import|export)\b))*?['"]([^'"\n]+)['"]|\brequire\(\s*['"]([^'"\n]+)['"]/g;

/** Where the parser gave up: the specifiers that can be seen in the text. */
function recoverImports(c: CollectorContext): void {
  for (const match of c.source.matchAll(IMPORT_TEXT)) {
    const specifier = match[1] ?? match[2];
    if (!specifier) continue;
    const kind = match[1] ? 'import' : 'require';
    const line = c.lineOf((match.index ?? 0) + match[0].length - 1);
    c.facts.imports.push({
      specifier: ownText(specifier),
      kind,
      typeOnly: false,
      line,
      names: EMPTY,
    });
  }
}
