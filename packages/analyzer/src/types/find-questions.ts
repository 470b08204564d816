import { DETECTORS } from '../facts/detectors/index.ts';
import { calledName, chainOf } from '../facts/expressions.ts';
import type { Evaluator } from '../link/evaluator.ts';
import { type Pace, unhurried } from '../link/pace.ts';
import type { Program } from '../link/program.ts';
import { packageOf, type Value } from '../link/value.ts';
import type { CallExpression } from '../parse/expression.ts';
import { questionKey, type TypeQuestion } from './type-answers.ts';

/** The calls of the program behind each question. */
export type AskedCalls = Map<string, { question: TypeQuestion; calls: CallExpression[] }>;

/**
 * Calls that the fast path could not follow, of names that some function of the program has or some
 * detector looks for. Whatever else is called (`push`, `toString`) changes no fact.
 */
export async function findQuestions(
  program: Program,
  evaluator: Evaluator,
  pace: Pace,
): Promise<AskedCalls> {
  const names = interestingNames(program);
  const asked: AskedCalls = new Map();
  await unhurried(program.files.values(), pace, (file) => {
    for (const fact of file.facts.calls) {
      for (const call of chainOf(fact.expression)) {
        const name = calledName(call);
        if (name === undefined || !names.has(name)) continue;
        if (isDecided(evaluator.evaluate(call.callee, file, fact.fn))) continue;
        const question = { file: file.path, line: call.nameLine, name };
        const key = questionKey(question);
        const known = asked.get(key);
        if (known) known.calls.push(call);
        else asked.set(key, { question, calls: [call] });
      }
    }
  });
  return asked;
}

function interestingNames(program: Program): ReadonlySet<string> {
  const names = new Set(DETECTORS.flatMap((detector) => detector.calls));
  for (const file of program.files.values()) {
    for (const { name } of file.facts.functions)
      if (name) names.add(name.slice(name.lastIndexOf('.') + 1));
  }
  return names;
}

function isDecided(value: Value): boolean {
  return value.t === 'function' || value.t === 'class' || packageOf(value) !== undefined;
}
