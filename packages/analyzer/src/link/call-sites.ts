import type { CallSite, TableRegistry } from '../facts/detector.ts';
import { calledName, chainOf } from '../facts/expressions.ts';
import type { CallFact, FunctionId } from '../facts/file-facts.ts';
import type { CallExpression, Expression } from '../parse/expression.ts';
import type { Evaluator } from './evaluator.ts';
import type { Program, ProgramFile } from './program.ts';
import { stringOf, UNKNOWN, type Value } from './value.ts';

/** Everything a detector can ask about one call. */
export function createCallSite(
  program: Program,
  evaluator: Evaluator,
  registry: TableRegistry,
  file: ProgramFile,
  fact: CallFact,
  call: CallExpression,
  chain: CallExpression[],
): CallSite {
  const value = (expression: Expression | undefined): Value =>
    expression ? evaluator.evaluate(expression, file, fact.fn) : UNKNOWN;
  return {
    file,
    fact,
    fn: fact.fn,
    call,
    name: calledName(call) ?? '',
    receiver: call.callee.k === 'member' ? call.callee.object : undefined,
    chain,
    registry,
    program,
    value,
    text: (expression) => stringOf(value(expression)),
    model: (expression) => (expression ? registry.of(value(expression)) : undefined),
    callee: () => value(call.callee),
  };
}

/** All calls of all chains of a file with the fact they belong to. */
export function* callsOf(
  file: ProgramFile,
): Generator<{ fact: CallFact; call: CallExpression; chain: CallExpression[] }> {
  for (const fact of file.facts.calls) {
    const chain = chainOf(fact.expression);
    for (const call of chain) yield { fact, call, chain };
  }
}

export function functionKey(file: ProgramFile, fn: FunctionId): string {
  return `${file.path}#${fn}`;
}
