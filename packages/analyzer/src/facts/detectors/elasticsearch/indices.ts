import { callsNamed } from '../../../link/program.ts';
import type { Expression } from '../../../parse/expression.ts';
import { objectProperty } from '../../expressions.ts';
import { literalBeginning, nameOfFamily } from '../../literal-beginning.ts';
import { type Place, shapeAt, textAt } from '../../places.ts';

/** Names of indices, and whether some of those that are told could not be read. */
export interface NamedIndices {
  names: Set<string>;
  isComputed: boolean;
}

export function noIndices(): NamedIndices {
  return { names: new Set(), isComputed: false };
}

/** `'orders'`, a list of names, or a family of them: `logs-${day}` is `logs-*`. */
export function addIndices(found: NamedIndices, place: Place, given: Expression | undefined): void {
  if (!given) return;
  const list =
    given.k === 'arr' ? undefined : place.registry.evaluator.evaluate(given, place.file, place.fn);
  const [items, at] =
    given.k === 'arr'
      ? [given.items, place]
      : list?.t === 'array'
        ? [list.expression.items, { ...place, file: list.file, fn: list.fn }]
        : [[given], place];
  for (const item of items) {
    const held = settingOf(at, item);
    const name = nameOfFamily(literalBeginning(held, (e) => textAt(at, e)));
    // Several may stand in one text.
    if (name === undefined) found.isComputed = true;
    else for (const one of name.split(',')) found.names.add(one.trim());
  }
}

/** What a variable is set to: the template says more of itself than that it is no constant. */
function settingOf({ file, fn }: Place, given: Expression): Expression {
  if (given.k !== 'id') return given;
  const variable = file.variables
    .get(given.name)
    ?.find((own) => own.fn === fn && own.kind === 'const');
  return variable?.init ?? given;
}

const MAX_DEPTH = 6;

/** The key under which `_index` or `index` stands in each part, for the parts of a list; parts without it say nothing. */
export function addIndicesOfParts(
  found: NamedIndices,
  place: Place,
  given: Expression | undefined,
  indexOf: (part: Expression) => Expression | undefined,
  depth = 0,
): void {
  if (!given || depth > MAX_DEPTH) return;
  const inner = (expression: Expression | undefined, at = place): void =>
    addIndicesOfParts(found, at, expression, indexOf, depth + 1);
  switch (given.k) {
    case 'arr':
      for (const item of given.items) inner(item);
      return;
    case 'obj':
      addIndices(found, place, indexOf(given));
      return;
    case 'spread':
    case 'await':
    case 'typed':
      inner(given.of);
      return;
    case 'either':
      for (const one of given.of) inner(one);
      return;
    case 'fn':
      for (const returned of place.file.functions.get(given.at)?.returns ?? [])
        inner(returned, { ...place, fn: given.at });
      return;
    case 'call':
      // docs.flatMap((doc) => [{ index: { _index } }, doc])
      for (const argument of given.args) if (argument.k === 'fn') inner(argument);
      if (given.callee.k === 'member' && given.callee.object.k === 'call')
        inner(given.callee.object);
      return;
    case 'id': {
      const variable = variableOf(place, given.name);
      if (variable) inner(variable);
      for (const { call } of callsNamed(place.file, ['push']))
        if (call.callee.k === 'member' && isNamed(call.callee.object, given.name))
          for (const argument of call.args) inner(argument);
      return;
    }
    default: {
      const { shape, place: at } = shapeAt(place, given) ?? {};
      if (shape && at) addIndices(found, at, indexOf(shape));
    }
  }
}

function isNamed(expression: Expression, name: string): boolean {
  return expression.k === 'id' && expression.name === name;
}

function variableOf({ file, fn }: Place, name: string): Expression | undefined {
  const named = file.variables.get(name) ?? [];
  for (let at = fn; ; at = file.functions.get(at)?.parent ?? -1) {
    const own = named.find((variable) => variable.fn === at);
    if (own || at === -1) return own?.init;
  }
}

/** `{ index: { _index: 'orders' } }` of a bulk; `create`, `update` and `delete` as well. */
export function indexOfAction(part: Expression): Expression | undefined {
  for (const key of ['index', 'create', 'update', 'delete']) {
    const action = objectProperty(part, key);
    const index = objectProperty(action, '_index');
    if (index) return index;
  }
  return undefined;
}
