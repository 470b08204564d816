import { calledName } from '../../facts/expressions.ts';
import type { FunctionId } from '../../facts/file-facts.ts';
import type { CallExpression } from '../../parse/expression.ts';
import { functionKey } from '../call-sites.ts';
import type { Evaluator } from '../evaluator.ts';
import { type Pace, unhurried } from '../pace.ts';
import type { Program, ProgramFile } from '../program.ts';

/** Calls that run a callback in a transaction. */
export const RUNNERS: ReadonlySet<string> = new Set([
  'transaction',
  '$transaction',
  'withTransaction',
  'runInTransaction',
  'inTransaction',
  'transactional',
  'startTransaction',
  'beginTransaction',
  'atomicPhase',
  'atomicPhase_',
  'transact',
  'tx',
  'withTx',
  'useTransaction',
  'doInTransaction',
  'begin',
  'runTransaction',
]);

/** Functions of the program that hand one of their parameters to a runner as its callback. */
export async function findRunners(
  program: Program,
  evaluator: Evaluator,
  pace: Pace,
): Promise<Map<string, number>> {
  const runners = new Map<string, number>();
  for (let round = 0; round < 2; round++) {
    for await (const file of unhurried(program.files.values(), pace)) {
      for (const { fact, call } of file.calls) {
        if (!isRunner(call, file, fact.fn, evaluator, runners)) continue;
        for (const argument of call.args) {
          if (argument.k === 'id') noteRunner(runners, file, fact.fn, argument.name);
          if (argument.k !== 'fn') continue;
          // db.transaction((tx) => work(tx)): the same, one step further in.
          for (const inner of file.facts.calls) {
            const { expression } = inner;
            if (inner.fn !== argument.at || expression.k !== 'call' || expression.callee.k !== 'id')
              continue;
            noteRunner(runners, file, fact.fn, expression.callee.name);
          }
        }
      }
    }
  }
  return runners;
}

function noteRunner(
  runners: Map<string, number>,
  file: ProgramFile,
  at: FunctionId,
  name: string,
): void {
  const fn = file.functions.get(at);
  const index = fn?.params.findIndex((p) => p.name === name) ?? -1;
  if (fn && index !== -1) runners.set(functionKey(file, fn.at), index);
}

export function isRunner(
  call: CallExpression,
  file: ProgramFile,
  fn: FunctionId,
  evaluator: Evaluator,
  runners: Map<string, number>,
): boolean {
  const name = calledName(call) ?? '';
  if (RUNNERS.has(name)) return true;
  if (name === 'execute' && call.callee.k === 'member' && call.callee.object.k === 'call') {
    return RUNNERS.has(calledName(call.callee.object) ?? '');
  }
  if (runners.size === 0 || !call.args.some((a) => a.k === 'fn')) return false;
  const callee = evaluator.evaluate(call.callee, file, fn);
  return callee.t === 'function' && runners.has(functionKey(callee.file, callee.fn.at));
}
