import type { Call } from '../model/analysis.ts';
import type { Evaluator } from './evaluator.ts';
import { type Pace, unhurried } from './pace.ts';
import { enclosingName, type Program, type ProgramFile } from './program.ts';
import type { Value } from './value.ts';

/** Calls from a function of one file to a function, method or constructor of another file. */
export async function linkCalls(
  program: Program,
  evaluator: Evaluator,
  pace: Pace,
): Promise<Call[]> {
  const calls: Call[] = [];
  await unhurried(program.files.values(), pace, (file) => {
    for (const { fact, call, last } of file.calls) {
      const target = callTarget(evaluator.evaluate(call.callee, file, fact.fn), call.construct);
      if (!target || target.file === file) continue;
      calls.push({
        file: file.path,
        line: call.nameLine,
        caller: enclosingName(file, fact.fn),
        to: target.file.path,
        callee: target.name,
        awaited: last && fact.awaited,
        inLoop: fact.inLoop,
        resultUsed: !last || fact.resultUsed,
        ...(target.async ? { async: true } : {}),
      });
    }
  });
  return calls;
}

function callTarget(
  value: Value,
  construct: boolean,
): { file: ProgramFile; name: string; async: boolean } | undefined {
  if (value.t === 'function')
    return { file: value.file, name: value.fn.name || '<anonymous>', async: value.fn.async };
  if (value.t === 'class' && construct)
    return { file: value.file, name: value.cls.name || '<anonymous>', async: false };
  return undefined;
}
