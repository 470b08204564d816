import { calledName } from '../../facts/expressions.ts';
import type { CallFact, FunctionFact, FunctionId } from '../../facts/file-facts.ts';
import type { CallExpression } from '../../parse/expression.ts';
import type { Evaluator } from '../evaluator.ts';
import { type Pace, unhurried } from '../pace.ts';
import {
  callsNamed,
  inOrder,
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

/** Functions of the program that run a callback in a transaction: which of their parameters it is. */
export type Runners = ReadonlyMap<FunctionFact, number>;

/** Functions of the program that hand one of their parameters to a runner as its callback. */
export async function findRunners(
  program: Program,
  evaluator: Evaluator,
  pace: Pace,
): Promise<Runners> {
  const runners = new Map<FunctionFact, number>();
  const look = (file: ProgramFile): void => {
    for (const own of possibleRunners(file, runners))
      if (isRunner(own, file, evaluator, runners)) noteCallbacks(runners, file, own);
  };
  await unhurried(program.files.values(), pace, look);
  // Functions that hand on to those just found.
  if (runners.size > 0) await unhurried(program.files.values(), pace, look);
  return runners;
}

function noteCallbacks(
  runners: Map<FunctionFact, number>,
  file: ProgramFile,
  { call, fact }: ProgramCall,
): void {
  for (const argument of call.args) {
    if (argument.k === 'id') noteRunner(runners, file, fact.fn, argument.name);
    if (argument.k !== 'fn') continue;
    // db.transaction((tx) => work(tx)): the same, one step further in.
    const { calls } = file.facts;
    for (let at = 0; at < calls.length; at++) {
      const { fn, expression } = calls[at] as CallFact;
      if (fn !== argument.at || expression.k !== 'call' || expression.callee.k !== 'id') continue;
      noteRunner(runners, file, fact.fn, expression.callee.name);
    }
  }
}

function noteRunner(
  runners: Map<FunctionFact, number>,
  file: ProgramFile,
  at: FunctionId,
  name: string,
): void {
  const fn = file.functions.get(at);
  const index = fn?.params.findIndex((p) => p.name === name) ?? -1;
  if (fn && index !== -1) runners.set(fn, index);
}

/** The few calls of a file that `isRunner` can be true of: by their names, or since they hand on a function. */
export function possibleRunners(file: ProgramFile, runners: Runners): readonly ProgramCall[] {
  const named = callsNamed(file, STARTING);
  const handing = file.callsGiven.fn;
  // What hands on a function may be one as soon as the file itself has shown the first.
  if (named.length === 0) return runners.size === 0 ? named : handing;
  return [...new Set([...named, ...handing])].sort(inOrder);
}

/** @returns false for all but `possibleRunners` */
export function isRunner(
  { call, name, fact }: ProgramCall,
  file: ProgramFile,
  evaluator: Evaluator,
  runners: Runners,
): boolean {
  if (RUNNERS.has(name)) return true;
  if (name === 'execute' && call.callee.k === 'member' && call.callee.object.k === 'call')
    return startsTransaction(call);
  if (runners.size === 0 || !call.args.some((argument) => argument.k === 'fn')) return false;
  const callee = evaluator.evaluate(call.callee, file, fact.fn);
  return callee.t === 'function' && runners.has(callee.fn);
}

/** `knex.transaction()`; Kysely's `db.transaction().setIsolationLevel('serializable').execute(…)`. */
export function startsTransaction(call: CallExpression): boolean {
  if (RUNNERS.has(calledName(call) ?? '')) return true;
  if (calledName(call) !== 'execute') return false;
  for (let at = call.callee; at.k === 'member' && at.object.k === 'call'; at = at.object.callee)
    if (RUNNERS.has(calledName(at.object) ?? '')) return true;
  return false;
}
