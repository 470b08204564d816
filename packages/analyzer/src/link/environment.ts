import type { EnvironmentUse, Unresolved } from '../model/analysis.ts';
import { ELEMENT } from '../parse/expression.ts';
import type { Evaluator } from './evaluator.ts';
import { type Program, type ProgramFile, variableIn } from './program.ts';
import { stringOf } from './value.ts';

type ComputedKey = NonNullable<ProgramFile['facts']['computedEnvironment']>[number];

/** Environment variables by name, also where a constant names them; where nothing does, that is listed. */
export function linkEnvironment(
  { files }: Program,
  evaluator: Evaluator,
): { environment: EnvironmentUse[]; unresolved: Unresolved[] } {
  const environment: EnvironmentUse[] = [];
  const unresolved: Unresolved[] = [];
  for (const file of files.values()) {
    for (const { key, line } of file.facts.environment)
      environment.push({ file: file.path, key, line });
    for (const own of file.facts.computedEnvironment ?? []) {
      const { text, line } = own;
      const uses = usesOf(own, file, evaluator);
      environment.push(...uses);
      if (uses.length === 0)
        unresolved.push({ kind: 'environment', file: file.path, line, text, reason: REASON });
    }
  }
  return { environment, unresolved };
}

const REASON = 'name of an environment variable is computed';
/** Callers of one function that are asked. */
const MAX_CALLERS = 400;

/** The constant, each of a list that is gone through, or what callers of a helper name, at their line. */
function usesOf(own: ComputedKey, file: ProgramFile, evaluator: Evaluator): EnvironmentUse[] {
  const { key, fn, line } = own;
  const one = stringOf(evaluator.evaluate(key, file, fn));
  const texts = one === undefined ? listed(own, file, evaluator) : [one];
  if (texts.length > 0) return texts.map((text) => ({ file: file.path, key: text, line }));
  const helper = file.functions.get(fn);
  const callers = helper ? (evaluator.callers?.of(helper) ?? []) : [];
  if (!helper || callers.length > MAX_CALLERS) return [];
  const named = callers.flatMap((caller): EnvironmentUse[] => {
    const { call, fact } = caller.own;
    const args = call.args.map((one) => evaluator.evaluate(one, caller.file, fact.fn));
    const text = stringOf(evaluator.evaluate(key, file, fn, { fn: helper, args }));
    return text === undefined ? [] : [{ file: caller.file.path, key: text, line: call.nameLine }];
  });
  // One that nobody can tell stays open.
  return named.length === callers.length ? named : [];
}

/** `for (const name of NAMES)`, `NAMES.filter((name) => …)`. */
function listed({ key, fn }: ComputedKey, file: ProgramFile, evaluator: Evaluator): string[] {
  if (key.k !== 'id') return [];
  const init = variableIn(file, fn, key.name)?.init;
  const callback = file.functions.get(fn);
  const feed = callback && evaluator.callers?.feed(callback);
  const list =
    init?.k === 'member' && init.name === ELEMENT
      ? evaluator.evaluate(init.object, file, fn)
      : !init && feed?.each && callback?.params[0]?.name === key.name
        ? evaluator.evaluate(feed.from, feed.file, feed.fn)
        : undefined;
  if (list?.t !== 'array') return [];
  const texts = list.expression.items.flatMap(
    (item) => stringOf(evaluator.evaluate(item, list.file, list.fn)) ?? [],
  );
  return texts.length === list.expression.items.length ? texts : [];
}
