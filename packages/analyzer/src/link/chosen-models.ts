import type { TableRegistry } from '../facts/detector.ts';
import { lastName } from '../facts/expressions.ts';
import type { FunctionId } from '../facts/file-facts.ts';
import { holdsModels } from '../facts/model-holders.ts';
import type { Expression, MemberExpression } from '../parse/expression.ts';
import type { Evaluator } from './evaluator.ts';
import { NO_FUNCTION } from './loop-turns.ts';
import { type ProgramFile, variableAround } from './program.ts';
import { type Binding, packageOf, stringOf, type Value } from './value.ts';

/** More models than this in one object are all there are, which says nothing. */
const MAX_CHOICES = 30;
const MAX_STEPS = 4;

/**
 * One binding for each model that `MODELS[kind].find()` can be called on, where the object is written in the source
 * or is a module: which of them it is, is decided at run time.
 */
export function modelChoices(
  receiver: Expression | undefined,
  file: ProgramFile,
  fn: FunctionId,
  evaluator: Evaluator,
  registry: TableRegistry,
): Binding[] {
  const of = receiver && computedMember(receiver, file, fn, 0);
  if (!of?.key || stringOf(evaluator.evaluate(of.key, file, fn)) !== undefined) return [];
  const holder = evaluator.evaluate(of.object, file, fn);
  const names = namesIn(holder).filter((name) => {
    const value = evaluator.member(holder, name);
    // A collection has no model of its own.
    return registry.of(value) ?? (value.t === 'result' && packageOf(value) !== undefined);
  });
  if (names.length > MAX_CHOICES) return [];
  return names.map((name) => ({ fn: NO_FUNCTION, args: [], chosen: { of, name } }));
}

/**
 * Whether what is called is one of the models of an object that is known by its name or its package only:
 * `app.models[name]`, `sequelize.models[name]`.
 */
export function isOneOfModels(
  receiver: Expression | undefined,
  file: ProgramFile,
  fn: FunctionId,
  evaluator: Evaluator,
  packages: readonly string[],
): boolean {
  const of = receiver && computedMember(receiver, file, fn, 0);
  if (!of?.key || isNumber(of.key, file, fn)) return false;
  if (stringOf(evaluator.evaluate(of.key, file, fn)) !== undefined) return false;
  const holder = evaluator.evaluate(of.object, file, fn);
  if (!/^(?:unknown|parameter|member|result|external)$/.test(holder.t)) return false;
  const from = packageOf(holder);
  if (from === undefined) return holdsModels(of.object);
  return packages.includes(from) && lastName(of.object) === 'models';
}

/** The turn of a loop: what it is asked of is a list. */
function isNumber(key: Expression, file: ProgramFile, fn: FunctionId): boolean {
  if (key.k !== 'id') return key.k !== 'member';
  return variableAround(file, fn, key.name)?.init?.k === 'num';
}

/** `MODELS[kind]`, also behind the name of a variable. */
function computedMember(
  at: Expression,
  file: ProgramFile,
  fn: FunctionId,
  steps: number,
): MemberExpression | undefined {
  if (steps > MAX_STEPS) return undefined;
  switch (at.k) {
    case 'await':
    case 'typed':
      return computedMember(at.of, file, fn, steps + 1);
    case 'id': {
      const init = variableAround(file, fn, at.name)?.init;
      return init && computedMember(init, file, fn, steps + 1);
    }
    case 'member':
      return at.name === null ? at : undefined;
    default:
      return undefined;
  }
}

function namesIn(holder: Value): string[] {
  if (holder.t === 'object') return holder.expression.props.flatMap(({ key }) => key ?? []);
  return holder.t === 'module' ? [...holder.file.exports.keys()].sort() : [];
}

/** The name that is looked at in the place of a computed key. */
export function chosenName(
  binding: Binding | undefined,
  member: MemberExpression,
): string | undefined {
  for (let at = binding; at; at = at.next) if (at.chosen?.of === member) return at.chosen.name;
  return undefined;
}
