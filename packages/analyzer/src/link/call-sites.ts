import type { CallSite, TableRegistry } from '../facts/detector.ts';
import type { FunctionId } from '../facts/file-facts.ts';
import type { Expression } from '../parse/expression.ts';
import type { Evaluator } from './evaluator.ts';
import type { Program, ProgramCall, ProgramFile } from './program.ts';
import { type Binding, stringOf, UNKNOWN, type Value } from './value.ts';

/** Everything a detector can ask about one call. */
export function createCallSite(
  program: Program,
  evaluator: Evaluator,
  registry: TableRegistry,
  file: ProgramFile,
  { fact, call, chain, name }: ProgramCall,
  binding?: Binding,
): CallSite {
  const value = (expression: Expression | undefined): Value =>
    expression ? evaluator.evaluate(expression, file, fact.fn, binding) : UNKNOWN;
  return {
    file,
    fact,
    fn: fact.fn,
    call,
    name,
    receiver: call.callee.k === 'member' ? call.callee.object : undefined,
    chain,
    registry,
    program,
    value,
    text: (expression) => stringOf(value(expression)),
    model: (expression) => (expression ? registry.of(value(expression)) : undefined),
    callee: () => value(call.callee),
    ...(binding ? { binding } : {}),
  };
}

export function functionKey(file: ProgramFile, fn: FunctionId): string {
  return `${file.path}#${fn}`;
}
