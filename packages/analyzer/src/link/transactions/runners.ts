import { calledName } from '../../facts/expressions.ts';
import type { FunctionId } from '../../facts/file-facts.ts';
import type { CallExpression } from '../../parse/expression.ts';
import { functionKey } from '../call-sites.ts';
import type { Evaluator } from '../evaluator.ts';
import { type Pace, unhurried } from '../pace.ts';
import {
  callsNamed,
  getOrMake,
  type Program,
  type ProgramCall,
  type ProgramFile,
} from '../program.ts';

/** Calls that run a callback in a transaction. */
const RUNNERS: ReadonlySet<string> = new Set([
  'transaction',
  '$transaction',
  'withTransaction',
  'runInTransaction',
  'inTransaction',
  'transactional',
  'startTransaction',
  'startUnmanagedTransaction',
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

/** Without functions of the program that run a callback only these can; `execute` as isRunner says. */
const STARTING: readonly string[] = [...RUNNERS, 'execute'];
const STARTING_NAMES: ReadonlySet<string> = new Set(STARTING);

/** Functions of the program that hand one of their parameters to a runner as its callback. */
export async function findRunners(
  program: Program,
  evaluator: Evaluator,
  pace: Pace,
): Promise<Map<string, number>> {
  const runners = new Map<string, number>();
  const look = (file: ProgramFile): void => {
    if (runners.size === 0 && callsNamed(file, STARTING).length === 0) return;
    for (const own of possibleRunners(file))
      if (isRunner(own, file, evaluator, runners)) noteCallbacks(runners, file, own);
  };
  await unhurried(program.files.values(), pace, look);
  // Functions that hand on to those just found.
  if (runners.size > 0) await unhurried(program.files.values(), pace, look);
  return runners;
}

function noteCallbacks(
  runners: Map<string, number>,
  file: ProgramFile,
  { call, fact }: ProgramCall,
): void {
  for (const argument of call.args) {
    if (argument.k === 'id') noteRunner(runners, file, fact.fn, argument.name);
    if (argument.k !== 'fn') continue;
    // db.transaction((tx) => work(tx)): the same, one step further in.
    for (const { fn, expression } of file.facts.calls) {
      if (fn !== argument.at || expression.k !== 'call' || expression.callee.k !== 'id') continue;
      noteRunner(runners, file, fact.fn, expression.callee.name);
    }
  }
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

function handsFunction({ args }: CallExpression): boolean {
  for (const argument of args) if (argument.k === 'fn') return true;
  return false;
}

const possible = new WeakMap<ProgramFile, readonly ProgramCall[]>();

/** The few calls of a file that `isRunner` can be true of: by their names, or since they hand on a function. */
export function possibleRunners(file: ProgramFile): readonly ProgramCall[] {
  return getOrMake(possible, file, () =>
    file.calls.filter(({ call, name }) => STARTING_NAMES.has(name) || handsFunction(call)),
  );
}

/** @returns false for all but `possibleRunners` */
export function isRunner(
  { call, name, fact }: ProgramCall,
  file: ProgramFile,
  evaluator: Evaluator,
  runners: ReadonlyMap<string, number>,
): boolean {
  if (RUNNERS.has(name)) return true;
  if (name === 'execute' && call.callee.k === 'member' && call.callee.object.k === 'call')
    return startsTransaction(call);
  if (runners.size === 0 || !handsFunction(call)) return false;
  const callee = evaluator.evaluate(call.callee, file, fact.fn);
  return callee.t === 'function' && runners.has(functionKey(callee.file, callee.fn.at));
}

/** `knex.transaction()`; Kysely's `db.transaction().setIsolationLevel('serializable').execute(…)`. */
export function startsTransaction(call: CallExpression): boolean {
  if (RUNNERS.has(calledName(call) ?? '')) return true;
  if (calledName(call) !== 'execute') return false;
  for (let at = call.callee; at.k === 'member' && at.object.k === 'call'; at = at.object.callee)
    if (RUNNERS.has(calledName(at.object) ?? '')) return true;
  return false;
}
