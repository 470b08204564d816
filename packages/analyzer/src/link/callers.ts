import type { ClassFact, FunctionFact, FunctionId } from '../facts/file-facts.ts';
import type { Caller, Callers, Feed } from './call-index.ts';
import { ancestry, constructorOf } from './class-ancestry.ts';
import type { Evaluator } from './evaluator.ts';
import { type Pace, unhurried } from './pace.ts';
import { enclosingClass, getOrMake, type Program, type ProgramFile } from './program.ts';

/** Who calls what, over the whole program: asked when a parameter says nothing by itself. */
export async function indexCallers(
  program: Program,
  evaluator: Evaluator,
  pace: Pace,
): Promise<Callers> {
  const callers = new Map<FunctionFact, Caller[]>();
  const made = new Map<ClassFact, number>();
  const extended = new Set<ClassFact>();
  const feeds = new Map<FunctionFact, Feed>();
  const note = (fn: FunctionFact | undefined, caller: Caller): void => {
    if (fn) getOrMake(callers, fn, () => []).push(caller);
  };
  for await (const file of unhurried(program.files.values(), pace)) {
    for (const cls of file.facts.classes) {
      for (const base of ancestry(evaluator, file, cls).slice(1)) extended.add(base.cls);
    }
    for (const { fact, call, chain } of file.calls) {
      const caller = { file, fact, fn: fact.fn, call, chain };
      noteFeed(feeds, caller);
      if (call.callee.k === 'super') {
        note(superConstructor(evaluator, file, fact.fn), caller);
        continue;
      }
      const value = evaluator.evaluate(call.callee, file, fact.fn);
      if (value.t === 'function')
        note(value.fn, value.self ? { ...caller, self: value.self } : caller);
      else if (value.t === 'class' && call.construct) {
        if (call.args.length > 0) made.set(value.cls, (made.get(value.cls) ?? 0) + 1);
        note(constructorOf(evaluator, value.file, value.cls)?.fn, caller);
      }
    }
  }
  return {
    of: (fn) => callers.get(fn) ?? [],
    feed: (fn) => feeds.get(fn),
    isOpen: (cls) => extended.has(cls) || (made.get(cls) ?? 0) > 1,
  };
}

const PER_ELEMENT =
  /^(?:map|forEach|flatMap|filter|some|every|find|sort|mapSeries|each|eachSeries|tap)$/;

function noteFeed(feeds: Map<FunctionFact, Feed>, { file, fn, call }: Caller): void {
  const { callee, args } = call;
  const callback = args[0]?.k === 'fn' ? file.functions.get(args[0].at) : undefined;
  if (!callback || callee.k !== 'member') return;
  const each = PER_ELEMENT.test(callee.name ?? '');
  if (each || callee.name === 'then') feeds.set(callback, { file, fn, from: callee.object, each });
}

function superConstructor(
  evaluator: Evaluator,
  file: ProgramFile,
  fn: FunctionId,
): FunctionFact | undefined {
  const at = enclosingClass(file, fn);
  const cls = at === undefined ? undefined : file.classes.get(at);
  const base = cls ? ancestry(evaluator, file, cls)[1] : undefined;
  return base ? constructorOf(evaluator, base.file, base.cls)?.fn : undefined;
}
