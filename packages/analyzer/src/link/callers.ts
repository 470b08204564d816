import type { ClassFact, FunctionFact, FunctionId } from '../facts/file-facts.ts';
import type { Caller, Feed } from './call-index.ts';
import { ancestry, baseOf, constructorOf } from './class-ancestry.ts';
import type { Evaluator } from './evaluator.ts';
import { type Pace, unhurried } from './pace.ts';
import { enclosingClass, type Program, type ProgramCall, type ProgramFile } from './program.ts';
import type { Value } from './value.ts';

interface Index {
  callers: Map<FunctionFact, Caller[]>;
  /** How often a class is made with arguments. */
  made: Map<ClassFact, number>;
  extended: Set<ClassFact>;
  feeds: Map<FunctionFact, Feed>;
  /** Calls on something of which only a type of the program is known. */
  open: Caller[];
}

const NOBODY: readonly Caller[] = [];

/**
 * Finds out who calls what, over the whole program, and tells the evaluator: it asks when a parameter says nothing by
 * itself. What implements an interface is known only then, so that calls on one are looked at again.
 */
export async function settleCallers(
  program: Program,
  evaluator: Evaluator,
  pace: Pace,
): Promise<void> {
  const index: Index = {
    callers: new Map(),
    made: new Map(),
    extended: new Set(),
    feeds: new Map(),
    open: [],
  };
  await unhurried(program.files.values(), pace, (file) => {
    for (const cls of file.facts.classes) noteAncestors(index, evaluator, file, cls);
    for (let at = 0; at < file.calls.length; at++)
      noteCall(index, evaluator, file, file.calls[at] as ProgramCall);
    for (const own of file.callsGiven.fn) noteFeed(index.feeds, file, own);
  });
  const { callers, feeds, extended, made, open } = index;
  evaluator.settle({
    of: (fn) => callers.get(fn) ?? NOBODY,
    feed: (fn) => feeds.get(fn),
    isOpen: (cls) => extended.has(cls) || (made.get(cls) ?? 0) > 1,
  });
  await unhurried(open, pace, ({ file, own }) => {
    const value = evaluator.evaluate(own.call.callee, file, own.fact.fn);
    if (value.t === 'function') noteFunction(callers, value, file, own);
  });
}

function noteAncestors(
  { extended }: Index,
  evaluator: Evaluator,
  file: ProgramFile,
  cls: ClassFact,
): void {
  if (!cls.extends) return;
  for (const base of ancestry(evaluator, file, cls).slice(1)) extended.add(base.cls);
}

function noteCall(
  { callers, made, open }: Index,
  evaluator: Evaluator,
  file: ProgramFile,
  own: ProgramCall,
): void {
  const { call, fact } = own;
  if (call.callee.k === 'super') {
    noteCaller(callers, superConstructor(evaluator, file, fact.fn), { file, own });
    return;
  }
  const value = evaluator.evaluate(call.callee, file, fact.fn);
  if (value.t === 'function') noteFunction(callers, value, file, own);
  else if (isOpen(value)) open.push({ file, own });
  else if (value.t === 'class' && call.construct) {
    if (call.args.length > 0) made.set(value.cls, (made.get(value.cls) ?? 0) + 1);
    noteCaller(callers, constructorOf(evaluator, value.file, value.cls)?.fn, { file, own });
  }
}

function isOpen(value: Value): boolean {
  if (value.t === 'callable') return value.alias !== undefined;
  return value.t === 'member' && value.of.t === 'instance' && value.of.cls.abstract;
}

function noteFunction(
  callers: Map<FunctionFact, Caller[]>,
  { fn, self, bound }: Extract<Value, { t: 'function' }>,
  file: ProgramFile,
  own: ProgramCall,
): void {
  // What it hands in is not in the order of the parameters.
  if (bound) return;
  noteCaller(callers, fn, self ? { file, own, self } : { file, own });
}

function noteCaller(
  callers: Map<FunctionFact, Caller[]>,
  fn: FunctionFact | undefined,
  caller: Caller,
): void {
  if (!fn) return;
  const known = callers.get(fn);
  if (known) known.push(caller);
  else callers.set(fn, [caller]);
}

const PER_ELEMENT: ReadonlySet<string> = new Set(
  'map forEach flatMap filter some every find sort mapSeries each eachSeries tap'.split(' '),
);

function noteFeed(
  feeds: Map<FunctionFact, Feed>,
  file: ProgramFile,
  { fact: { fn }, call: { callee, args }, name }: ProgramCall,
): void {
  const each = PER_ELEMENT.has(name);
  if (!each && name !== 'then') return;
  if (callee.k !== 'member' || args[0]?.k !== 'fn') return;
  const callback = file.functions.get(args[0].at);
  if (callback) feeds.set(callback, { file, fn, from: callee.object, each });
}

function superConstructor(
  evaluator: Evaluator,
  file: ProgramFile,
  fn: FunctionId,
): FunctionFact | undefined {
  const at = enclosingClass(file, fn);
  const cls = at === undefined ? undefined : file.classes.get(at);
  const base = cls ? baseOf(evaluator, { file, cls }) : undefined;
  return base ? constructorOf(evaluator, base.file, base.cls)?.fn : undefined;
}
