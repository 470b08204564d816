import type { FileFacts, FunctionFact, FunctionId } from '../facts/file-facts.ts';
import { MODULE } from '../facts/file-facts.ts';
import type { Expression } from './expression.ts';
import { createOffsetMarks, type OffsetMarks } from './offset-marks.ts';
import { createExpressionReader, type ExpressionReader } from './read-expression.ts';
import type { Bounds } from './read-type.ts';

import type { TextWords } from './text-words.ts';

/** What the handlers of one file share while the tree is walked. */
export interface CollectorContext {
  readonly source: string;
  readonly facts: FileFacts;
  readonly reader: ExpressionReader;
  lineOf(offset: number): number;
  /** Functions around the current node, outermost first. */
  readonly functionStack: FunctionFact[];
  /** Names for function and class expressions, by offset, known from what holds them. */
  readonly nameHints: Map<number, string>;
  /** Names that a class has both with and without a `#`. */
  readonly besides: Set<string>;
  /** Offsets of functions that are methods of a class. */
  readonly methodClass: Map<number, number>;
  /** Bounds of the type parameters of classes that have any, by offset. */
  readonly classBounds: Map<number, Bounds>;
  /** Bodies of loops around the current node. */
  readonly loops: { start: number; end: number }[];
  readonly marks: OffsetMarks;
  /** What a loop goes through, by the start of the declaration of its variable. */
  readonly elements: Map<number, Expression>;
  /** Imported names, and some others, that are used as values; see collect-references.ts. */
  readonly references: Set<string>;
  readonly words: TextWords;
  /** A name of the file's own for something whose calls want their arguments read in full. */
  readDeep(local: string, imported: string, specifier: string): void;
}

/** Imports of all a module is: its calls go by the name of the module. */
const WHOLE: ReadonlySet<string> = new Set(['default', '*', 'export=']);

export function currentFunction(context: CollectorContext): FunctionId {
  return context.functionStack.at(-1)?.at ?? MODULE;
}

function emptyFileFacts(loc: number): FileFacts {
  return {
    loc,
    expressions: 0,
    imports: [],
    exports: [],
    functions: [],
    classes: [],
    types: [],
    variables: [],
    calls: [],
    assignments: [],
    sql: [],
    environment: [],
    problems: [],
  };
}

export function createContext(
  source: string,
  words: TextWords,
  isDeepCall: (name: string) => boolean,
): CollectorContext {
  const lineOf = createLineIndex(source);
  const functionStack: FunctionFact[] = [];
  const deepNames = new Set<string>();
  const besides = new Set<string>();
  // Module level is where models are declared.
  const isDeep = (name: string): boolean =>
    functionStack.length === 0 || isTelling(name) || isDeepCall(name) || deepNames.has(name);
  return {
    source,
    facts: emptyFileFacts(lineOf(source.length)),
    reader: createExpressionReader(
      lineOf,
      isDeep,
      () => functionStack.at(-1)?.at ?? MODULE,
      besides,
    ),
    besides,
    lineOf,
    functionStack,
    nameHints: new Map(),
    methodClass: new Map(),
    classBounds: new Map(),
    loops: [],
    marks: createOffsetMarks(source.length),
    elements: new Map(),
    references: new Set(),
    words,
    readDeep(local, imported, specifier) {
      if (local !== imported && isDeepCall(WHOLE.has(imported) ? specifier : imported))
        deepNames.add(local);
    },
  };
}

const HELPER = /^_{1,2}(?:ts_)?decorate|^__esDecorate$|^_{0,2}export$|^defineProperty$/;

/**
 * Capitalised callees are decorators and constructors, and helpers of compilers hold what the source said.
 * The first letter spares nearly every call the pattern.
 */
function isTelling(name: string): boolean {
  const first = name.charCodeAt(0);
  if (first >= 0x41 && first <= 0x5a) return true;
  const isCandidate = first === 0x5f || first === 0x64 || first === 0x65;
  return isCandidate && HELPER.test(name);
}

/** Line of an offset, from one; remembers the last answer because walks move forward. */
export function createLineIndex(source: string): (offset: number) => number {
  const starts = [0];
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1))
    starts.push(at + 1);
  let last = 0;
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    if ((starts[last] ?? 0) <= offset) {
      if (last === high || (starts[last + 1] ?? 0) > offset) return last + 1;
      low = last;
      if (high - low > 32 && (starts[low + 16] ?? 0) > offset) high = low + 16;
    }
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    last = low;
    return low + 1;
  };
}
