import { type FunctionFact, MODULE } from '../facts/file-facts.ts';
import { ELEMENT, type Expression } from '../parse/expression.ts';
import type { Evaluator } from './evaluator.ts';
import { type ProgramFile, variableIn } from './program.ts';
import type { Binding, Value } from './value.ts';

/** More turns than this are no list that a person wrote. */
const MAX_TURNS = 300;

/** Stands for the function of a binding that hands no arguments to any. */
export const NO_FUNCTION: FunctionFact = {
  at: MODULE,
  name: '',
  parent: MODULE,
  line: 1,
  params: [],
  returns: [],
  arrow: true,
  async: false,
};

/**
 * One binding for each turn of the loop around a place: `ROUTES.forEach((route) => …)` around it, or
 * `for (const route of ROUTES)` whose variable one of the expressions names.
 * @returns undefined where there is no loop, or what it goes through is no list written in the source
 */
export function turnsAround(
  file: ProgramFile,
  fn: number,
  named: readonly Expression[],
  evaluator: Evaluator,
): Binding[] | undefined {
  return turnsOfCallback(file, fn, evaluator) ?? turnsOfVariable(file, fn, named, evaluator);
}

function turnsOfCallback(
  file: ProgramFile,
  fn: number,
  evaluator: Evaluator,
): Binding[] | undefined {
  const callback = file.functions.get(fn);
  const feed = callback && evaluator.callers?.feed(callback);
  if (!callback || !feed?.each) return undefined;
  const list = writtenList(evaluator.evaluate(feed.from, feed.file, feed.fn));
  return list?.expression.items.map((item, index) => ({
    fn: callback,
    args: [evaluator.evaluate(item, list.file, list.fn, list.binding)],
    turn: { list: list.expression, item: index },
  }));
}

function turnsOfVariable(
  file: ProgramFile,
  fn: number,
  named: readonly Expression[],
  evaluator: Evaluator,
): Binding[] | undefined {
  for (const expression of named) {
    for (const name of namesIn(expression, 0)) {
      const from = elementOf(variableIn(file, fn, name)?.init);
      const list = from && writtenList(evaluator.evaluate(from, file, fn));
      if (list)
        return list.expression.items.map((_, item) => ({
          fn: NO_FUNCTION,
          args: [],
          turn: { list: list.expression, item },
        }));
    }
  }
  return undefined;
}

function writtenList(value: Value): Extract<Value, { t: 'array' }> | undefined {
  if (value.t !== 'array') return undefined;
  const { length } = value.expression.items;
  return length > 0 && length <= MAX_TURNS ? value : undefined;
}

/** What `for (const { path } of LIST)` goes through. */
function elementOf(init: Expression | undefined): Expression | undefined {
  for (let at = init; at?.k === 'member'; at = at.object) if (at.name === ELEMENT) return at.object;
  return undefined;
}

const MAX_DEPTH = 6;

function namesIn(expression: Expression, depth: number): string[] {
  if (depth > MAX_DEPTH) return [];
  switch (expression.k) {
    case 'id':
      return [expression.name];
    case 'member':
      return namesIn(expression.object, depth + 1);
    case 'call':
      return [expression.callee, ...expression.args].flatMap((e) => namesIn(e, depth + 1));
    case 'concat':
      return [expression.left, expression.right].flatMap((e) => namesIn(e, depth + 1));
    case 'template':
      return expression.holes.flatMap((e) => namesIn(e, depth + 1));
    default:
      return [];
  }
}
