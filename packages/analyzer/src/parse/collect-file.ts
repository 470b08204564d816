import { restoreSource } from '../facts/compiled/restore-source.ts';
import type { FileFacts } from '../facts/file-facts.ts';
import { callHandlers } from './collect-calls.ts';
import { classHandlers } from './collect-classes.ts';
import { functionHandlers } from './collect-functions.ts';
import { moduleHandlers } from './collect-modules.ts';
import { valueHandlers } from './collect-values.ts';
import { type CollectorContext, createContext } from './collector-context.ts';
import { EMPTY } from './exact-list.ts';
import { nestingHazard } from './nesting.ts';
import { ownText } from './own-text.ts';
import { createParser, type ParseMode, type SourceParser } from './oxc.ts';

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
  const parser = createParser(mode, {
    ...moduleHandlers(context),
    ...functionHandlers(context),
    ...classHandlers(context),
    ...callHandlers(context),
    ...valueHandlers(context),
  });
  return {
    read(path, source) {
      current = createContext(source, isDeepCall);
      try {
        readInto(current, path, source, parser);
        current.facts.expressions = current.reader.count();
        restoreSource(current.facts, path, source);
        return current.facts;
      } finally {
        current = undefined;
      }
    },
  };
}

function readInto(c: CollectorContext, path: string, source: string, parser: SourceParser): void {
  const hazard = nestingHazard(source);
  if (hazard) {
    c.facts.problems.push({ line: 1, message: `not parsed: ${hazard}` });
    recoverImports(c);
    return;
  }
  try {
    const parsed = parser.parse(path, source);
    for (const problem of parsed.problems.slice(0, 1)) {
      c.facts.problems.push({ line: c.lineOf(problem.offset), message: problem.message });
    }
    if (!parsed.hasTree && parsed.problems.length > 0) recoverImports(c);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    c.facts.problems.push({ line: 1, message: 'nested too deeply to walk in full' });
  }
  collectEnvironment(c);
}

const IMPORT_TEXT =
  /(?:^|[\n;])\s*(?:import|export)\b[^'"`;]*?['"]([^'"\n]+)['"]|\brequire\(\s*['"]([^'"\n]+)['"]/g;

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

const ENVIRONMENT =
  /\b(?:process\.env|import\.meta\.env)(?:\??\.([A-Za-z_]\w*)|\??\.?\[\s*['"]([^'"]+)['"]\s*\])/g;
/** `import { env } from 'node:process'` lets code write `env.PORT`. */
const IMPORTED = /import\s*\{[^{}]*\benv\b[^{}]*\}\s*from\s*['"](?:node:)?process['"]/;
const OF_IMPORTED = /(?<![.\w$])env(?:\??\.([A-Za-z_]\w*)|\[\s*['"]([^'"]+)['"]\s*\])/g;
const DESTRUCTURED = /\{([^{}]*)\}\s*=\s*process\.env\b/g;

function collectEnvironment(c: CollectorContext): void {
  const isImported = c.source.includes('process') && IMPORTED.test(c.source);
  if (!isImported && !c.source.includes('.env')) return;
  const uses = isImported ? [...c.source.matchAll(OF_IMPORTED)] : [];
  for (const match of [...uses, ...c.source.matchAll(ENVIRONMENT)]) {
    const key = match[1] ?? match[2];
    if (key && !isComment(c.source, match.index)) {
      c.facts.environment.push({ key: ownText(key), line: c.lineOf(match.index) });
    }
  }
  for (const match of c.source.matchAll(DESTRUCTURED)) {
    for (const part of (match[1] ?? '').split(',')) {
      const key = /^\s*['"]?([A-Za-z_]\w*)/.exec(part)?.[1];
      if (key) c.facts.environment.push({ key: ownText(key), line: c.lineOf(match.index) });
    }
  }
}

function isComment(source: string, offset: number): boolean {
  const line = source.slice(source.lastIndexOf('\n', offset) + 1, offset).trimStart();
  return line.startsWith('//') || line.startsWith('*') || line.startsWith('/*');
}
