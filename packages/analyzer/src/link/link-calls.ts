import type { FunctionFact } from '../facts/file-facts.ts';
import type { Call, InnerCall, Unresolved } from '../model/analysis.ts';
import type { Evaluator } from './evaluator.ts';
import { createInnerCalls } from './inner-calls.ts';
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
  const innerCalls: InnerCall[] = [];
  const open = createOpenCalls();
  const starts = createStarts(program);
  const runningIn: Running[] = [];
  await unhurried(program.files.values(), pace, (file) => {
    const inner = createInnerCalls(file.path);
    const leading = new Set<string>();
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
      const caller = enclosingName(file, fact.fn);
      if (target.file === file) {
        if (isWaitedFor) inner.within(caller, target.name);
        continue;
      }
      leading.add(caller);
      runningIn.push(running);
      const made: Call = {
        file: file.path,
        line: call.nameLine,
        caller,
        to: target.file.path,
        callee: target.name,
        awaited: last && fact.awaited,
        inLoop: fact.inLoop,
        resultUsed: !last || fact.resultUsed,
      };
      if (target.async) made.async = true;
      calls.push(made);
    }
    for (const one of inner.leadingTo(leading)) innerCalls.push(one);
  });
  const atStart = starts.running();
  for (const [at, call] of calls.entries())
    if (atStart.has(runningIn[at] as Running)) call.atStart = true;
  return { calls, innerCalls, unresolved: open.all() };
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
