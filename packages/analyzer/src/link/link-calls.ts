import type { FunctionFact } from '../facts/file-facts.ts';
import type { Call, InnerCall, Unresolved } from '../model/analysis.ts';
import type { Evaluator } from './evaluator.ts';
import { createOpenCalls, onlyFunction, openCall } from './open-calls.ts';
import { type Pace, unhurried } from './pace.ts';
import { enclosingName, type Program, type ProgramCall, type ProgramFile } from './program.ts';
import { createStarts, type Running } from './starts.ts';
import type { Value } from './value.ts';

export interface LinkedCalls {
  calls: Call[];
  innerCalls: InnerCall[];
  /** On something of a type of the program, of which no one function could be told. */
  unresolved: Unresolved[];
}

/**
 * Calls from a function of one file to a function, method or constructor of another file, and those within a file on
 * the way there.
 */
export async function linkCalls(
  program: Program,
  evaluator: Evaluator,
  pace: Pace,
): Promise<LinkedCalls> {
  const calls: Call[] = [];
  const inner = new Map<string, InnerCall>();
  const open = createOpenCalls();
  const starts = createStarts(program);
  const runningIn: Running[] = [];
  await unhurried(program.files.values(), pace, (file) => {
    for (let at = 0; at < file.calls.length; at++) {
      const { fact, call, last } = file.calls[at] as ProgramCall;
      const callee = evaluator.evaluate(call.callee, file, fact.fn);
      const target = callTarget(onlyFunction(evaluator, callee) ?? callee, call.construct);
      if (!target) {
        const unknown = openCall(evaluator, callee);
        if (unknown) open.add(file.path, call.nameLine, unknown);
        continue;
      }
      const running = file.functions.get(fact.fn) ?? file;
      const isWaitedFor = !target.async || fact.awaited || fact.resultUsed || running === file;
      if (target.fn && isWaitedFor) starts.calls(running, target.fn);
      if (target.file === file) {
        const { path } = file;
        const one = { file: path, caller: enclosingName(file, fact.fn), callee: target.name };
        if (isWaitedFor && one.caller !== one.callee)
          inner.set(`${path}#${one.caller}>${one.callee}`, one);
        continue;
      }
      runningIn.push(running);
      const made: Call = {
        file: file.path,
        line: call.nameLine,
        caller: enclosingName(file, fact.fn),
        to: target.file.path,
        callee: target.name,
        awaited: last && fact.awaited,
        inLoop: fact.inLoop,
        resultUsed: !last || fact.resultUsed,
      };
      if (target.async) made.async = true;
      calls.push(made);
    }
  });
  const atStart = starts.running();
  for (const [at, call] of calls.entries())
    if (atStart.has(runningIn[at] as Running)) call.atStart = true;
  const innerCalls = leadingOut([...inner.values()], calls);
  return { calls, innerCalls, unresolved: open.all() };
}

/** What ends in the file says nothing about who asks whom. */
function leadingOut(inner: readonly InnerCall[], calls: readonly Call[]): InnerCall[] {
  const keyOf = (file: string, name: string): string => `${file}#${name}`;
  const callersOf = Map.groupBy(inner, ({ file, callee }) => keyOf(file, callee));
  const leading = new Set(calls.map(({ file, caller }) => keyOf(file, caller)));
  // A set is walked in the order of adding, what is added on the way included.
  for (const one of leading)
    for (const { file, caller } of callersOf.get(one) ?? []) leading.add(keyOf(file, caller));
  return inner.filter(({ file, callee }) => leading.has(keyOf(file, callee)));
}

interface Target {
  file: ProgramFile;
  name: string;
  async: boolean;
  /** What runs: absent for a class without a constructor of its own. */
  fn?: FunctionFact | undefined;
}

function callTarget(value: Value, construct: boolean): Target | undefined {
  if (value.t === 'function') {
    const { file, fn } = value;
    return { file, name: fn.name || '<anonymous>', async: fn.async, fn };
  }
  if (value.t !== 'class' || !construct) return undefined;
  const { file, cls } = value;
  const builder = cls.members.find(({ kind }) => kind === 'constructor')?.at;
  const fn = builder === undefined ? undefined : file.functions.get(builder);
  return { file, name: cls.name || '<anonymous>', async: false, fn };
}
